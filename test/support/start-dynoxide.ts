import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Table } from '../../shared/aws/dynamo.ts'
import { findFreePort } from './free-port.ts'

const INDEXES = ['queue', 'mine', 'due']
const READY_WITHIN_MS = 10_000

export type Dynoxide = {
  endpoint: string
  /** A new, empty inbox table with the keys, indexes and stream of the stack's. */
  createInboxTable: (name?: string) => Promise<Table>
  /** What the sweep of expired items does in the end. */
  deletePartition: (table: Table, pk: string) => Promise<void>
  stop: () => Promise<void>
}

/** A DynamoDB of its own in memory, on a free loopback port. */
export async function startDynoxide(): Promise<Dynoxide> {
  const port = await findFreePort()
  const binary = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')
  const child = spawn(binary, ['serve', '--port', String(port)], { stdio: 'ignore' })
  const endpoint = `http://127.0.0.1:${port}`
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  await waitUntilReady(endpoint)
  return {
    endpoint,
    createInboxTable: async (name = 'inbox') => {
      await client.send(new CreateTableCommand(toTableInput(name)))
      const marshallOptions = { removeUndefinedValues: true }
      return { name, client: DynamoDBDocumentClient.from(client, { marshallOptions }) }
    },
    deletePartition: async ({ client: documents, name: TableName }, pk) => {
      const KeyConditionExpression = 'pk = :pk'
      const query = new QueryCommand({
        TableName,
        KeyConditionExpression,
        ExpressionAttributeValues: { ':pk': pk },
      })
      for (const item of (await documents.send(query)).Items ?? []) {
        await documents.send(
          new DeleteCommand({ TableName, Key: { pk: item['pk'] as string, sk: item['sk'] as string } }),
        )
      }
    },
    stop: async () => {
      client.destroy()
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function waitUntilReady(endpoint: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    )
    if (isUp) return
    if (Date.now() > deadline)
      throw new Error(`dynoxide did not answer at ${endpoint} within ${READY_WITHIN_MS} ms`)
    await sleep(20)
  }
}

function toTableInput(TableName: string) {
  const keys = ['pk', 'sk', ...INDEXES.flatMap((index) => [`${index}Pk`, `${index}Sk`])]
  const toKeySchema = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ]
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: toKeySchema('pk', 'sk'),
    GlobalSecondaryIndexes: INDEXES.map((IndexName) => ({
      IndexName,
      KeySchema: toKeySchema(`${IndexName}Pk`, `${IndexName}Sk`),
      Projection: { ProjectionType: IndexName === 'due' ? ('KEYS_ONLY' as const) : ('ALL' as const) },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  }
}
