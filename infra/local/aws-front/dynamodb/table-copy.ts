import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { Attributes } from './item-writes.ts'
import type { CallDynamodb, TableSchema } from './table-schemas.ts'

const BATCH_ITEMS = 25
const POLL_MS = 10

const Created = z.object({ Table: z.object({ TableStatus: z.string() }) })
const Page = z.object({ Items: z.array(Attributes), LastEvaluatedKey: z.unknown().optional() })
const Found = z.object({
  Responses: z.record(z.string(), z.array(Attributes)),
  UnprocessedKeys: z.record(z.string(), z.unknown()).optional(),
})

export type TableCopy = { of: string; name: string; schema: TableSchema }

/** Makes the copy anew, with the items that the table has now. */
export async function fillCopy(callDynamodb: CallDynamodb, copy: TableCopy): Promise<void> {
  await callDynamodb('DeleteTable', { TableName: copy.name }).catch(() => undefined)
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = copy.schema
  await callDynamodb('CreateTable', {
    TableName: copy.name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
  })
  while (!isActive(await callDynamodb('DescribeTable', { TableName: copy.name }))) await wait(POLL_MS)
  let start: unknown
  do {
    const from = start === undefined ? {} : { ExclusiveStartKey: start }
    const page = Page.parse(await callDynamodb('Scan', { TableName: copy.of, ConsistentRead: true, ...from }))
    for (const items of inBatches(page.Items)) {
      const puts = items.map((Item) => ({ PutRequest: { Item } }))
      await callDynamodb('BatchWriteItem', { RequestItems: { [copy.name]: puts } })
    }
    start = page.LastEvaluatedKey
  } while (start !== undefined)
}

/** Brings one batch of items of the copy up to date. */
export async function transferItems(
  callDynamodb: CallDynamodb,
  copy: TableCopy,
  keys: readonly Attributes[],
): Promise<void> {
  const present = await readItems(callDynamodb, copy.of, keys)
  const presentIds = new Set(present.map((item) => itemId(copy.schema, item)))
  const gone = keys.filter((key) => !presentIds.has(itemId(copy.schema, key)))
  await callDynamodb('BatchWriteItem', {
    RequestItems: {
      [copy.name]: [
        ...present.map((Item) => ({ PutRequest: { Item } })),
        ...gone.map((Key) => ({ DeleteRequest: { Key } })),
      ],
    },
  })
}

export function keyOf(schema: TableSchema, attributes: Attributes): Attributes {
  return Object.fromEntries(
    schema.KeySchema.map(({ AttributeName }) => [AttributeName, attributes[AttributeName] ?? {}]),
  )
}

/** One text for an item, whatever the order of its attributes. */
export function itemId(schema: TableSchema, attributes: Attributes): string {
  return JSON.stringify(Object.values(keyOf(schema, attributes)))
}

export function inBatches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH_ITEMS) }, (_, batch) =>
    items.slice(batch * BATCH_ITEMS, (batch + 1) * BATCH_ITEMS),
  )
}

async function readItems(
  callDynamodb: CallDynamodb,
  tableName: string,
  keys: readonly Attributes[],
): Promise<Attributes[]> {
  const items: Attributes[] = []
  let wanted: Record<string, unknown> = { [tableName]: { Keys: keys, ConsistentRead: true } }
  while (Object.keys(wanted).length > 0) {
    const found = Found.parse(await callDynamodb('BatchGetItem', { RequestItems: wanted }))
    items.push(...(found.Responses[tableName] ?? []))
    wanted = found.UnprocessedKeys ?? {}
  }
  return items
}

function isActive(description: unknown): boolean {
  return Created.parse(description).Table.TableStatus === 'ACTIVE'
}
