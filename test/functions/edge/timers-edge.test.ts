import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTimersEdge } from '../../../functions/edge/timers-edge.ts'
import type { Timer } from '../../../shared/app/timer-ports.ts'

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('INLET_STAGE', 'test')
  vi.stubEnv('INLET_TABLE_NAME', 'table')
  vi.stubEnv('INLET_TIMER_QUEUE_URL', 'https://sqs.example/timers')
  vi.stubEnv('INLET_OUTBOUND_QUEUE_URL', 'https://sqs.example/outbound.fifo')
  vi.stubEnv('INLET_MEDIA_FUNCTION', 'media')
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT')
})
afterEach(() => vi.unstubAllEnvs())

const at = '2026-01-01T10:00:00.000Z'
const toEvent = (bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index): SQSRecord => ({
    messageId: String(index),
    receiptHandle: '',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  })),
})

describe('the timers’ answer to the queue', () => {
  it('some of a batch fail: this guarantees that those come again, and the others do not', async () => {
    const fired: Timer[] = []
    const handle = createTimersEdge((_, timer) => {
      if (timer.conversationId === 'cnv_2') return Promise.reject(new Error('the table is down'))
      fired.push(timer)
      return Promise.resolve({ kind: 'nothing_due' })
    })
    const bodies = ['cnv_1', 'cnv_2', 'cnv_3'].map((conversationId) => JSON.stringify({ conversationId, at }))
    expect(await handle(toEvent(bodies))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
    expect(fired).toEqual([
      { conversationId: 'cnv_1', at },
      { conversationId: 'cnv_3', at },
    ])
  })

  it.each([
    ['no JSON', 'sweep'],
    ['another shape', '{"conversationId":"cnv_1"}'],
    ['more than a timer', JSON.stringify({ conversationId: 'cnv_1', at, what: 'snooze' })],
  ])('%s: this guarantees that what no version writes is not guessed at', async (_, body) => {
    const handle = createTimersEdge(() => Promise.reject(new Error('must not be called')))
    expect(await handle(toEvent([body]))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] })
  })
})
