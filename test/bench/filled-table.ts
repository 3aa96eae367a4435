import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { startDynoxide as serve } from '../../infra/local/emulators/start-dynoxide.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Item } from './item-size.ts'

const TABLE = 'inbox'
const INDEXES = ['queue', 'mine', 'due']
const BINARY = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')

export type FilledTable = {
  table: Table
  /** Reads an item as it is, past any meter of the table. */
  readItem: (key: Item) => Promise<Item | null>
  stop: () => Promise<void>
}

/**
 * A table that already holds these items: imported into the emulator's file, as a table is imported from S3. Putting a
 * hundred thousand items one by one takes minutes here.
 */
export async function startFilledTable(items: Iterable<Item>): Promise<FilledTable> {
  const directory = mkdtempSync(join(tmpdir(), 'inlet-bench-table-'))
  try {
    const database = join(directory, 'table.db')
    await importItems(items, directory, database)
    const dynoxide = await serve(BINARY, database)
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    const config = { endpoint: dynoxide.url, region: 'us-east-1', credentials }
    const client = new DynamoDBClient(config)
    // A meter is put on the other one.
    const looking = new DynamoDBClient(config)
    const marshallOptions = { removeUndefinedValues: true }
    return {
      table: { name: TABLE, client: DynamoDBDocumentClient.from(client, { marshallOptions }) },
      readItem: async (key) => {
        const { Item } = await looking.send(
          new GetItemCommand({ TableName: TABLE, Key: key, ConsistentRead: true }),
        )
        return Item ?? null
      },
      stop: async () => {
        client.destroy()
        looking.destroy()
        await dynoxide.stop()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
}

async function importItems(items: Iterable<Item>, directory: string, database: string): Promise<void> {
  const source = join(directory, 'export')
  const schema = join(directory, 'schema.json')
  mkdirSync(join(source, TABLE, 'data'), { recursive: true })
  writeFileSync(schema, JSON.stringify([{ Table: toTableDescription() }]))
  const file = createWriteStream(join(source, TABLE, 'data', 'items.json.gz'))
  await pipeline(Readable.from(toLines(items)), createGzip({ level: 1 }), file)
  const child = spawn(BINARY, ['import', '--source', source, '--schema', schema, '--output', database], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`dynoxide did not import the items:\n${said}`)
  rmSync(source, { recursive: true, force: true })
}

/** The format of a DynamoDB export, some hundreds of items a chunk. */
function* toLines(items: Iterable<Item>): Generator<string> {
  let chunk = ''
  for (const item of items) {
    chunk += `${JSON.stringify({ Item: item })}\n`
    if (chunk.length < 500_000) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

function toTableDescription(): object {
  const toKeySchema = (partition: string, sort: string): object[] => [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ]
  const names = ['pk', 'sk', ...INDEXES.flatMap((index) => [`${index}Pk`, `${index}Sk`])]
  return {
    TableName: TABLE,
    AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: toKeySchema('pk', 'sk'),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    GlobalSecondaryIndexes: INDEXES.map((index) => ({
      IndexName: index,
      KeySchema: toKeySchema(`${index}Pk`, `${index}Sk`),
      Projection: { ProjectionType: index === 'due' ? 'KEYS_ONLY' : 'ALL' },
    })),
  }
}
