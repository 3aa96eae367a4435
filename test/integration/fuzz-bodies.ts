import { WEBHOOK_BODY_BYTES_MAX } from '../../shared/app/accept-webhook.ts'
import type { Channel, TopicMessage, WebhookRequest } from '../../shared/channels/contract.ts'
import { toWebhookRequest, type WireModule, type WireText } from '../../shared/channels/wire.ts'
import { mutateBody } from '../support/mutate-body.ts'
import type { Random } from '../support/random.ts'

const INBOX = 'https://inbox.example.com'
const SENT_AT = '2026-11-22T12:00:00.000Z'
const TEXT = 'my card is 4242 4242 4242 4242, thanks'
/** Parts of a key that are ids and no words. */
const ID = /^(?![a-z_]+$).{10,}$/
/** Of three bodies two are of a message that nobody has seen. */
const FRESH_SHARE = 0.67

/** `words` of a customer were so often in the body before it was changed: where they still are, they may not be lost. */
export type FuzzedRequest = { request: WebhookRequest; words: string; times: number }

/** Signed after it was changed: everything that a platform could send, and much that none would. */
export function createFuzzedRequests(random: Random, channel: Channel, { wire, samples }: WireModule) {
  const secret = channel.manifest.secret.local[samples.signing.secretKey] ?? ''
  const lists = Object.values(samples.lists).map(
    ({ sample, countMax, toBody }) =>
      (): Uint8Array =>
        toBody(Array.from({ length: Math.min(countMax, random.integer(1, 4)) }, () => sample)),
  )
  const texts = samples.texts.samples.map((text) => () => samples.texts.toBody(text))
  const fields = Object.values(samples.textFields).map((toBody) => () => toBody(TEXT))
  const written = channel.manifest.visibilities.map(
    (visibility) =>
      (words: string): Uint8Array =>
        wire.toTextRequest(writeText(random, wire, visibility, words), INBOX).body,
  )
  const worded = [samples.texts.toBody, ...written]
  const sources = [...lists, ...lists, ...texts, ...fields, ...worded, ...worded, ...worded]
  return (): FuzzedRequest => {
    const words = `zq${random.characters('abcdefghijklmnop', 20)}`
    const body = sources[random.integer(0, sources.length - 1)]?.(words) ?? Buffer.of()
    const renewed = random.chance(FRESH_SHARE) ? renewIds(random, channel, body) : body
    const mutated = mutateBody(random, renewed)
    const sent = mutated.byteLength > WEBHOOK_BODY_BYTES_MAX ? renewed : mutated
    return { request: samples.signing.sign(sent, secret), words, times: countWords(renewed, words) }
  }
}

export function countWords(body: Uint8Array, words: string): number {
  return Buffer.from(body).toString('utf8').split(words).length - 1
}

/** What a topic's queue could hold, with and without the frame that SNS puts around it. */
export function createFuzzedNotifications(random: Random, { wire }: WireModule) {
  const { toTextNotification } = wire
  if (toTextNotification === null) throw new Error('the channel has no topic')
  return (): TopicMessage => {
    const published = toTextNotification(writeText(random, wire, 'private', TEXT))
    const message = random.chance(0.5) ? mutate(random, published) : published
    const frame = JSON.stringify({
      Type: 'Notification',
      MessageId: '1',
      Message: message,
      Timestamp: SENT_AT,
    })
    const body = random.pick([message, frame, mutate(random, frame), mutate(random, frame)])
    return { body, sentAt: SENT_AT }
  }
}

/** The platform's own well-formed requests: what a stranger would copy. */
export function toPlainRequest(random: Random, channel: Channel, { wire }: WireModule): WebhookRequest {
  const [visibility = 'private'] = channel.manifest.visibilities
  return toWebhookRequest(wire.toTextRequest(writeText(random, wire, visibility, TEXT), INBOX))
}

function writeText(
  random: Random,
  wire: WireModule['wire'],
  visibility: WireText['visibility'],
  text: string,
): WireText {
  return {
    id: wire.createMessageId(random, visibility),
    account: wire.account,
    customer: wire.createCustomer(random, null),
    name: 'Mara',
    text,
    visibility,
    root: visibility === 'public' && random.chance(0.5) ? wire.createMessageId(random, 'public') : null,
    at: new Date(SENT_AT),
  }
}

function mutate(random: Random, text: string): string {
  return Buffer.from(mutateBody(random, Buffer.from(text))).toString('utf8')
}

/** The channel's own keys say which of a sample's strings are ids: each gets a new end, of the kind of characters that it had. */
function renewIds(random: Random, channel: Channel, body: Uint8Array): Uint8Array {
  let text = Buffer.from(body).toString('utf8')
  for (const id of readIds(channel, body)) {
    text = text.replaceAll(id, `${id.slice(0, -7)}${random.characters('0123456789', 7)}`)
  }
  return Buffer.from(text)
}

function readIds(channel: Channel, body: Uint8Array): string[] {
  const request = { method: 'POST', headers: {}, url: INBOX, rawQuery: '', body }
  const text = Buffer.from(body).toString('utf8')
  const parts = channel.cut(request).envelopes.flatMap(({ key }) => key.split(':'))
  return [...new Set(parts)].filter((part) => ID.test(part) && text.includes(part))
}
