import * as z from 'zod'
import type { JsonObject } from '../json-body.ts'

const Writes = z.looseObject({ RequestItems: z.record(z.string(), z.array(z.unknown())) })
const Reads = z.looseObject({
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()) })),
})

/**
 * A throttled batch is done in part: what to carry out, and the answer's field with the rest. Null for a batch of one,
 * which fails as a whole, and for other operations.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export function splitBatch(
  action: string,
  body: JsonObject,
): { done: JsonObject; rest: { UnprocessedItems: unknown } | { UnprocessedKeys: unknown } } | null {
  if (action === 'BatchWriteItem') {
    const writes = Writes.safeParse(body)
    if (!writes.success) return null
    const parts = halves(writes.data.RequestItems)
    if (parts === null) return null
    return { done: { ...body, RequestItems: parts.done }, rest: { UnprocessedItems: parts.rest } }
  }
  if (action !== 'BatchGetItem') return null
  const reads = Reads.safeParse(body)
  if (!reads.success) return null
  const tables = reads.data.RequestItems
  const parts = halves(Object.fromEntries(Object.entries(tables).map(([name, { Keys }]) => [name, Keys])))
  if (parts === null) return null
  const withKeys = (part: Record<string, unknown[]>): unknown =>
    Object.fromEntries(Object.entries(part).map(([name, Keys]) => [name, { ...tables[name], Keys }]))
  return {
    done: { ...body, RequestItems: withKeys(parts.done) },
    rest: { UnprocessedKeys: withKeys(parts.rest) },
  }
}

function halves(
  byTable: Record<string, unknown[]>,
): { done: Record<string, unknown[]>; rest: Record<string, unknown[]> } | null {
  const all = Object.entries(byTable).flatMap(([name, items]) => items.map((item) => ({ name, item })))
  if (all.length < 2) return null
  const cut = Math.ceil(all.length / 2)
  const grouped = (part: typeof all): Record<string, unknown[]> => {
    const groups: Record<string, unknown[]> = {}
    for (const { name, item } of part) (groups[name] ??= []).push(item)
    return groups
  }
  return { done: grouped(all.slice(0, cut)), rest: grouped(all.slice(cut)) }
}
