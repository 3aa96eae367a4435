import type { Clock, FeedReader } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { queryRange } from './query-range.ts'
import { feedKey, parseFeedItem } from './table-items.ts'

/** Sorts after every number. */
const AFTER_ALL = ':'

/** The change feed, read consistently: a row that is there hides no earlier one. */
export function createFeedReader(table: Table, clock: Clock): FeedReader {
  return {
    read: async (shard, after, limit) => {
      let last: number | null = after
      do {
        const { pk, sk } = feedKey(shard, last + 1)
        const page = await queryRange(table, clock, {
          partition: { name: 'pk', value: pk },
          sort: { name: 'sk', from: sk, to: AFTER_ALL },
          order: 'asc',
          limit,
          consistent: true,
        })
        last = page.last === null ? null : Number(page.last)
        if (page.items.length > 0) return { rows: page.items.map(parseFeedItem), next: last }
        // A page of rows that expired and are not swept away yet is not the end.
      } while (last !== null)
      return { rows: [], next: null }
    },
  }
}
