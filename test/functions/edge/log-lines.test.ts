import { marshall } from '@aws-sdk/util-dynamodb'
import type { APIGatewayProxyEventV2, DynamoDBRecord, SQSRecord } from 'aws-lambda'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createIngestEdge } from '../../../functions/edge/ingest-edge.ts'
import { createOutboxEdge } from '../../../functions/edge/outbox-edge.ts'
import { createTopicEdge } from '../../../functions/edge/topic-edge.ts'
import { createWebhookEdge } from '../../../functions/edge/webhook-edge.ts'
import type { Template } from '../../../infra/checks/template.ts'
import { createAcceptNotifications } from '../../../shared/app/accept-notifications.ts'
import { createAcceptWebhook } from '../../../shared/app/accept-webhook.ts'
import type { InboundQueue } from '../../../shared/app/ports.ts'
import { toConversationItem } from '../../../shared/aws/table-items.ts'
import type { Channel } from '../../../shared/channels/contract.ts'
import { findChannel } from '../../../shared/channels/registry.ts'
import { wire } from '../../../shared/channels/sms/wire.ts'
import { Envelope } from '../../../shared/domain/envelope.ts'
import { AppError } from '../../../shared/domain/errors.ts'
import { synthesize, WITH_TOPICS } from '../../infra/synthesize.ts'
import { createRandom } from '../../support/random.ts'
import { collectLog, useEnvironmentOf } from '../../support/written-figures.ts'
import { conversationOf } from '../api/api-data.ts'

const INBOX = 'https://inbox.example.com'
const CUSTOMER = '+15005551234'
const WORDS = 'my secret words'
const sms = findChannel('sms') as Channel
const text = {
  id: wire.createMessageId(createRandom(5), 'private'),
  account: wire.account,
  customer: CUSTOMER,
  name: 'Ada',
  text: WORDS,
  visibility: 'private' as const,
  root: null,
  at: new Date(),
}

let log: ReturnType<typeof collectLog>
let template: Template
let bodies: string[]
let answer: 'accepted' | 'failed'

beforeAll(() => {
  template = synthesize({ ...WITH_TOPICS, stage: 'test' }, { checks: false }).template
})
beforeEach(() => {
  bodies = []
  answer = 'accepted'
  log = collectLog()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** What the function of this file is told, with its log switched on. */
function use(entry: string): void {
  useEnvironmentOf(template, entry)
  vi.stubEnv('INLET_PUBLIC_URL', INBOX)
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO')
}

const queue: InboundQueue = {
  send: (messages) => {
    bodies.push(...messages.map(({ body }) => body))
    return Promise.resolve(messages.map(() => answer))
  },
}

async function callWebhook(): Promise<Record<string, unknown>> {
  use('functions/webhooks/sms.generated.ts')
  const secrets = { read: () => Promise.resolve(sms.manifest.secret.local) }
  const { headers, body } = wire.toTextRequest(text, INBOX)
  await createWebhookEdge(sms, (deps) => createAcceptWebhook({ ...deps, secrets, queue }))({
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    headers,
    rawPath: '/webhooks/sms',
    requestContext: { requestId: 'r', http: { method: 'POST' } },
  } as unknown as APIGatewayProxyEventV2)
  return onlyLine()
}

async function publishToTopic(): Promise<Record<string, unknown>> {
  use('functions/topics/sms.generated.ts')
  const record = {
    messageId: 'm1',
    body: wire.toTextNotification?.(text),
    attributes: { SentTimestamp: '0' },
  }
  await createTopicEdge(sms, (deps) => createAcceptNotifications({ ...deps, queue }))({
    Records: [record as unknown as SQSRecord],
  })
  return onlyLine()
}

async function ingestAll(): Promise<Record<string, unknown>> {
  use('functions/ingest/index.ts')
  const reports = bodies.map((body) => ({
    messageId: 'm2',
    envelope: Envelope.parse(JSON.parse(body)),
    kind: 'done' as const,
    outcomes: [],
  }))
  await createIngestEdge(() => Promise.resolve(reports))({ Records: [] })
  return onlyLine()
}

function onlyLine(): Record<string, unknown> {
  const lines = log.take()
  expect(lines).toHaveLength(1)
  return lines[0] ?? {}
}

describe('lines of the log: this guarantees that', () => {
  it.each([
    ['webhook', callWebhook],
    ['topic', publishToTopic],
  ])(
    'a message is followed from its %s into ingest by one id, and no word of it is written',
    async (_, accept) => {
      const line = await accept()
      expect(line).toMatchObject({ channel: 'sms', accountIds: [wire.account], envelopes: 1 })
      expect(line['correlationIds']).toEqual([(await ingestAll())['correlationId']])
      expect(JSON.stringify(line)).not.toMatch(/secret words|5551234|Ada/)
    },
  )

  it.each([
    ['webhook', callWebhook],
    ['topic', publishToTopic],
  ])('what a %s could not hand on is named too', async (_, accept) => {
    answer = 'failed'
    const line = await accept()
    expect(line).toMatchObject({ level: 'ERROR', unsent: 1, accountIds: [wire.account] })
    expect(line['correlationIds']).toHaveLength(1)
  })

  it('the publisher names conversations, events and what they come of, when it fails the conversations', async () => {
    use('functions/outbox/index.ts')
    const conversation = conversationOf(1)
    const record: DynamoDBRecord = {
      dynamodb: {
        SequenceNumber: '1',
        NewImage: marshall(toConversationItem(conversation), {
          removeUndefinedValues: true,
        }) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object,
      },
    }
    const ids = { eventIds: ['evt_1'], correlationIds: ['env_1'] }
    const report = { events: 1, ...ids, failed: null, oldest: null, degraded: 0 }
    await createOutboxEdge(() => Promise.resolve(report))({ Records: [record] })
    expect(onlyLine()).toMatchObject({ events: 1, ...ids, conversationIds: [conversation.id] })
    const outage = new AppError('bus_unavailable', 'EventBridge did not answer')
    await createOutboxEdge(() => Promise.reject(outage))({ Records: [record] })
    expect(onlyLine()).toMatchObject({ level: 'ERROR', conversationIds: [conversation.id] })
  })
})
