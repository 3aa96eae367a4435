import type { Delivery } from '../emulator.ts'
import { toWhatsAppBody } from '../../../shared/channels/whatsapp/wire-body.ts'
import {
  type WhatsAppAccount,
  type WhatsAppPiece,
  withoutNull,
} from '../../../shared/channels/whatsapp/wire-pieces.ts'
import type { GraphContext } from './graph-emulator.ts'
import { searchRow } from './graph-error.ts'
import { toMetaDelivery } from './meta-webhook.ts'
import { WHATSAPP_ERRORS } from './whatsapp-errors.ts'
import type { WhatsAppPerson } from './whatsapp-memory.ts'

const ERRORS_PAGE = 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/'

export type SentWhatsApp = {
  account: WhatsAppAccount
  person: WhatsAppPerson
  isByPhone: boolean
  wamid: string
  callbackData: string | null
  category: string
  /** null: it arrives and is read. */
  failsWith: string | null
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
export function toWhatsAppDeliveries(
  graph: Pick<GraphContext, 'now' | 'inboxUrl'>,
  sent: SentWhatsApp,
): Delivery[] {
  const statuses = sent.failsWith === null ? ['sent', 'delivered', 'read'] : ['failed']
  const seconds = Math.floor(graph.now().getTime() / 1_000)
  return statuses.map((status, index) => {
    const body: unknown = JSON.parse(toWhatsAppBody([toPiece(sent, status, seconds + index)]))
    return toMetaDelivery('whatsapp', status, graph.inboxUrl, body)
  })
}

/** `conversation` is left out since v24.0; `pricing` comes with `sent` and with one of the two that follow. */
function toPiece(sent: SentWhatsApp, status: string, seconds: number): WhatsAppPiece {
  const { account, person, wamid, callbackData, category, isByPhone } = sent
  const { waId, userId, name } = person
  const isFailed = status === 'failed'
  const pricing = {
    billable: category !== 'service',
    pricing_model: 'PMP',
    type: category === 'service' ? 'free_customer_service' : 'regular',
    category,
  }
  const item = {
    id: wamid,
    status,
    timestamp: String(seconds),
    ...withoutNull({ recipient_id: waId, recipient_user_id: isFailed && isByPhone ? null : userId }),
    ...withoutNull({ biz_opaque_callback_data: callbackData }),
    ...(status === 'sent' || status === 'delivered' ? { pricing } : {}),
    ...(isFailed ? { errors: [toError(sent.failsWith)] } : {}),
  }
  const contact = isFailed ? null : { waId, userId, name }
  return { account, field: 'messages', list: 'statuses', item, contact }
}

function toError(code: string | null): Record<string, unknown> {
  const row = searchRow(WHATSAPP_ERRORS, Number(code), null)
  const message = row?.message ?? 'Something went wrong'
  return {
    code: Number(code),
    title: message,
    message,
    error_data: { details: row?.details ?? message },
    href: ERRORS_PAGE,
  }
}
