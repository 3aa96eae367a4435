import { signX } from './crc.ts'
import { channel } from './index.ts'
import { type ChannelSamples, toWebhookRequest, type Wire, type WireRequest, type WireText } from '../wire.ts'
import { ACCOUNT_ID } from './wire-bodies.ts'
import { escapeText, SAMPLES } from './wire-samples.ts'

const DIGITS = '0123456789'
const SIGNATURE = 'x-twitter-webhooks-signature'

export const wire: Wire = {
  account: ACCOUNT_ID,
  createCustomer: (random) => `16${random.characters(DIGITS, 17)}`,
  createMessageId: (random) => `20${random.characters(DIGITS, 17)}`,
  toTextRequest: (text, inboxUrl) => {
    const event = text.visibility === 'private' ? toMessageEvent(text) : toPostEvent(text)
    return signBody(Buffer.from(JSON.stringify({ data: event })), inboxUrl)
  },
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

function toMessageEvent({ id, account, customer, name, text, at }: WireText): unknown {
  const create = {
    target: { recipient_id: account },
    sender_id: customer,
    message_data: {
      text: escapeText(text),
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
    },
  }
  const message = {
    type: 'message_create',
    id,
    created_timestamp: String(at.getTime()),
    message_create: create,
  }
  const users = {
    [customer]: { data: toUser(customer, name) },
    [account]: { data: toUser(account, 'Inlet Demo') },
  }
  const payload = { direct_message_events: [message], users }
  return { event_uuid: `-${id}`, filter: { user_id: account }, event_type: 'dm.received', payload }
}

/** A mention opens a conversation; what is written under a post is a reply to it. */
function toPostEvent({ id, account, customer, name, text, root, at }: WireText): unknown {
  const reply = {
    in_reply_to_tweet_id: root,
    in_reply_to_user_id: account,
    referenced_tweets: [{ type: 'replied_to', id: root }],
  }
  const post = {
    id,
    conversation_id: root ?? id,
    author_id: customer,
    text: escapeText(text),
    created_at: at.toISOString(),
    edit_history_tweet_ids: [id],
    ...(root === null ? {} : reply),
  }
  return {
    event_uuid: id,
    filter: { user_id: account },
    event_type: root === null ? 'post.mention.create' : 'post.reply.create',
    payload: post,
    includes: { users: [toUser(customer, name), toUser(account, 'Inlet Demo')], tweets: [post] },
  }
}

function toUser(id: string, name: string): Record<string, unknown> {
  return { id, name, username: `user_${id.slice(-6)}`, protected: false, verified: false }
}

function localSecret(): string {
  return channel.manifest.secret.local['consumerSecret'] ?? ''
}
