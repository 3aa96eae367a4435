import * as z from 'zod'
import type { JsonObject } from '../json-body.ts'

export const Attributes = z.record(z.string(), z.record(z.string(), z.unknown()))
export type Attributes = z.infer<typeof Attributes>

const One = z.object({
  TableName: z.string(),
  Item: Attributes.optional(),
  Key: Attributes.optional(),
  UpdateExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: Attributes.optional(),
})
const Transaction = z.object({
  TransactItems: z.array(z.object({ Put: One.optional(), Update: One.optional(), Delete: One.optional() })),
})
const Batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.object({
        PutRequest: z.object({ Item: Attributes }).optional(),
        DeleteRequest: z.object({ Key: Attributes }).optional(),
      }),
    ),
  ),
})

/** One item that a call writes. `attributes` holds at least the item's key. */
export type ItemWrite = {
  kind: 'put' | 'update' | 'delete'
  tableName: string
  attributes: Attributes
  /** The values that the call gives to attributes: the whole item of a put, the plain `SET name = :value` of an update. */
  assigned: Attributes
}

/** The items that a call writes; empty for reads and for what does not have the operation's shape. */
export function itemWrites(action: string, body: JsonObject): ItemWrite[] {
  switch (action) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem': {
      const one = One.safeParse(body)
      return one.success ? [toWrite(one.data)] : []
    }
    case 'TransactWriteItems': {
      const transaction = Transaction.safeParse(body)
      if (!transaction.success) return []
      return transaction.data.TransactItems.flatMap(
        (item) => item.Put ?? item.Update ?? item.Delete ?? [],
      ).map(toWrite)
    }
    case 'BatchWriteItem': {
      const batch = Batch.safeParse(body)
      if (!batch.success) return []
      return Object.entries(batch.data.RequestItems).flatMap(([TableName, requests]) =>
        requests.map((request) =>
          toWrite({ TableName, Item: request.PutRequest?.Item, Key: request.DeleteRequest?.Key }),
        ),
      )
    }
    default:
      return []
  }
}

function toWrite(one: {
  TableName: string
  Item?: Attributes | undefined
  Key?: Attributes | undefined
  UpdateExpression?: string | undefined
  ExpressionAttributeNames?: Record<string, string> | undefined
  ExpressionAttributeValues?: Attributes | undefined
}): ItemWrite {
  const assigned: Attributes = { ...one.Item }
  for (const [, name = '', value = ''] of (one.UpdateExpression ?? '').matchAll(
    /([#\w]+)\s*=\s*(:\w+)\s*(?=,|$|REMOVE|ADD|DELETE)/gi,
  )) {
    const given = one.ExpressionAttributeValues?.[value]
    if (given !== undefined) assigned[one.ExpressionAttributeNames?.[name] ?? name] = given
  }
  const kind = one.Item !== undefined ? 'put' : one.UpdateExpression !== undefined ? 'update' : 'delete'
  return { kind, tableName: one.TableName, attributes: one.Item ?? one.Key ?? {}, assigned }
}
