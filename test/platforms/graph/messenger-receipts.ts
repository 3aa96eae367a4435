import type { Delivery } from '../emulator.ts'
import { at } from '../json.ts'
import type { GraphContext } from './graph-emulator.ts'
import { toMetaDelivery } from './meta-webhook.ts'

/** The app whose token sends here: a made-up number, as echoes carry it. */
export const APP_ID = 1517776481860111

export type SentMessage = {
  page: string
  psid: string
  mid: string
  message: unknown
  replyTo: string | null
}

/**
 * What the Page's webhook gets: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-echoes,
 * `message-deliveries` and `message-reads` beside it. Delivery and read are watermarks.
 */
export function toMessengerDeliveries(
  graph: Pick<GraphContext, 'now' | 'inboxUrl'>,
  sent: SentMessage,
): Delivery[] {
  const { page, psid, mid } = sent
  const time = graph.now().getTime()
  const echo = { sender: { id: page }, recipient: { id: psid }, timestamp: time, message: toEchoed(sent) }
  const people = { sender: { id: psid }, recipient: { id: page } }
  const items = {
    echo,
    delivered: { ...people, timestamp: time + 1, delivery: { mids: [mid], watermark: time + 1 } },
    read: { ...people, timestamp: time + 2, read: { watermark: time + 2 } },
  }
  return Object.entries(items).map(([label, item]) => {
    const body = { object: 'page', entry: [{ id: page, time: item.timestamp, messaging: [item] }] }
    return toMetaDelivery('facebook', label, graph.inboxUrl, body)
  })
}

function toEchoed({ mid, message, replyTo }: SentMessage): Record<string, unknown> {
  const attachment = at(message, 'attachment')
  const metadata = at(message, 'metadata')
  return {
    mid,
    is_echo: true,
    app_id: APP_ID,
    ...(metadata === undefined ? {} : { metadata }),
    ...(attachment === undefined ? { text: at(message, 'text') } : { attachments: [attachment] }),
    ...(replyTo === null ? {} : { reply_to: { mid: replyTo, is_self_reply: false } }),
  }
}
