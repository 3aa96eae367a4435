import { at, isObject, listAt, textAt } from '../json.ts'

export type XPost = {
  id: string
  conversationId: string
  authorId: string | null
  text: string
  /** Accounts that its author called: mentioned, quoted, or answered. */
  summoned: Set<string>
  isDeleted: boolean
}

export type XMessage = {
  id: string
  senderId: string
  text: string
  createdAt: number
  conversationId: string
}

/** What X knows of the posts and people that webhooks spoke of, and of what was sent. */
export type XMemory = {
  learn: (webhookBody: unknown) => void
  postOf: (id: string) => XPost | null
  remember: (post: XPost) => void
  /** The account that this person last wrote to. */
  accountOfPerson: (personId: string) => string | null
  nameOf: (userId: string) => { name: string; username: string }
  addMessage: (personId: string, message: XMessage) => void
  /** Newest first. */
  messagesWith: (personId: string) => XMessage[]
  /** Whether the account has posted the same before; keeps it otherwise. */
  isRepeated: (accountId: string, text: string, replyTo: string | null) => boolean
}

export function createXMemory(): XMemory {
  const posts = new Map<string, XPost>()
  const accounts = new Map<string, string>()
  const users = new Map<string, { name: string; username: string }>()
  const messages = new Map<string, XMessage[]>()
  const posted = new Set<string>()
  const learner: Learner = { posts, accounts, users }
  return {
    learn: (body) => {
      const data = at(body, 'data')
      for (const event of Array.isArray(data) ? data : [data]) learnActivity(event, learner)
      learnAccountActivity(body, learner)
    },
    postOf: (id) => posts.get(id) ?? null,
    remember: (post) => void posts.set(post.id, post),
    accountOfPerson: (personId) => accounts.get(personId) ?? null,
    nameOf: (userId) => users.get(userId) ?? { name: 'Somebody', username: `user_${userId.slice(-6)}` },
    addMessage: (personId, message) => {
      messages.set(personId, [message, ...(messages.get(personId) ?? [])])
    },
    messagesWith: (personId) => messages.get(personId) ?? [],
    isRepeated: (accountId, text, replyTo) => {
      const key = JSON.stringify([accountId, text, replyTo])
      if (posted.has(key)) return true
      posted.add(key)
      return false
    },
  }
}

type Learner = {
  posts: Map<string, XPost>
  accounts: Map<string, string>
  users: Map<string, { name: string; username: string }>
}

/** https://docs.x.com/x-api/activity/event-payloads */
function learnActivity(event: unknown, learner: Learner): void {
  const account = textAt(event, 'filter', 'user_id')
  const type = textAt(event, 'event_type') ?? ''
  const payload = at(event, 'payload')
  if (account === null) return
  for (const user of listAt(event, 'includes', 'users')) learnUser(user, learner)
  learnMessages(account, payload, learner)
  if (type === 'post.delete') {
    const post = learner.posts.get(textAt(payload, 'id') ?? '')
    if (post !== undefined) post.isDeleted = true
    return
  }
  if (!type.startsWith('post.')) return
  const isCall = ['post.mention.create', 'post.quote.create', 'post.reply.create'].includes(type)
  learnPost(account, payload, isCall, learner)
}

/** https://docs.x.com/x-api/account-activity/introduction */
function learnAccountActivity(body: unknown, learner: Learner): void {
  const account = textAt(body, 'for_user_id')
  if (account === null) return
  learnMessages(account, body, learner)
  for (const status of listAt(body, 'tweet_create_events')) {
    const mentions = listAt(status, 'entities', 'user_mentions').map((mention) => textAt(mention, 'id_str'))
    const isCall =
      mentions.includes(account) ||
      textAt(status, 'in_reply_to_user_id_str') === account ||
      textAt(status, 'quoted_status', 'user', 'id_str') === account
    learnPost(account, status, isCall, learner)
  }
  for (const deletion of listAt(body, 'tweet_delete_events')) {
    const post = learner.posts.get(textAt(deletion, 'status', 'id') ?? '')
    if (post !== undefined) post.isDeleted = true
  }
}

function learnPost(account: string, payload: unknown, isCall: boolean, { posts }: Learner): void {
  const id = textAt(payload, 'id_str') ?? textAt(payload, 'id')
  if (id === null) return
  const known = posts.get(id)
  const post = known ?? {
    id,
    conversationId: textAt(payload, 'conversation_id') ?? id,
    authorId: textAt(payload, 'author_id') ?? textAt(payload, 'user', 'id_str'),
    text: textAt(payload, 'text') ?? '',
    summoned: new Set<string>(),
    isDeleted: false,
  }
  const entityMentions = listAt(payload, 'entities', 'mentions').map((mention) => textAt(mention, 'id'))
  if (isCall || entityMentions.includes(account) || post.authorId === account) post.summoned.add(account)
  posts.set(id, post)
}

function learnMessages(account: string, holder: unknown, learner: Learner): void {
  const users = at(holder, 'users')
  for (const user of isObject(users) ? Object.values(users) : []) learnUser(user, learner)
  for (const message of listAt(holder, 'direct_message_events')) {
    const sender = textAt(message, 'message_create', 'sender_id')
    if (sender !== null && sender !== account) learner.accounts.set(sender, account)
  }
}

/** Flat, or wrapped in `data`; v1.1 says `screen_name`. */
function learnUser(user: unknown, { users }: Learner): void {
  const flat = isObject(at(user, 'data')) ? at(user, 'data') : user
  const id = textAt(flat, 'id_str') ?? textAt(flat, 'id')
  const username = textAt(flat, 'username') ?? textAt(flat, 'screen_name')
  if (id !== null && username !== null) users.set(id, { name: textAt(flat, 'name') ?? username, username })
}
