import { channel as twitter } from '../../../shared/channels/twitter/index.ts'
import { signBody, wire } from '../../../shared/channels/twitter/wire.ts'
import type { Visibility } from '../../../shared/domain/channel-name.ts'
import type { Random } from '../../support/random.ts'
import type { Delivery } from '../samples.ts'
import { byWebhook, INBOX, type Kind, toText } from './kind.ts'

export const channel = twitter

type Written = { customer: string; id: string; written: Delivery }

const OURS = wire.account

export const kinds: readonly Kind[] = [
  onWritten('echo: direct message typed on X', 'private', (random, { customer }) => {
    const message = {
      type: 'message_create',
      id: wire.createMessageId(random, 'private'),
      created_timestamp: String(Date.now()),
      message_create: {
        target: { recipient_id: customer },
        sender_id: OURS,
        message_data: { text: 'It leaves our house today.' },
      },
    }
    return send('dm.sent', { direct_message_events: [message], users: {} })
  }),
  onWritten('typing: ignored', 'private', (_, { customer }) =>
    send('dm.indicate_typing', { sender_id: customer, target: { recipient_id: OURS } }),
  ),
  onWritten('own reply to a post', 'public', (random, { id }) => send('post.create', ownReply(random, id))),
  {
    name: 'own reply, before its parent: parked',
    tell: (random) => ({
      before: [createWritten(random, 'public').written],
      metered: send('post.create', ownReply(random, wire.createMessageId(random, 'public'))),
    }),
  },
  onWritten('post deleted', 'public', (_, { id, customer }) =>
    send('post.delete', { id, author_id: customer }),
  ),
  {
    name: 'account event: access revoked',
    tell: (random) => {
      const account = `15${random.characters('0123456789', 17)}`
      const revocation = { date_time: new Date().toISOString(), user_id: account, app_id: '1234567' }
      return {
        before: [createWritten(random, 'private', account).written],
        metered: send('oauth.revoke', revocation, account),
      }
    },
  },
]

function onWritten(
  name: string,
  visibility: Visibility,
  toDelivery: (random: Random, written: Written) => Delivery,
): Kind {
  return {
    name,
    tell: (random) => {
      const written = createWritten(random, visibility)
      return { before: [written.written], metered: toDelivery(random, written) }
    },
  }
}

function createWritten(random: Random, visibility: Visibility, account = OURS): Written {
  const customer = wire.createCustomer(random, null)
  const id = wire.createMessageId(random, visibility)
  const text = toText({ id, account, customer, visibility })
  return { customer, id, written: byWebhook(wire.toTextRequest(text, INBOX)) }
}

function ownReply(random: Random, parent: string): object {
  return {
    id: wire.createMessageId(random, 'public'),
    conversation_id: parent,
    author_id: OURS,
    text: '@mara_b It leaves our house today.',
    created_at: new Date().toISOString(),
    in_reply_to_tweet_id: parent,
    referenced_tweets: [{ type: 'replied_to', id: parent }],
  }
}

function send(eventType: string, payload: object, account = OURS): Delivery {
  const event = { event_uuid: `-${Date.now()}`, filter: { user_id: account }, event_type: eventType, payload }
  return byWebhook(signBody(Buffer.from(JSON.stringify({ data: event })), INBOX))
}
