import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Table } from '../../shared/aws/dynamo.ts'
import { type ItemWrite, toReadUnits, toWriteUnits, type UnitLine } from './documented-units.ts'
import type { Item } from './item-size.ts'

/** One call to the table: what the emulator says it cost, and what it costs by the documented rules, by line. */
export type MeteredCall = {
  operation: string
  kind: 'read' | 'write'
  reportedUnits: number
  lines: UnitLine[]
  /** What was put or deleted, each with what was there before. */
  writes: ItemWrite[]
}

export type CapacityMeter = { calls: MeteredCall[]; reset: () => void }

/** As the document client is given and gives it. */
type Fields = Record<string, unknown>
type CallInput = {
  Item?: Fields
  ReturnConsumedCapacity?: string
  ConsistentRead?: boolean
  IndexName?: string
  TransactItems?: { Put?: { Item?: Fields }; Delete?: { Key?: Fields } }[]
  RequestItems?: Record<string, { Keys?: unknown[]; ConsistentRead?: boolean }>
}
type CallOutput = {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[]
  Item?: Fields
  Items?: Fields[]
  Responses?: Record<string, Fields[]>
}

/** Meters every call of a table's client. `readItem` looks at what a write replaces, past the meter. */
export function meterTable(table: Table, readItem: (key: Item) => Promise<Item | null>): CapacityMeter {
  const meter: CapacityMeter = { calls: [], reset: () => (meter.calls.length = 0) }
  table.client.middlewareStack.add(
    (next, context) => async (request) => {
      const input = request.input as CallInput
      input.ReturnConsumedCapacity = 'INDEXES'
      const writes = await Promise.all(
        listWritten(input).map(async ({ key, after }) => ({ key, before: await readItem(key), after })),
      )
      const answer = await next(request)
      const operation = String(context['commandName']).replace(/Command$/, '')
      meter.calls.push(toCall(operation, input, answer.output as unknown as CallOutput, writes))
      return answer
    },
    { step: 'serialize', priority: 'high', name: 'capacityMeter' },
  )
  return meter
}

function toCall(operation: string, input: CallInput, output: CallOutput, writes: ItemWrite[]): MeteredCall {
  const reportedUnits = [output.ConsumedCapacity ?? []]
    .flat()
    .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
  if (writes.length > 0) {
    const isTransaction = input.TransactItems !== undefined
    const lines = writes.flatMap((write) => toWriteUnits(write, isTransaction))
    return { operation, kind: 'write', reportedUnits, lines, writes }
  }
  return { operation, kind: 'read', reportedUnits, lines: [toReadLine(operation, input, output)], writes }
}

function toReadLine(operation: string, input: CallInput, output: CallOutput): UnitLine {
  const [batch] = Object.values(input.RequestItems ?? {})
  const found = output.Items ?? Object.values(output.Responses ?? {}).flat()
  const rows = operation === 'GetItem' ? [output.Item ?? []].flat() : found
  const count = operation === 'Query' ? 0 : (batch?.Keys?.length ?? 1)
  const items = padded(rows.map(toItem), count)
  const isConsistent = input.ConsistentRead ?? batch?.ConsistentRead ?? false
  const units = toReadUnits(items, isConsistent, operation === 'Query')
  const line = `${operation}${input.IndexName === undefined ? '' : ` of index ${input.IndexName}`}`
  return { line: `${line}, ${isConsistent ? 'consistent' : 'eventual'}`, units, bytes: 0 }
}

/** A key that is not there costs like the smallest item. */
function padded(items: (Item | null)[], count: number): (Item | null)[] {
  return [...items, ...Array.from({ length: Math.max(0, count - items.length) }, () => null)]
}

function listWritten({ Item: put, TransactItems = [] }: CallInput): Omit<ItemWrite, 'before'>[] {
  const items = [put, ...TransactItems.map(({ Put }) => Put?.Item)].filter((item) => item !== undefined)
  const deleted = TransactItems.map(({ Delete }) => Delete?.Key).filter((key) => key !== undefined)
  return [
    ...items.map((item) => ({ key: toKey(item), after: toItem(item) })),
    ...deleted.map((key) => ({ key: toKey(key), after: null })),
  ]
}

function toKey({ pk, sk }: Fields): Item {
  return toItem({ pk, sk })
}

function toItem(fields: Fields): Item {
  return marshall(fields, { removeUndefinedValues: true })
}
