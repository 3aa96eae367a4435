import type { Channel, CutEnvelope, TopicMessage } from '../../shared/channels/contract.ts'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import { signWhatsApp, toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import { toMessagePiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { toWebhookRequest, type Wire, type WireRequest } from '../../shared/channels/wire.ts'
import type { Visibility } from '../../shared/domain/channel-name.ts'
import { loadWires } from '../support/load-wire.ts'
import type { Random } from '../support/random.ts'

const WIRES = await loadWires()

export const SAMPLE_TEXT = 'Hello, my parcel 4711 has not come yet. Can you tell me where it is?'
const SAMPLE_NAME = 'Mara Beispiel'

/** One piece of what a platform brings, on one of its two ways in. */
export type Delivery = { kind: 'webhook'; request: WireRequest } | { kind: 'topic'; message: TopicMessage }

/** A customer, and where they write: ever a new message, once the first was stored in a known conversation. */
export type Sample = { way: Way; next: (inboxUrl: string, text?: string) => Delivery }

/** A way in which a customer's text can come: a channel, where it is seen, and how it enters. */
export type Way = {
  name: string
  channel: Channel
  visibility: Visibility
  entry: Delivery['kind']
  /** Each text begins a conversation. */
  isPost: boolean
  create: (random: Random) => Sample
}

/** Every way of every channel in the registry. */
export function listWays(): Way[] {
  return CHANNELS.flatMap((channel) => {
    const { name, visibilities, provider, topic } = channel.manifest
    const titles = topic === null ? name : `${name} by ${provider}`
    return [
      ...visibilities.flatMap((visibility) =>
        visibility === 'private'
          ? [createWay(channel, visibilities.length === 1 ? titles : `${titles}, private`, { visibility })]
          : [
              createWay(channel, `${titles}, public post`, { visibility }),
              createWay(channel, `${titles}, public reply`, { visibility, isReply: true }),
            ],
      ),
      ...(topic === null
        ? []
        : [createWay(channel, `${name} by ${topic.provider}`, { visibility: 'private', entry: 'topic' })]),
    ]
  })
}

export function findWay(name: string): Way {
  const way = listWays().find((each) => each.name === name)
  if (way === undefined) throw new Error(`No text comes by way of "${name}".`)
  return way
}

/** The dearest of WhatsApp: a customer who is named by phone number and by user id. */
export function createTwoIdsWay(): Way {
  const channel = findChannel('whatsapp')
  if (channel === undefined) throw new Error('There is no channel whatsapp.')
  const way: Way = {
    name: 'whatsapp, two ids',
    channel,
    visibility: 'private',
    entry: 'webhook',
    isPost: false,
    create: (random) => {
      const digits = random.characters('0123456789', 8)
      const person = { waId: `491${digits}`, userId: `DE.${digits}ABCDEFGH`, name: SAMPLE_NAME }
      return {
        way,
        next: (inboxUrl, text = SAMPLE_TEXT) => {
          const message = { id: `wamid.${random.characters('0123456789ABCDEF', 40)}`, at: new Date() }
          const piece = toMessagePiece(WHATSAPP_ACCOUNT, person, message, 'text', { body: text })
          return { kind: 'webhook', request: signWhatsApp(toWhatsAppBody([piece]), inboxUrl) }
        },
      }
    },
  }
  return way
}

/** What the channel makes of it, past its signature. Throws where anything could not be cut. */
export function cutDelivery(channel: Channel, delivery: Delivery): CutEnvelope[] {
  const outcome =
    delivery.kind === 'webhook'
      ? channel.cut(toWebhookRequest(delivery.request))
      : channel.cutTopic?.(delivery.message)
  if (outcome === undefined || outcome.uncut.length > 0 || outcome.envelopes.length === 0) {
    throw new Error(`${channel.manifest.name} did not cut a ${delivery.kind} delivery`)
  }
  return outcome.envelopes
}

/** The platform's id of the message that a delivery brings, as its events name it. */
export function toProviderId(channel: Channel, delivery: Delivery): string {
  const source = channel.manifest.name
  const events = cutDelivery(channel, delivery).flatMap(({ group: _, ...cut }) =>
    channel.parse({ version: 1, source, receivedAt: new Date().toISOString(), ...cut }),
  )
  const [event] = events
  if (event?.kind !== 'message') throw new Error(`${source} did not make a message of a text`)
  return event.providerId
}

/** To the local run, as the platform would: its webhook, or what is published to its topic. */
export async function postDelivery(
  channel: Channel,
  delivery: Delivery,
  inboxUrl: string,
): Promise<Response> {
  if (delivery.kind === 'webhook') {
    const { url, headers, body } = delivery.request
    return await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
  }
  const { Message: body } = JSON.parse(delivery.message.body) as { Message: string }
  const headers = { 'content-type': 'text/plain' }
  return await fetch(`${inboxUrl}/local/topics/${channel.manifest.name}`, { method: 'POST', headers, body })
}

/** As the queue of a topic holds it: SNS's own JSON around what was published. */
export function toNotification(published: string, messageId: string, at: Date): TopicMessage {
  const notification = {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:inlet-topic',
    Message: published,
    Timestamp: at.toISOString(),
    SignatureVersion: '1',
    // SNS's signature and its two links, by length.
    Signature: 'x'.repeat(344),
    SigningCertURL: 'x'.repeat(104),
    UnsubscribeURL: 'x'.repeat(200),
  }
  return { body: JSON.stringify(notification), sentAt: at.toISOString() }
}

function createWay(
  channel: Channel,
  name: string,
  of: { visibility: Visibility; isReply?: boolean; entry?: Delivery['kind'] },
): Way {
  const { visibility, isReply = false, entry = 'webhook' } = of
  const wire = WIRES[channel.manifest.name]?.wire
  if (wire === undefined) throw new Error(`Nobody plays the platform of ${name}.`)
  const way: Way = {
    name,
    channel,
    visibility,
    entry,
    isPost: visibility === 'public' && !isReply,
    create: (random) => {
      const { account } = wire
      const provider = entry === 'topic' ? (channel.manifest.topic?.provider ?? null) : null
      const customer = wire.createCustomer(random, provider)
      const root = isReply ? wire.createMessageId(random, 'public') : null
      return {
        way,
        next: (inboxUrl, text = SAMPLE_TEXT) => {
          const id = wire.createMessageId(random, visibility)
          const message = { id, account, customer, name: SAMPLE_NAME, text, visibility, root, at: new Date() }
          return entry === 'webhook'
            ? { kind: 'webhook', request: wire.toTextRequest(message, inboxUrl) }
            : { kind: 'topic', message: toPublished(wire, message) }
        },
      }
    },
  }
  return way
}

function toPublished(wire: Wire, message: Parameters<Wire['toTextRequest']>[0]): TopicMessage {
  if (wire.toTextNotification === null) throw new Error('Nobody can play this topic.')
  return toNotification(wire.toTextNotification(message), message.id, message.at)
}
