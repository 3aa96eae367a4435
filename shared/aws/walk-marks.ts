import { PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { Clock } from '../app/ports.ts'
import type { WalkMarks } from '../app/timer-ports.ts'
import { type Table, toTableError } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { walkKey } from './table-items.ts'

const WalkItem = z.object({
  version: z.int().nonnegative(),
  shard: z.int().nonnegative(),
  after: z.string().nullable(),
})

/** One item. Two walks at once may overwrite each other's: then some conversations are looked at twice. */
export function createWalkMarks(table: Table, clock: Clock): WalkMarks {
  return {
    read: async () =>
      WalkItem.safeParse(await readItem({ table, clock }, walkKey, 'consistent')).data ?? null,
    write: async (mark) => {
      const put = new PutCommand({ TableName: table.name, Item: { ...walkKey, ...mark } })
      await table.client.send(put).catch((error: unknown) => {
        throw toTableError(error, 'write how far a walk has come')
      })
    },
  }
}
