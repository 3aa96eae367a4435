import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LocalBus } from '../../infra/local/template/read-buses.ts'
import { wire } from '../../shared/channels/sms/wire.ts'
import { EventDetail } from '../../shared/domain/events.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import {
  clientOptions,
  eventually,
  type RunningFront,
  useFronts,
} from '../infra/local/aws-front/running-front.ts'
import { startCloudFormation } from '../support/cloudformation-double.ts'
import { createRandom } from '../support/random.ts'
import { type CommandResult, startCommand } from '../support/run-command.ts'

const STACK = 'inlet-dev'
const ACCOUNT = '000000000000'
const BUS_ARN = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/inbox`
const TARGET_ARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:notice`
/** Queues by the outputs that name them. */
const QUEUES = {
  DeadLettersUrl: 'dead.fifo',
  UndeliveredUrl: 'undelivered',
  QuarantineUrl: 'quarantine',
  TopicDeadLettersUrlSms: 'topic-letters',
  InboundQueueUrl: 'inbound.fifo',
  OutboundQueueUrl: 'outbound.fifo',
  TimerQueueUrl: 'timers',
} as const
type QueueOutput = keyof typeof QUEUES

/** Tells the bus to give up after the first try, into the queue that the stack names. */
const BUS: LocalBus = {
  name: 'inbox',
  arn: BUS_ARN,
  rules: [
    {
      name: 'received',
      pattern: { source: ['inlet'] },
      targets: [
        {
          arn: TARGET_ARN,
          deadLetterArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${QUEUES.UndeliveredUrl}`,
          retry: { maximumRetryAttempts: 0 },
        },
      ],
      elsewhere: [],
    },
  ],
}

const EVENT = EventDetail.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../golden/message.received.v1.json'), 'utf8')),
)
const TIMER = { conversationId: 'cnv_1', at: '2026-11-22T10:00:00.000Z' }
const WORDS = 'my secret words'
const PUBLISHED =
  wire.toTextNotification?.({
    id: wire.createMessageId(createRandom(3), 'private'),
    account: wire.account,
    customer: '+15005551234',
    name: 'Ada',
    text: WORDS,
    visibility: 'private',
    root: null,
    at: new Date(),
  }) ?? ''

const fronts = useFronts()
let front: RunningFront
let sqs: SQSClient
const taken: unknown[] = []
let isTargetMended = false
let publishedBy: Date
const stacks: Record<string, Record<string, string>> = {}
let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>

beforeAll(async () => {
  cloudFormation = await startCloudFormation(stacks)
})
afterAll(() => cloudFormation.stop())
beforeEach(async () => {
  const deliver = async (_arn: string, event: unknown): Promise<void> => {
    if (!isTargetMended) throw new Error('not now')
    taken.push(event)
  }
  front = await fronts.start({ buses: [BUS], deliver })
  sqs = new SQSClient(clientOptions(front))
  const urls = Object.keys(QUEUES).map((output) => [output, urlOf(output as QueueOutput)])
  stacks[STACK] = { ...Object.fromEntries(urls), EventBusArn: BUS_ARN }
  for (const QueueName of Object.values(QUEUES)) {
    const Attributes = QueueName.endsWith('.fifo') ? { FifoQueue: 'true' } : {}
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
  }
})

const urlOf = (output: QueueOutput): string => `${front.endpoints.sqs}/${ACCOUNT}/${QUEUES[output]}`

async function put(output: QueueOutput, body: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(output), MessageBody: body }))
}

async function readBodies(output: QueueOutput): Promise<unknown[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: urlOf(output),
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 0,
  })
  const { Messages = [] } = await sqs.send(command)
  return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown)
}

async function run(...args: string[]): Promise<CommandResult> {
  const { endpoint, region, credentials } = clientOptions(front)
  return await startCommand('redrive', [...args, '--stack', STACK], {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }).result
}

/** Given up by the bus itself, as its rule says. */
async function publishToNobody(): Promise<void> {
  const bus = new EventBridgeClient(clientOptions(front))
  const entry = { EventBusName: 'inbox', Source: 'inlet', DetailType: 'message.received' }
  await bus.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(EVENT) }] }))
  const counted = {
    QueueUrl: urlOf('UndeliveredUrl'),
    AttributeNames: ['ApproximateNumberOfMessages' as const],
  }
  await eventually(
    () => sqs.send(new GetQueueAttributesCommand(counted)),
    ({ Attributes }) => Attributes?.['ApproximateNumberOfMessages'] === '1',
  )
}

describe('letters of timers, schedules, the bus and a topic: this guarantees that', () => {
  it('they are counted where they lie', async () => {
    await publishToNobody()
    await put('UndeliveredUrl', JSON.stringify(TIMER))
    await put('UndeliveredUrl', '{}')
    await put('UndeliveredUrl', '{"who":"knows"}')
    await put('TopicDeadLettersUrlSms', PUBLISHED)
    publishedBy = new Date()
    const { stdout } = await run('list')
    expect(stdout).toMatch(/^undelivered +4$/m)
    expect(stdout).toMatch(/^topic of sms +1$/m)
  })

  it('they are shown as what they are, without words, names and numbers of people', async () => {
    const { stdout } = await run('look')
    const shown = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(shown.map(({ queue, kind }) => `${String(queue)}: ${String(kind)}`).toSorted()).toEqual([
      'topic of sms: notification',
      'undelivered: event',
      'undelivered: schedule',
      'undelivered: timer',
      'undelivered: unknown',
    ])
    expect(shown).toContainEqual(expect.objectContaining({ kind: 'timer', body: TIMER }))
    expect(stdout).toContain(EVENT.id)
    expect(stdout).not.toMatch(/Ada|secret words|5551234/)
  })

  it('each goes back where it came from; what is over is removed, and what nobody knows stays', async () => {
    isTargetMended = true
    const { stdout } = await run('send')
    expect(stdout).toBe(
      'Sent 3 back (1 inbound, 1 timers, 1 bus); 4 letters are gone.\n1 stay where they are: letter_unknown\n',
    )
    expect(await readBodies('TimerQueueUrl')).toEqual([TIMER])
    const heard = await eventually(
      () => taken,
      ({ length }) => length > 0,
    )
    expect(heard).toEqual([expect.objectContaining({ 'detail-type': 'message.received', detail: EVENT })])
    const [envelope, ...more] = (await readBodies('InboundQueueUrl')).map((body) => Envelope.parse(body))
    expect(more).toEqual([])
    expect(JSON.stringify(envelope?.payload)).toContain(WORDS)
    // Received when it was published, and not when it was sent back.
    expect(Date.parse(envelope?.receivedAt ?? '')).toBeLessThanOrEqual(publishedBy.getTime())
  })

  it('a second run sends nothing', async () => {
    const { stdout, code } = await run('send')
    expect([code, stdout]).toEqual([
      0,
      'Sent 0 back; 0 letters are gone.\n1 stay where they are: letter_unknown\n',
    ])
  })
})
