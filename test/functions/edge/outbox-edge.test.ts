import type { DynamoDBRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOutboxEdge } from '../../../functions/edge/outbox-edge.ts'
import type { PublishReport } from '../../../shared/app/publish-changes.ts'
import { AppError } from '../../../shared/domain/errors.ts'

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('INLET_STAGE', 'test')
  vi.stubEnv('INLET_TABLE_NAME', 'table')
  vi.stubEnv('INLET_BUS_NAME', 'bus')
  vi.stubEnv('INLET_OUTBOUND_QUEUE_URL', 'https://sqs.example/outbound.fifo')
  vi.stubEnv('INLET_TIMER_QUEUE_URL', 'https://sqs.example/timers')
  vi.stubEnv('INLET_FEED_RETENTION_DAYS', '30')
  vi.stubEnv('INLET_EVENT_TEXT', 'include')
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT')
})
afterEach(() => vi.unstubAllEnvs())

const entry = (SequenceNumber: string): DynamoDBRecord => ({
  dynamodb: { SequenceNumber, NewImage: { pk: { S: 'a CONV item' }, sk: { S: 'LOG#1' } } },
})
const unreadable = (SequenceNumber: string): DynamoDBRecord => ({
  dynamodb: { SequenceNumber, NewImage: { pk: { S: 'a CONV item' }, sk: { S: 'CONV' } } },
})
const nothing = (): Promise<PublishReport> =>
  Promise.resolve({ events: 0, eventIds: [], correlationIds: [], failed: null, oldest: null, degraded: 0 })
const failing = (error: Error) => (): Promise<PublishReport> => Promise.reject(error)

describe('the publisher’s answer to the stream', () => {
  it('a bug over several records: this guarantees that Lambda halves the batch until the bad one stands alone', async () => {
    const publish = createOutboxEdge(failing(new TypeError('a bug')))
    await expect(publish({ Records: [entry('1'), entry('2')] })).rejects.toThrow('a bug')
    expect(await publish({ Records: [entry('1')] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  })

  it('a record that cannot be read: this guarantees that those before it are done and those after it are not lost with it', async () => {
    const publish = createOutboxEdge(nothing)
    expect(await publish({ Records: [entry('1'), unreadable('2'), entry('3')] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    })
    await expect(publish({ Records: [unreadable('2'), entry('3')] })).rejects.toThrow('a CONV item')
    expect(await publish({ Records: [unreadable('2')] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    })
  })

  it('an outage: this guarantees that the batch comes again as it is', async () => {
    const publish = createOutboxEdge(failing(new AppError('bus_unavailable', 'EventBridge did not answer')))
    expect(await publish({ Records: [entry('1'), entry('2')] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    })
  })
})
