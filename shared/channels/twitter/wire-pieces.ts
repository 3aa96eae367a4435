import { escapeText } from './wire-samples.ts'

export type XPerson = { id: string; name: string }

export type XPost = {
  id: string
  author: XPerson
  text: string
  /** Of the conversation; null: the post begins one. */
  root: string | null
  /** The post that this one answers; null where it answers none. */
  parent: string | null
  at: Date
}

/** A direct message between the account and somebody, from whichever of them. */
export function toDirectMessage(of: {
  id: string
  account: string
  customer: XPerson
  isOurs: boolean
  text: string
  at: Date
  attachment?: unknown
}): Record<string, unknown> {
  const { id, account, customer, isOurs, text, at, attachment } = of
  const [sender, recipient] = isOurs ? [account, customer.id] : [customer.id, account]
  const create = {
    target: { recipient_id: recipient },
    sender_id: sender,
    message_data: {
      text: escapeText(text),
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
      ...(attachment === undefined ? {} : { attachment }),
    },
  }
  const message = {
    type: 'message_create',
    id,
    created_timestamp: String(at.getTime()),
    message_create: create,
  }
  const users = {
    [customer.id]: { data: toUser(customer) },
    [account]: { data: toUser({ id: account, name: 'Inlet Demo' }) },
  }
  const payload = { direct_message_events: [message], users }
  const eventType = isOurs ? 'dm.sent' : 'dm.received'
  return { event_uuid: `-${id}`, filter: { user_id: account }, event_type: eventType, payload }
}

/** A post that concerns the account: written by it, or naming, answering or quoting it. */
export function toPostEvent(
  account: string,
  eventType: 'post.create' | 'post.mention.create' | 'post.reply.create' | 'post.quote.create',
  { id, author, text, root, parent, at }: XPost,
): Record<string, unknown> {
  const answer = { in_reply_to_tweet_id: parent, referenced_tweets: [{ type: 'replied_to', id: parent }] }
  const post = {
    id,
    conversation_id: root ?? id,
    author_id: author.id,
    text: escapeText(text),
    created_at: at.toISOString(),
    edit_history_tweet_ids: [id],
    ...(parent === null ? {} : answer),
  }
  const users = [toUser(author), toUser({ id: account, name: 'Inlet Demo' })]
  const includes = { users, tweets: [post] }
  return { event_uuid: id, filter: { user_id: account }, event_type: eventType, payload: post, includes }
}

export function toDeletion(account: string, author: string, id: string): Record<string, unknown> {
  const payload = { id, author_id: author }
  return { event_uuid: `-${id}1`, filter: { user_id: account }, event_type: 'post.delete', payload }
}

function toUser({ id, name }: XPerson): Record<string, unknown> {
  return { id, name, username: `user_${id.slice(-6)}`, protected: false, verified: false }
}
