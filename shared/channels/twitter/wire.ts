import { signX } from './crc.ts'
import { channel } from './index.ts'
import { type ChannelSamples, toWebhookRequest, type Wire, type WireRequest, type WireText } from '../wire.ts'
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

function localSecret(): string {
  return channel.manifest.secret.local['consumerSecret'] ?? ''
}
