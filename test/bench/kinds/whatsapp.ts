import { channel as whatsapp } from '../../../shared/channels/whatsapp/index.ts'
import { createWamid, signWhatsApp, toWhatsAppBody } from '../../../shared/channels/whatsapp/wire-body.ts'
import {
  toEchoPiece,
  toMessagePiece,
  toPreferencePiece,
  toStatusPiece,
  type WhatsAppCustomer,
  type WhatsAppPiece,
} from '../../../shared/channels/whatsapp/wire-pieces.ts'
import { WHATSAPP_ACCOUNT as ACCOUNT } from '../../../shared/channels/whatsapp/wire-pieces.ts'
import { wire } from '../../../shared/channels/whatsapp/wire.ts'
import type { Random } from '../../support/random.ts'
import type { Delivery } from '../samples.ts'
import { byWebhook, INBOX, type Kind, toText } from './kind.ts'

export const channel = whatsapp

type Written = { person: WhatsAppCustomer; id: string; written: Delivery }

export const kinds: readonly Kind[] = [
  onMessage('reaction', (random, { person, id }) =>
    toMessagePiece(ACCOUNT, person, next(random), 'reaction', { message_id: id, emoji: '👍' }),
  ),
  onMessage('edit', (random, { person, id }) =>
    toMessagePiece(ACCOUNT, person, next(random), 'edit', {
      original_message_id: id,
      message: { type: 'text', text: { body: 'Where is my parcel 4712?' } },
    }),
  ),
  onMessage('taken back', (random, { person, id }) =>
    toMessagePiece(ACCOUNT, person, next(random), 'revoke', { original_message_id: id }),
  ),
  onMessage('echo: typed in the business app', (random, { person }) =>
    toEchoPiece(ACCOUNT, person, next(random), 'It leaves our house today.'),
  ),
  {
    name: 'receipt: delivered',
    tell: (random) => {
      const { person, written } = createWritten(random)
      const echo = next(random)
      return {
        before: [written, send(toEchoPiece(ACCOUNT, person, echo, 'It leaves our house today.'))],
        metered: send(toStatusPiece(ACCOUNT, person, echo, 'delivered')),
      }
    },
  },
  onMessage('receipt of an unknown message: parked', (random, { person }) =>
    toStatusPiece(ACCOUNT, person, next(random), 'delivered'),
  ),
  onMessage('opt-out from marketing', (_, { person }) =>
    toPreferencePiece(ACCOUNT, person, new Date(), 'stop'),
  ),
  onMessage('changed phone number', (random, { person }) =>
    toMessagePiece(ACCOUNT, person, next(random), 'system', {
      type: 'user_changed_number',
      wa_id: wire.createCustomer(random, null),
      body: 'The customer changed their number',
    }),
  ),
  {
    name: 'account event: restricted',
    tell: (random) => {
      const waba = `99${random.characters('0123456789', 13)}`
      const value = { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED' }] }
      const entry = {
        id: waba,
        time: Math.floor(Date.now() / 1000),
        changes: [{ field: 'account_update', value }],
      }
      const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] })
      return { before: [createWritten(random).written], metered: byWebhook(signWhatsApp(body, INBOX)) }
    },
  },
]

function onMessage(name: string, toPiece: (random: Random, written: Written) => WhatsAppPiece): Kind {
  return {
    name,
    tell: (random) => {
      const written = createWritten(random)
      return { before: [written.written], metered: send(toPiece(random, written)) }
    },
  }
}

function createWritten(random: Random): Written {
  const waId = wire.createCustomer(random, null)
  const id = createWamid(random)
  const text = toText({ id, account: wire.account, customer: waId })
  return {
    person: { waId, userId: null, name: text.name },
    id,
    written: byWebhook(wire.toTextRequest(text, INBOX)),
  }
}

function next(random: Random): { id: string; at: Date } {
  return { id: createWamid(random), at: new Date() }
}

function send(piece: WhatsAppPiece): Delivery {
  return byWebhook(signWhatsApp(toWhatsAppBody([piece]), INBOX))
}
