/** Bodies in the documented shapes of X, with made-up people and ids. */
export const ACCOUNT_ID = '1500000000000000010'
export const CUSTOMER_ID = '1500000000000000777'
export const POST_ID = '2080000000000000001'
export const MESSAGE_ID = '2080000000000000002'

const ACCOUNT = { id: ACCOUNT_ID, name: 'Inlet Demo', username: 'inlet_demo' }
const CUSTOMER = { id: CUSTOMER_ID, name: 'Mara Beispiel', username: 'mara_b' }

export const POST = {
  id: POST_ID,
  conversation_id: POST_ID,
  author_id: CUSTOMER_ID,
  text: '@inlet_demo guten Tag',
  created_at: '2026-11-22T11:59:58.000Z',
  edit_history_tweet_ids: [POST_ID],
}

export const MESSAGE = {
  type: 'message_create',
  id: MESSAGE_ID,
  created_timestamp: '1795348798000',
  message_create: {
    target: { recipient_id: ACCOUNT_ID },
    sender_id: CUSTOMER_ID,
    message_data: { text: 'Guten Tag', entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] } },
  },
}

/** A post as v1.1 writes it: its `id` is a number that no double holds. */
export const STATUS = {
  created_at: 'Sun Nov 22 11:59:57 +0000 2026',
  id_str: '2080000000000000003',
  text: '@inlet_demo guten Tag',
  truncated: false,
  in_reply_to_status_id_str: null,
  user: { id_str: CUSTOMER_ID, name: 'Mara Beispiel', screen_name: 'mara_b' },
}

export const DELETED_STATUS = {
  status: { id: '2080000000000000004', user_id: CUSTOMER_ID },
  timestamp_ms: '1795348799000',
}

export const CHAT = {
  id: '6f7c1c2e-0000-4000-8000-000000000001',
  sender_id: CUSTOMER_ID,
  conversation_id: `${CUSTOMER_ID}:${ACCOUNT_ID}`,
  created_at_msec: '1795348799500',
  encoded_event: 'CwABAAAAEzIw',
}

/** One event of the X Activity API. */
export function toActivity(eventType: string, payload: unknown, more: object = {}): Record<string, unknown> {
  return { event_uuid: '-42', filter: { user_id: ACCOUNT_ID }, event_type: eventType, payload, ...more }
}

export function toMention(post: unknown, more: object = {}): Record<string, unknown> {
  return toActivity('post.mention.create', post, { includes: { users: [CUSTOMER, ACCOUNT], ...more } })
}

export function toReceivedMessages(
  messages: readonly unknown[],
  users: object = usersOf(CUSTOMER, ACCOUNT),
): Record<string, unknown> {
  return toActivity('dm.received', { direct_message_events: messages, users })
}

/** A body of the Account Activity API. */
export function toAccountActivity(lists: object, more: object = {}): Record<string, unknown> {
  return { for_user_id: ACCOUNT_ID, ...lists, ...more }
}

export function usersOf(...users: readonly { id: string }[]): Record<string, unknown> {
  return Object.fromEntries(users.map((user) => [user.id, { data: user }]))
}

export function toBody(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
