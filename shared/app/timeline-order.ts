/** More digits than any number of a line has. */
const NUMBER_DIGITS = 12
const NUMBER_MAX = 10 ** NUMBER_DIGITS - 1

export type TimelineOrder = 'asc' | 'desc'

/** Sorts as text: by time, then by conversation or contact, then by its own number. No two lines have the same. */
export type TimelineKey = string

export const TIMELINE_KEY = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#(cnv|ctc)_[a-z2-7]{26}#\d{12}$/

export function toTimelineKey(at: string, id: string, number: number): TimelineKey {
  return `${at}#${id}#${String(number).padStart(NUMBER_DIGITS, '0')}`
}

/** Keys between which all entries of a log lie. */
export function toKeyRange(conversation: { id: string; createdAt: string; updatedAt: string }): {
  first: TimelineKey
  last: TimelineKey
} {
  const { id, createdAt, updatedAt } = conversation
  return { first: toTimelineKey(createdAt, id, 1), last: toTimelineKey(updatedAt, id, NUMBER_MAX) }
}

/** Whether a line comes before another one in a list of this order. */
export function isBefore(left: TimelineKey, right: TimelineKey, order: TimelineOrder): boolean {
  return order === 'asc' ? left < right : left > right
}
