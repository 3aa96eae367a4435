import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOutboundQueue } from '../../../shared/aws/outbound-queue.ts'
import { createTimerQueue } from '../../../shared/aws/timer-queue.ts'

type Entry = { Id: string; MessageBody: string }

let server: Server
let client: SQSClient
/** Bodies of each batch, and of what was taken. */
let batches: string[][]
let taken: string[]
/** What the queue does not take of a batch, by how many came before. */
let isRefused: (body: string, batch: number) => boolean

beforeEach(async () => {
  ;[batches, taken, isRefused] = [[], [], () => false]
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => response.end(JSON.stringify(answer(Buffer.concat(chunks).toString()))))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  client = new SQSClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // Of what was sent, not of what the answer says was.
    md5: false,
  })
})
afterEach(() => {
  client.destroy()
  server.closeAllConnections()
  server.close()
})

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
function answer(body: string): object {
  const { Entries } = JSON.parse(body) as { Entries: Entry[] }
  const batch = batches.push(Entries.map(({ MessageBody }) => MessageBody)) - 1
  const failed = Entries.filter(({ MessageBody }) => isRefused(MessageBody, batch))
  const successful = Entries.filter((entry) => !failed.includes(entry))
  taken.push(...successful.map(({ MessageBody }) => MessageBody))
  return {
    Successful: successful.map(({ Id }) => ({ Id, MessageId: Id, MD5OfMessageBody: 'x' })),
    Failed: failed.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' })),
  }
}

const AT = new Date('2026-11-22T12:00:00Z')
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `cnv_${index}`)

const QUEUES = [
  {
    name: 'the outbound queue',
    send: (conversations: string[]) =>
      createOutboundQueue(client, 'http://127.0.0.1/1/out.fifo').request(
        conversations.map((conversationId) => ({ conversationId, occasion: 'test' })),
      ),
  },
  {
    name: 'the timer queue',
    send: (conversations: string[]) =>
      createTimerQueue(client, 'http://127.0.0.1/1/timers').arm(
        conversations.map((conversationId) => ({ conversationId, at: AT.toISOString() })),
        AT,
      ),
  },
]

describe.each(QUEUES)('$name: this guarantees that', ({ send }) => {
  it('entries that are refused for a moment are sent again alone', async () => {
    isRefused = (body, batch) => batch === 0 && body.includes('cnv_3"')
    await send(ids(10))
    expect(batches.map((batch) => batch.length)).toEqual([10, 1])
    expect(taken).toHaveLength(10)
    expect(taken.at(-1)).toContain('cnv_3"')
  })

  it('what it never takes is not passed over', async () => {
    isRefused = (body) => body.includes('cnv_3"')
    await expect(send(ids(10))).rejects.toMatchObject({ code: 'queue_unavailable', retry: true })
    expect(taken).toHaveLength(9)
  })
})
