import { isRecord } from '../kit/json-record.ts'
import { idAt } from './id.ts'

/** The post's own place in its conversation, and what it answers or quotes; read from both products' shapes. */
export type PostReferences = { root: string; parent: string | null; quoted: string | null; isRepost: boolean }

export function readReferences(item: unknown, id: string): PostReferences {
  const parent =
    idAt(item, 'in_reply_to_tweet_id') ??
    idAt(item, 'in_reply_to_status_id') ??
    idOfReferenced(item, 'replied_to')
  return {
    // Account Activity does not name the conversation, so a deep reply is filed under the post it answers.
    root: idAt(item, 'conversation_id') ?? parent ?? id,
    parent,
    quoted: idAt(item, 'quoted_status_id') ?? idOfReferenced(item, 'quoted'),
    isRepost:
      idOfReferenced(item, 'retweeted') !== null || (isRecord(item) && isRecord(item['retweeted_status'])),
  }
}

/** v2 posts have `author_id`, v1.1 posts the whole user. */
export function authorOf(item: unknown): string | null {
  return idAt(item, 'author_id') ?? (isRecord(item) ? idAt(item['user'], 'id') : null)
}

function idOfReferenced(item: unknown, type: string): string | null {
  const references = isRecord(item) ? item['referenced_tweets'] : undefined
  if (!Array.isArray(references)) return null
  return idAt(
    references.find((reference) => isRecord(reference) && reference['type'] === type),
    'id',
  )
}
