import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { clientOptions, eventually, useFronts, type FrontSetting } from './running-front.ts'

const TABLE = 'front'
const fronts = useFronts()
let itemNumber = 0

/** A client of a front with this weather, and one that sees the emulator as it is. */
async function start(
  setting: FrontSetting = {},
): Promise<{ dynamodb: DynamoDBClient; plain: DynamoDBClient }> {
  const front = await fronts.start(setting)
  const options = clientOptions(front)
  return {
    dynamodb: new DynamoDBClient(options),
    plain: new DynamoDBClient({ ...options, endpoint: fronts.emulators().dynamodbUrl }),
  }
}

function newKey(): { pk: AttributeValue; sk: AttributeValue } {
  itemNumber += 1
  return { pk: { S: `item-${itemNumber}` }, sk: { S: 'sk' } }
}

function put(more: Record<string, AttributeValue> = {}): PutItemCommand {
  return new PutItemCommand({ TableName: TABLE, Item: { ...newKey(), ...more } })
}

function transaction(count: number): TransactWriteItemsCommand {
  const items = Array.from({ length: count }, () => ({ Put: { TableName: TABLE, Item: newKey() } }))
  return new TransactWriteItemsCommand({ TransactItems: items })
}

beforeAll(async () => {
  const plain = new DynamoDBClient({
    endpoint: fronts.emulators().dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  await plain.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'queuePk', 'queueSk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'queue',
          KeySchema: [
            { AttributeName: 'queuePk', KeyType: 'HASH' },
            { AttributeName: 'queueSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
})

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
      const { pk, sk } = item.Put?.Item as ReturnType<typeof newKey>
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
