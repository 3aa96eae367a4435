export const PAGE = '770000000000010'
export const PSID = '2123456789012345'
export const AUTHOR = '2987654321098765'
export const POST = '770000000000010_500000000000001'
export const COMMENT = '500000000000001_600000000000001'
/** Seconds. */
export const TIME = 1_795_000_000
export const MID = 'm_abcDEF-123_456'

export type Item = Record<string, unknown>

/** Fields of an item of `messaging` that are not given are those of a customer's message. */
export function toItem(event: Item): Item {
  return { sender: { id: PSID }, recipient: { id: PAGE }, timestamp: TIME * 1000, ...event }
}

export function toTextItem(message: Item = {}): Item {
  return toItem({ message: { mid: MID, text: 'Is my bike ready?', ...message } })
}

export function toChange(field: string, value: Item): Item {
  return { field, value }
}

export function toComment(value: Item = {}): Item {
  return toChange('feed', {
    item: 'comment',
    verb: 'add',
    comment_id: COMMENT,
    post_id: POST,
    parent_id: POST,
    from: { id: AUTHOR, name: 'Ada Beispiel' },
    created_time: TIME,
    message: 'Do you ship to Norway?',
    ...value,
  })
}

export function toEntry(parts: Item): Item {
  return { id: PAGE, time: TIME, ...parts }
}

export function toBody(...entries: readonly unknown[]): Uint8Array {
  return Buffer.from(JSON.stringify({ object: 'page', entry: entries }))
}

export function messaging(...items: readonly unknown[]): Uint8Array {
  return toBody(toEntry({ messaging: items }))
}

export function changes(...items: readonly unknown[]): Uint8Array {
  return toBody(toEntry({ changes: items }))
}

/** Of a change of `ratings`. */
export const REVIEW: Item = {
  item: 'rating',
  verb: 'add',
  open_graph_story_id: '500000000000009',
  reviewer_id: AUTHOR,
  reviewer_name: 'Ada Beispiel',
  recommendation_type: 'POSITIVE',
  review_text: 'Quick and friendly.',
  created_time: TIME,
}
