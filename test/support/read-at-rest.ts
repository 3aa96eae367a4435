import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { TestInbox } from './start-inbox.ts'

/** What rests somewhere, as text in which any word would be found: compressed things unpacked, escapes undone. */
export type Rested = { place: string; text: string }

const LOCAL = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
/** The bundles and the template, written before anybody wrote. */
const SYNTHESIZED = 'cdk.out'

/** Rows of the tables, what waits in any queue (quarantine and dead letters too), every file of the data folder. */
export async function readAtRest(inbox: TestInbox): Promise<Rested[]> {
  return [...(await readTables(inbox)), ...(await readQueues(inbox)), ...readFiles(inbox.dataDir)]
}

async function readTables({ stack }: TestInbox): Promise<Rested[]> {
  const client = new DynamoDBClient({ ...LOCAL, endpoint: stack.emulators.dynamodbUrl })
  const rows: Rested[] = []
  for (const { name } of stack.stack.tables) {
    const pages = paginateScan({ client: DynamoDBDocumentClient.from(client) }, { TableName: name })
    for await (const { Items = [] } of pages) {
      for (const item of Items) rows.push({ place: `table ${String(item['sk'])}`, text: toText(item) })
    }
  }
  client.destroy()
  return rows
}

async function readQueues({ stack }: TestInbox): Promise<Rested[]> {
  const client = new SQSClient({ ...LOCAL, endpoint: stack.emulators.fauxqsUrl })
  const waiting: Rested[] = []
  for (const { url, logicalId } of stack.stack.queues) {
    const receive = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 60,
    })
    for (;;) {
      const { Messages = [] } = await client.send(receive)
      for (const { Body = '' } of Messages) {
        waiting.push({ place: `queue ${logicalId}`, text: toText(JSON.parse(Body)) })
      }
      if (Messages.length === 0) break
    }
  }
  client.destroy()
  return waiting
}

function readFiles(dataDir: string): Rested[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !relative(dataDir, path).startsWith(SYNTHESIZED))
    .map((path) => ({ place: relative(dataDir, path), text: readFileSync(path, 'utf8') }))
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => {
    if (child instanceof Uint8Array) return gunzipSync(child).toString()
    const isPacked = typeof child === 'string' && child.startsWith('H4sI')
    return isPacked ? gunzipSync(Buffer.from(child, 'base64')).toString() : child
  })
}
