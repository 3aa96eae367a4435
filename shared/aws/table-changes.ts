import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { TableChange } from '../app/publish-changes.ts'
import { ACCOUNT_PREFIX, parseAccountItem, parseContactItem, parseConversationItem } from './table-items.ts'

/** One record of the table's stream, as Lambda hands it over. */
export type StreamRecord = {
  recordId: string
  before: Record<string, AttributeValue> | null
  after: Record<string, AttributeValue> | null
}

/** Sort keys of the items that publish something. The stream's mapping hands over no other, which spares their invocations. */
export const PUBLISHED_SORT_KEYS = ['CONV', 'CONTACT', { prefix: ACCOUNT_PREFIX }] as const

/** The change that a stream record tells of, or null where nothing is published from it. Throws `item_invalid`. */
export function toTableChange({ recordId, before, after }: StreamRecord): TableChange | null {
  const sortKey = after?.['sk']?.S
  if (after === null || sortKey === undefined) return null
  if (sortKey.startsWith(ACCOUNT_PREFIX)) {
    return { kind: 'account', recordId, ...parseImages(before, after, parseAccountItem) }
  }
  switch (sortKey) {
    case 'CONV':
      return { kind: 'conversation', recordId, ...parseImages(before, after, parseConversationItem) }
    case 'CONTACT':
      return { kind: 'contact', recordId, ...parseImages(before, after, parseContactItem) }
    default:
      return null
  }
}

function parseImages<T>(
  before: StreamRecord['before'],
  after: Record<string, AttributeValue>,
  parse: (item: unknown) => T,
): { before: T | null; after: T } {
  return { before: before === null ? null : parse(unmarshall(before)), after: parse(unmarshall(after)) }
}
