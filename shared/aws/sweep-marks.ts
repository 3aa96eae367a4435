import { PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { Clock } from '../app/ports.ts'
import type { SweepMarks } from '../app/timer-ports.ts'
import { type Table, toTableError } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { sweepKey } from './table-items.ts'

const SweepItem = z.object({ marks: z.record(z.string(), z.iso.datetime()) })

/** One item. Two sweeps at once may overwrite each other's: each mark is true, so the worst is that something is swept twice. */
export function createSweepMarks(table: Table, clock: Clock): SweepMarks {
  return {
    read: async () => {
      const item = SweepItem.safeParse(await readItem({ table, clock }, sweepKey, 'consistent'))
      // Without marks the sweep begins at the first instant there is.
      if (!item.success) return new Map()
      return new Map(Object.entries(item.data.marks).map(([shard, mark]) => [Number(shard), mark]))
    },
    write: async (marks) => {
      const put = new PutCommand({
        TableName: table.name,
        Item: { ...sweepKey, marks: Object.fromEntries(marks) },
      })
      await table.client.send(put).catch((error: unknown) => {
        throw toTableError(error, 'write how far the sweep has come')
      })
    },
  }
}
