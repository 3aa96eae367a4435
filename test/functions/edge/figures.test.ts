import type { APIGatewayProxyEventV2, Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeliverEdge } from '../../../functions/edge/deliver-edge.ts'
import { createIngestEdge } from '../../../functions/edge/ingest-edge.ts'
import { createOutboxEdge } from '../../../functions/edge/outbox-edge.ts'
import { createTopicEdge } from '../../../functions/edge/topic-edge.ts'
import { createWebhookEdge } from '../../../functions/edge/webhook-edge.ts'
import type { Template } from '../../../infra/checks/template.ts'
import type { WebhookOutcome } from '../../../shared/app/accept-webhook.ts'
import type { OutboundReport } from '../../../shared/app/deliver-batch.ts'
import type { IngestReport } from '../../../shared/app/ingest-batch.ts'
import type { Channel } from '../../../shared/channels/contract.ts'
import { findChannel } from '../../../shared/channels/registry.ts'
import { synthesize, WITH_TOPICS } from '../../infra/synthesize.ts'
import { alarmOn, collectFigures, useEnvironmentOf } from '../../support/written-figures.ts'

let figures: ReturnType<typeof collectFigures>
let template: Template

beforeAll(() => {
  template = synthesize({ ...WITH_TOPICS, stage: 'test' }, { checks: false }).template
})
beforeEach(() => {
  figures = collectFigures()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const NO_IDS = { accountIds: [], correlationIds: [] }
const sms = findChannel('sms') as Channel
const request = {
  body: '',
  headers: {},
  rawPath: '/webhooks/sms',
  rawQueryString: '',
  requestContext: { requestId: 'r', http: { method: 'POST' } },
} as unknown as APIGatewayProxyEventV2
const noRecords: SQSEvent = { Records: [] }
const soon = { getRemainingTimeInMillis: () => 30_000 } as Context

const webhook = (outcome: WebhookOutcome) => createWebhookEdge(sms, () => () => Promise.resolve(outcome))

describe('what was accepted', () => {
  it('by a webhook is counted where an alarm compares it: this guarantees that what disappears afterwards is missed', async () => {
    useEnvironmentOf(template, 'functions/webhooks/sms.generated.ts')
    vi.stubEnv('INLET_PUBLIC_URL', 'https://inbox.example.com')
    await webhook({ kind: 'accepted', envelopes: 3, quarantined: 1, secret: 'current', ...NO_IDS })(request)
    const [written = {}] = figures.take()
    expect(written).toMatchObject({ accepted: 3, quarantined: 1 })
    expect(alarmOn(template, written, 'accepted')).toBeDefined()
    await webhook({ kind: 'unavailable', unsent: 2, ...NO_IDS })(request)
    expect(figures.take()).toEqual([])
  })

  it('from a topic is the same figure: this guarantees that no way in is forgotten', async () => {
    useEnvironmentOf(template, 'functions/topics/sms.generated.ts')
    const reports = [
      { messageId: '1', kind: 'accepted' as const, envelopes: 1, quarantined: 0, ...NO_IDS },
      { messageId: '2', kind: 'unavailable' as const, unsent: 1, ...NO_IDS },
    ]
    await createTopicEdge(sms, () => () => Promise.resolve(reports))(noRecords)
    const [written = {}] = figures.take()
    expect(written).toMatchObject({ accepted: 1 })
    expect(alarmOn(template, written, 'accepted')).toBeDefined()
  })
})

describe('what ingest is done with', () => {
  it('is counted, and what goes back to the queue is not: this guarantees that the alarm sees what gets stuck', async () => {
    useEnvironmentOf(template, 'functions/ingest/index.ts')
    const stored = { kind: 'stored' as const, conversationId: 'cnv_1', seq: 1 }
    const reports: IngestReport[] = [
      { messageId: '1', envelope: null, kind: 'done', outcomes: [stored, { kind: 'account_recorded' }] },
      { messageId: '2', envelope: null, kind: 'done', outcomes: [{ kind: 'duplicate' }] },
      { messageId: '3', envelope: null, kind: 'done', outcomes: [{ kind: 'ignored', reason: 'typing' }] },
      { messageId: '4', envelope: null, kind: 'done', outcomes: [{ kind: 'quarantined', reason: 'new' }] },
      { messageId: '5', envelope: null, kind: 'gave_up', error: null },
      { messageId: '6', envelope: null, kind: 'failed', error: null },
      { messageId: '7', envelope: null, kind: 'held_back' },
    ]
    await createIngestEdge(() => Promise.resolve(reports))(noRecords)
    const [written = {}] = figures.take()
    expect(written).toMatchObject({ processed: 5, stored: 1, duplicates: 1, ignored: 1, quarantined: 1 })
    expect(alarmOn(template, written, 'processed')).toBeDefined()
    expect(alarmOn(template, written, 'processed')).toEqual(alarmOn(template, written, 'accepted'))
  })
})

describe('what the publisher saw', () => {
  const none = { events: 0, eventIds: [], correlationIds: [], failed: null, oldest: null, degraded: 0 }
  const report = { ...none, events: 2, oldest: '2026-01-01T10:00:00.000Z', degraded: 1 }

  it('is how late its earliest event is, and whether an account became degraded: this guarantees that a revoked token wakes somebody', async () => {
    useEnvironmentOf(template, 'functions/outbox/index.ts')
    const records = { Records: [] } as DynamoDBStreamEvent
    await createOutboxEdge(() => Promise.resolve(report))(records)
    const [written = {}] = figures.take()
    expect(written['eventLagMs']).toBeGreaterThan(1_000_000)
    expect(written['accountsDegraded']).toBe(1)
    expect(alarmOn(template, written, 'accountsDegraded')?.properties).toMatchObject({ Threshold: 0 })
    await createOutboxEdge(() => Promise.resolve(none))(records)
    expect(figures.take()).toEqual([])
  })
})

describe('what became of replies', () => {
  it('is counted by attempt: this guarantees that a platform that refuses is seen', async () => {
    useEnvironmentOf(template, 'functions/deliver/index.ts')
    vi.stubEnv('INLET_CHANNEL_SECRETS_ARN', '{}')
    vi.stubEnv('INLET_PUBLIC_URL', 'https://inbox.example.com')
    const outcomes = (['sent', 'sent', 'failed', 'unknown', 'retry', 'dropped'] as const).map((kind) => ({
      seq: 1,
      kind,
    }))
    const reports: OutboundReport[] = [
      { messageId: '1', conversationId: 'c', kind: 'done', report: { outcomes, next: { kind: 'nothing' } } },
      { messageId: '2', conversationId: 'c', kind: 'held_back' },
    ]
    await createDeliverEdge(() => Promise.resolve(reports))(noRecords, soon)
    expect(figures.take()).toMatchObject([
      { repliesSent: 2, repliesFailed: 1, repliesUnknown: 1, repliesRetried: 1 },
    ])
  })
})
