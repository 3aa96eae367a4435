import { signX } from './crc.ts'
import { channel } from './index.ts'
import {
  type ChannelSamples,
  toWebhookRequest,
  type Wire,
  type WireFile,
  type WireRequest,
  type WireText,
} from '../wire.ts'
import { ACCOUNT_ID } from './wire-bodies.ts'
import { toDirectMessage, toPostEvent } from './wire-pieces.ts'
import { SAMPLES } from './wire-samples.ts'

const DIGITS = '0123456789'
const SIGNATURE = 'x-twitter-webhooks-signature'

export const wire: Wire = {
  account: ACCOUNT_ID,
  createCustomer: (random) => `16${random.characters(DIGITS, 17)}`,
  createMessageId: (random) => `20${random.characters(DIGITS, 17)}`,
  toTextRequest: (text, inboxUrl) => signBody(Buffer.from(JSON.stringify({ data: toEvent(text) })), inboxUrl),
  toPressRequest: null,
  toTextNotification: null,
  media: {
    kinds: ['image'],
    createId: (random) => `20${random.characters(DIGITS, 17)}`,
    toRequest: (message, file, inboxUrl) =>
      signBody(Buffer.from(JSON.stringify({ data: toPicture(message, file) })), inboxUrl),
  },
}

export const samples: ChannelSamples = {
  ...SAMPLES,
  signing: {
    secretKey: 'consumerSecret',
    header: SIGNATURE,
    covers: 'bytes',
    sign: (body, secret) => toWebhookRequest(signBody(body, 'https://inbox.example.com', secret)),
  },
}

export function signBody(body: Uint8Array, inboxUrl: string, secret = localSecret()): WireRequest {
  return {
    url: `${inboxUrl}/webhooks/${channel.manifest.ingress.path}`,
    headers: { 'content-type': 'application/json', [SIGNATURE]: signX(secret, body) },
    body,
  }
}

/** A mention opens a conversation; what is written under a post is a reply to it. */
function toEvent({ id, account, customer, name, text, visibility, root, at }: WireText): unknown {
  const author = { id: customer, name }
  if (visibility === 'private') {
    return toDirectMessage({ id, account, customer: author, isOurs: false, text, at })
  }
  const eventType = root === null ? 'post.mention.create' : 'post.reply.create'
  return toPostEvent(account, eventType, { id, author, text, root, parent: root, at })
}

/** The text of a direct message ends in a link to its picture, which only the account may fetch. */
function toPicture({ id, account, customer, name, text, at }: WireText, file: WireFile): unknown {
  const link = `https://t.co/${file.id.slice(-10)}`
  const media_url_https = `https://ton.twitter.com/1.1/ton/data/dm/${id}/${file.id}/photo.jpg`
  const media = { id_str: file.id, type: 'photo', url: link, media_url_https }
  const author = { id: customer, name }
  const words = text === '' ? link : `${text} ${link}`
  const attachment = { type: 'media', media }
  return toDirectMessage({ id, account, customer: author, isOurs: false, text: words, at, attachment })
}

function localSecret(): string {
  return channel.manifest.secret.local['consumerSecret'] ?? ''
}
