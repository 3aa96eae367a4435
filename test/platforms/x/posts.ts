import type { PlatformAnswer } from '../emulator.ts'
import { isObject, listAt, textAt } from '../json.ts'
import { mediaProblem } from './media-uploads.ts'
import { POST_LENGTH_MAX, weightedLength } from './weighted-length.ts'
import { toXDelivery, toXUser } from './x-echo.ts'
import { toOk } from './x-answer.ts'
import type { XCall, XContext } from './x-emulator.ts'
import { toInvalidRequest, toXProblem } from './x-errors.ts'
import type { XPost } from './x-memory.ts'

const MEDIA_MAX = 4
const MESSAGE_LINK = /^https:\/\/(?:x|twitter)\.com\/messages\/compose\?\S+$/
const KEYS: readonly string[] = [
  'text',
  'reply',
  'media',
  'quote_tweet_id',
  'direct_message_deep_link',
  'for_super_followers_only',
  'reply_settings',
]

/** https://docs.x.com/x-api/posts/create-post */
export function createPost(x: XContext, call: XCall): PlatformAnswer {
  const { body, tokenUser, headers } = call
  const problem = bodyProblem(call)
  if (problem !== null) return toInvalidRequest(problem, headers)
  const ids = listAt(body, 'media', 'media_ids')
  const unfit = ids.length > 0 ? mediaProblem(x, ids, 'tweet') : null
  if (unfit !== null) return toInvalidRequest(unfit, headers)
  const replyTo = textAt(body, 'reply', 'in_reply_to_tweet_id')
  const parent = replyTo === null ? null : x.memory.postOf(replyTo)
  const account = tokenUser ?? [...(parent?.summoned ?? [])][0] ?? null
  const refusal = replyRefusal(parent, account)
  if (refusal !== null) return toXProblem(refusal, headers)
  const link = ids.length > 0 ? [`https://t.co/${String(ids[0]).slice(-10)}`] : []
  const text = [textAt(body, 'text') ?? '', ...link].filter((part) => part !== '').join(' ')
  if (text !== '' && x.memory.isRepeated(account ?? '0', text, replyTo))
    return toXProblem('duplicate', headers)

  const id = `20${x.random.characters('0123456789', 17)}`
  const conversationId = parent?.conversationId ?? replyTo ?? id
  const post: XPost = {
    id,
    conversationId,
    authorId: account,
    text,
    summoned: new Set(account === null ? [] : [account]),
    isDeleted: false,
  }
  x.memory.remember(post)
  const deliveries =
    account === null ? [] : [toCreateDelivery(x, account, post, { replyTo, parent, mediaIds: ids })]
  return toOk(201, { data: { id, text, edit_history_tweet_ids: [id] } }, headers, deliveries)
}

/** https://docs.x.com/x-api/posts/delete-post */
export function deletePost(x: XContext, { parts, headers }: XCall): PlatformAnswer {
  const id = parts[0] ?? ''
  const post = x.memory.postOf(id)
  if (post === null || post.authorId === null) return toOk(200, { data: { deleted: true } }, headers)
  x.memory.remember({ ...post, isDeleted: true })
  const author = toXUser(x, post.authorId)
  const delivery = toXDelivery(x, post.authorId, {
    type: 'post.delete',
    uuid: `-${id}`,
    payload: { id, author_id: post.authorId },
    includes: { users: [{ data: author }] },
  })
  return toOk(200, { data: { deleted: true } }, headers, [delivery])
}

function bodyProblem({ body }: XCall): string | null {
  const { text, media, reply, direct_message_deep_link: link } = body
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key))
  if (unknown !== undefined) return `$.${unknown}: is not defined in the schema`
  if (text === undefined && media === undefined) return '$.text: is missing but it is required'
  if (text !== undefined && (typeof text !== 'string' || text.trim() === '')) return '$.text: must be a text'
  if (typeof text === 'string' && weightedLength(text) > POST_LENGTH_MAX) {
    return 'Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.'
  }
  if (reply !== undefined && !/^\d{1,19}$/.test(textAt(reply, 'in_reply_to_tweet_id') ?? '')) {
    return '$.reply.in_reply_to_tweet_id: does not match the regex pattern ^[0-9]{1,19}$'
  }
  // An id that was a number has lost digits before it got here.
  if (isObject(reply) && typeof reply['in_reply_to_tweet_id'] !== 'string') {
    return '$.reply.in_reply_to_tweet_id: number found, string expected'
  }
  const ids = listAt(media, 'media_ids')
  if (media !== undefined && (ids.length < 1 || ids.length > MEDIA_MAX))
    return '$.media.media_ids: must have 1 to 4 elements'
  if (link !== undefined && !MESSAGE_LINK.test(textAt(body, 'direct_message_deep_link') ?? ''))
    return '$.direct_message_deep_link: is not a message link'
  return null
}

/**
 * Since 23 Feb 2026 self-serve apps may reply only to who summoned the account. Only of a post that is known it can be told
 * that it did not. https://docs.x.com/x-api/posts/manage-tweets/integrate
 */
function replyRefusal(parent: XPost | null, account: string | null): string | null {
  if (parent === null) return null
  if (parent.isDeleted) return 'reply_to_deleted'
  const isSummoned = account === null ? parent.summoned.size > 0 : parent.summoned.has(account)
  return isSummoned ? null : 'reply_not_permitted'
}

/** `post.create` of the subscribed user: own posts come back. */
function toCreateDelivery(
  x: XContext,
  account: string,
  { id, conversationId, text }: XPost,
  {
    replyTo,
    parent,
    mediaIds,
  }: { replyTo: string | null; parent: XPost | null; mediaIds: readonly unknown[] },
) {
  const answered = parent?.authorId ?? null
  const payload = {
    id,
    conversation_id: conversationId,
    author_id: account,
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    created_at: x.now().toISOString(),
    edit_history_tweet_ids: [id],
    ...(mediaIds.length > 0
      ? { attachments: { media_keys: mediaIds.map((each) => `3_${String(each)}`) } }
      : {}),
    ...(replyTo === null ? {} : { in_reply_to_tweet_id: replyTo }),
    ...(answered === null ? {} : { in_reply_to_user_id: answered }),
    ...(replyTo === null ? {} : { referenced_tweets: [{ type: 'replied_to', id: replyTo }] }),
  }
  return toXDelivery(x, account, {
    type: 'post.create',
    uuid: id,
    payload,
    includes: { users: [toXUser(x, account)], tweets: [payload] },
  })
}
