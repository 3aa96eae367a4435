import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { TABLE, useFrontTable } from './front-table.ts'
import { eventually } from './running-front.ts'

const { start, newKey } = useFrontTable()

describe('stale reads, forced: this guarantees that', () => {
  it('an eventually consistent read may miss the last write, a consistent one never does, and both agree in the end', async () => {
    const { dynamodb } = await start({ always: ['dynamodb-stale-read'] })
    const key = newKey()
    const read = async (ConsistentRead: boolean): Promise<string | undefined> =>
      (await dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: key, ConsistentRead }))).Item?.['text']
        ?.S
    const write = (text: string): Promise<unknown> =>
      dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: { ...key, text: { S: text } } }))

    let last = 0
    const writeAndRead = async (): Promise<number> => {
      last += 1
      await write(String(last))
      expect(await read(true)).toBe(String(last))
      return Number(await read(false))
    }
    await writeAndRead()
    const old = await eventually(writeAndRead, (seen) => seen !== last)
    expect(old).toBeLessThan(last)
    expect(
      await eventually(
        () => read(false),
        (seen) => seen === String(last),
      ),
    ).toBe(String(last))
  })

  it('an index shows an item under its old key until it has caught up, with conditions, pages and capacity of the real table', async () => {
    const { dynamodb } = await start({ always: ['dynamodb-stale-index'] })
    const keys = [newKey(), newKey(), newKey()]
    const status = (name: string): string => `${name}-${keys[0]?.pk.S}`
    for (const [index, key] of keys.entries()) {
      await dynamodb.send(
        new PutItemCommand({
          TableName: TABLE,
          Item: { ...key, queuePk: { S: status('open') }, queueSk: { S: `${index}` } },
        }),
      )
    }
    const list = async (name: string): Promise<(string | undefined)[]> => {
      const found = await dynamodb.send(
        new QueryCommand({
          TableName: TABLE,
          IndexName: 'queue',
          KeyConditionExpression: 'queuePk = :p AND queueSk < :s',
          ExpressionAttributeValues: { ':p': { S: status(name) }, ':s': { S: '2' } },
          ScanIndexForward: false,
          ReturnConsumedCapacity: 'INDEXES',
        }),
      )
      expect(found.ConsumedCapacity?.TableName).toBe(TABLE)
      return (found.Items ?? []).map((item) => item['pk']?.S)
    }
    const [first, second] = keys.map((key) => key.pk.S)
    const settled = async (name: string, wanted: unknown[]): Promise<void> => {
      await eventually(
        () => list(name),
        (found) => JSON.stringify(found) === JSON.stringify(wanted),
      )
    }
    await settled('open', [second, first])

    let place = 'open'
    const moveAndList = async (): Promise<{ left: unknown[]; entered: unknown[] }> => {
      const before = place
      place = place === 'open' ? 'closed' : 'open'
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: TABLE,
          Key: keys[0] ?? {},
          UpdateExpression: 'SET queuePk = :p',
          ExpressionAttributeValues: { ':p': { S: status(place) } },
        }),
      )
      return { left: await list(before), entered: await list(place) }
    }
    await eventually(moveAndList, ({ left, entered }) => left.includes(first) && !entered.includes(first))
    await settled('open', place === 'open' ? [second, first] : [second])
    await settled('closed', place === 'open' ? [] : [first])
  })

  it('the items of one transaction arrive one by one, and a deleted item leaves', async () => {
    const { dynamodb } = await start({ always: ['dynamodb-stale-read'] })
    const keys = Array.from({ length: 12 }, newKey)
    const present = async (): Promise<number> => {
      const found = await Promise.all(
        keys.map((Key) => dynamodb.send(new GetItemCommand({ TableName: TABLE, Key }))),
      )
      return found.filter(({ Item }) => Item !== undefined).length
    }
    expect(await present()).toBe(0)
    const seen = new Set<number>()
    const sawAll = (wanted: number): Promise<number> =>
      eventually(
        async () => {
          const count = await present()
          seen.add(count)
          return count
        },
        (count) => count === wanted,
      )
    await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: keys.map((Item) => ({ Put: { TableName: TABLE, Item } })),
      }),
    )
    await sawAll(12)
    expect(seen.size).toBeGreaterThan(1)
    await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: keys.map((Key) => ({ Delete: { TableName: TABLE, Key } })),
      }),
    )
    expect(await sawAll(0)).toBe(0)
  })
})
