import { hashJson } from '../kit/hash-json.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { EVENT_KEYS } from './fields.ts'
import { idAt, toId } from './ids.ts'
import type { Sides } from './sides.ts'

const EDIT_VERBS: ReadonlySet<string> = new Set(['edit', 'edited', 'update'])
const REACTION_ITEMS: ReadonlySet<string> = new Set(['like', 'reaction'])

/** Idempotency key of a `messaging` item; of its content where the platform gave no id. */
export function toMessagingKey(item: JsonRecord, { customer }: Sides): string {
  const name = EVENT_KEYS.find((key) => isRecord(item[key])) ?? 'item'
  const event = item[name]
  const parts = isRecord(event) ? partsOf(name, event, item, customer) : []
  return parts.length === 0 || parts.includes(null) ? `${name}:${hashJson(item)}` : parts.join(':')
}

function partsOf(
  name: string,
  event: JsonRecord,
  item: JsonRecord,
  customer: string | null,
): (string | null)[] {
  const mid = textAt(event, 'mid')
  switch (name) {
    case 'message':
      return [event['is_deleted'] === true ? 'removal' : 'message', mid]
    case 'message_edit':
      return ['edit', mid, toId(event['num_edit'])]
    case 'reaction':
      return ['reaction', mid, idAt(item['sender'], 'id'), textAt(event, 'action'), toId(item['timestamp'])]
    case 'postback':
      return ['postback', mid]
    case 'read':
      return ['read', customer, toId(event['watermark'])]
    case 'delivery':
      return ['delivery', customer, toId(event['watermark']), hashJson(event['mids'] ?? [])]
    default:
      return []
  }
}

/** Idempotency key of a change. */
export function toChangeKey(field: string, value: unknown, time: unknown): string {
  const item = textAt(value, 'item')
  const verb = textAt(value, 'verb')
  const id = idAt(value, 'comment_id') ?? idAt(value, 'post_id') ?? idAt(value, 'open_graph_story_id') ?? null
  if (!isRecord(value) || item === null || verb === null || id === null) {
    return `${field}:${hashJson({ time, value })}`
  }
  const parts = [field, item, id, verb, toId(value['created_time'])]
  // All but adding may happen to the same thing again, and `created_time` may stay that of the thing.
  if (verb !== 'add' || REACTION_ITEMS.has(item)) parts.push(toId(time))
  // An edit back to earlier words is another edit, and so is a second one in a second.
  if (EDIT_VERBS.has(verb)) parts.push(hashJson(value))
  if (REACTION_ITEMS.has(item)) {
    parts.push(idAt(value['from'], 'id') ?? idAt(value, 'sender_id'), textAt(value, 'reaction_type'))
  }
  return parts.filter((part) => part !== null).join(':')
}

/** The root post, so that a thread stays in order: a like of a comment may name the comment alone. */
export function toChangeGroup(page: string, value: unknown): string {
  return (
    idAt(value, 'open_graph_story_id') ??
    idAt(value, 'post_id') ??
    toRootOfComment(page, idAt(value, 'comment_id')) ??
    page
  )
}

/** `<post>_<comment>` stands under `<page>_<post>`. */
export function toRootOfComment(page: string, commentId: string | null): string | null {
  const post = commentId?.split('_')[0]
  return post === undefined || post === '' || post === commentId ? commentId : `${page}_${post}`
}
