import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { TABLE, useFrontTable, type ItemKey } from './front-table.ts'

const { start, newKey } = useFrontTable()

function put(more: Record<string, AttributeValue> = {}): PutItemCommand {
  return new PutItemCommand({ TableName: TABLE, Item: { ...newKey(), ...more } })
}

function transaction(count: number): TransactWriteItemsCommand {
  const items = Array.from({ length: count }, () => ({ Put: { TableName: TABLE, Item: newKey() } }))
  return new TransactWriteItemsCommand({ TransactItems: items })
}

const tooLong = (bytes: number): AttributeValue => ({ S: 'x'.repeat(bytes) })
const LIMITS: { name: string; call: () => PutItemCommand | UpdateItemCommand; says: RegExp }[] = [
  { name: 'an item over 400 KB', call: () => put({ body: tooLong(400 * 1024) }), says: /Item size/ },
  {
    name: 'a partition key over 2,048 bytes',
    call: () => put({ pk: tooLong(2049) }),
    says: /Size of hashkey/,
  },
  { name: 'a sort key over 1,024 bytes', call: () => put({ sk: tooLong(1025) }), says: /range keys/ },
  {
    name: 'the partition key of an index over 2,048 bytes',
    call: () => put({ queuePk: tooLong(2049) }),
    says: /index queue, attribute queuePk/,
  },
  {
    name: 'the sort key of an index over 1,024 bytes, by an update',
    call: () =>
      new UpdateItemCommand({
        TableName: TABLE,
        Key: newKey(),
        UpdateExpression: 'SET #q = :q, other = :o REMOVE gone',
        ExpressionAttributeNames: { '#q': 'queueSk' },
        ExpressionAttributeValues: { ':q': tooLong(1025), ':o': { S: '1' } },
      }),
    says: /index queue, attribute queueSk/,
  },
  { name: 'an empty index key', call: () => put({ queuePk: { S: '' } }), says: /secondary index key/ },
  {
    name: 'a reserved word',
    call: () =>
      new UpdateItemCommand({
        TableName: TABLE,
        Key: newKey(),
        UpdateExpression: 'SET status = :s',
        ExpressionAttributeValues: { ':s': { S: '1' } },
      }),
    says: /reserved keyword: status/,
  },
]

describe('DynamoDB limits, in calm weather: this guarantees that', () => {
  it.each(LIMITS)('what DynamoDB refuses is refused here: $name', async ({ call, says }) => {
    const { dynamodb } = await start()
    await expect(dynamodb.send(call() as PutItemCommand)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(says) as string,
    })
  })

  it('a transaction takes 100 items and not 101', async () => {
    const { dynamodb } = await start()
    await expect(dynamodb.send(transaction(100))).resolves.toBeDefined()
    await expect(dynamodb.send(transaction(101))).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('a transaction takes 4 MB and no more', async () => {
    const { dynamodb } = await start()
    const large = (count: number): TransactWriteItemsCommand =>
      new TransactWriteItemsCommand({
        TransactItems: Array.from({ length: count }, () => ({
          Put: { TableName: TABLE, Item: { ...newKey(), body: tooLong(380_000) } },
        })),
      })
    await expect(dynamodb.send(large(10))).resolves.toBeDefined()
    await expect(dynamodb.send(large(12))).rejects.toThrow(/4MB limit/)
  })

  it('the items that a transaction updates count towards its 4 MB', async () => {
    const { dynamodb } = await start()
    const keys = Array.from({ length: 12 }, newKey)
    for (const key of keys) {
      const Item = { ...key, body: tooLong(380_000) }
      await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }))
    }
    const touch = (count: number): TransactWriteItemsCommand =>
      new TransactWriteItemsCommand({
        TransactItems: keys.slice(0, count).map((Key) => ({
          Update: {
            TableName: TABLE,
            Key,
            UpdateExpression: 'SET touched = :t',
            ExpressionAttributeValues: { ':t': { N: '1' } },
          },
        })),
      })
    await expect(dynamodb.send(touch(12))).rejects.toThrow(/4MB limit/)
    await expect(dynamodb.send(touch(11))).resolves.toBeDefined()
  })

  it('batches take 25 writes and 100 reads', async () => {
    const { dynamodb } = await start()
    const writes = Array.from({ length: 26 }, () => ({ PutRequest: { Item: newKey() } }))
    await expect(
      dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: writes } })),
    ).rejects.toMatchObject({ name: 'ValidationException' })
    const Keys = Array.from({ length: 101 }, newKey)
    await expect(
      dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys } } })),
    ).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('the same client token is one transaction, so that a retry after a lost answer is safe', async () => {
    const { dynamodb } = await start()
    const once = {
      ClientRequestToken: 'token-1',
      TransactItems: [
        { Put: { TableName: TABLE, Item: newKey(), ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    }
    await dynamodb.send(new TransactWriteItemsCommand(once))
    await expect(dynamodb.send(new TransactWriteItemsCommand(once))).resolves.toBeDefined()
  })
})

describe('DynamoDB faults, each forced: this guarantees that', () => {
  it('a transaction in conflict is cancelled with one reason an item, and nothing is written', async () => {
    const { dynamodb, plain } = await start({ always: ['dynamodb-transaction-conflict'] })
    const command = transaction(3)
    const error = await dynamodb.send(command).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TransactionCanceledException)
    const codes = (error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code)
    expect(codes?.toSorted()).toEqual(['None', 'None', 'TransactionConflict'])
    for (const item of command.input.TransactItems ?? []) {
      const { pk, sk } = item.Put?.Item as ItemKey
      const found = await plain.send(
        new GetItemCommand({ TableName: TABLE, Key: { pk, sk }, ConsistentRead: true }),
      )
      expect(found.Item).toBeUndefined()
    }
  })

  it('a single write in conflict fails as such, and a read never does', async () => {
    const { dynamodb } = await start({ always: ['dynamodb-transaction-conflict'] })
    await expect(dynamodb.send(put())).rejects.toMatchObject({ name: 'TransactionConflictException' })
    await expect(
      dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: newKey() })),
    ).resolves.toBeDefined()
  })

  it('throttling shows as DynamoDB shows it', async () => {
    const { dynamodb } = await start({ always: ['dynamodb-throttle'] })
    await expect(dynamodb.send(put())).rejects.toMatchObject({
      name: expect.stringMatching(/^(ProvisionedThroughputExceeded|Throttling)Exception$/) as string,
    })
    const error = await dynamodb.send(transaction(2)).catch((thrown: unknown) => thrown)
    const codes = (error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code)
    expect(codes?.toSorted()).toEqual(['None', 'ThrottlingError'])
  })

  it('a throttled batch is done in part, with the rest named', async () => {
    const { dynamodb, plain } = await start({ always: ['dynamodb-throttle'] })
    const keys = [newKey(), newKey(), newKey()]
    const written = await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [TABLE]: keys.map((Item) => ({ PutRequest: { Item } })) },
      }),
    )
    expect(written.UnprocessedItems).toEqual({ [TABLE]: [{ PutRequest: { Item: keys[2] } }] })
    const whole = new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys: keys, ConsistentRead: true } } })
    expect((await plain.send(whole)).Responses?.[TABLE]).toHaveLength(2)
    const read = await dynamodb.send(whole)
    expect(read.Responses?.[TABLE]).toHaveLength(2)
    expect(read.UnprocessedKeys?.[TABLE]).toEqual({ Keys: [keys[2]], ConsistentRead: true })
  })

  it('a call whose answer is lost was carried out', async () => {
    const { dynamodb, plain } = await start({ always: ['dynamodb-answer-lost'] })
    const Item = newKey()
    await expect(dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }))).rejects.toThrow(
      /socket hang up|ECONNRESET/,
    )
    const found = await plain.send(new GetItemCommand({ TableName: TABLE, Key: Item, ConsistentRead: true }))
    expect(found.Item).toEqual(Item)
  })

  it('a dropped call was not carried out', async () => {
    const { dynamodb, plain } = await start({ always: ['dynamodb-call-dropped'] })
    const Item = newKey()
    await expect(dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }))).rejects.toThrow(
      /socket hang up|ECONNRESET/,
    )
    const found = await plain.send(new GetItemCommand({ TableName: TABLE, Key: Item, ConsistentRead: true }))
    expect(found.Item).toBeUndefined()
  })
})
