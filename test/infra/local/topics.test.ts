import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { WeatherRuleName } from '../../../infra/local/weather-rules.ts'
import {
  apiResources,
  createAssembly,
  createScratch,
  eventually,
  functionResource,
  startSmallStack,
  type Resources,
  type StackHandle,
} from './small-stack.ts'

/** Writes one line a batch, with the bodies as they came. */
const READER = `
import { appendFileSync } from 'node:fs'
export const handler = async (event) => {
  appendFileSync(process.env.LOG_FILE, JSON.stringify(event.Records.map(({ body }) => body)) + '\\n')
  return { batchItemFailures: [] }
}
`
const Bodies = z.array(z.string())
const Notification = z.looseObject({ Type: z.string(), MessageId: z.string(), Message: z.string() })
const Accepted = z.object({ messageId: z.string() })

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

function resourcesOf(logFile: string, subscription: object = {}): Resources {
  return {
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { Tags: [{ Key: 'inlet:channel', Value: 'sms' }] } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        RawMessageDelivery: false,
        ...subscription,
      },
    },
    Reader: functionResource('reader', { Environment: { Variables: { LOG_FILE: logFile } } }),
    FromQueue: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        FunctionName: { Ref: 'Reader' },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    ...apiResources({ 'GET /a': 'Reader' }),
  }
}

function createTopicStack(subscription: object = {}) {
  const scratch = createScratch()
  cleanups.push(scratch.clean)
  const logFile = join(scratch.directory, 'bodies.jsonl')
  const start = async (rule?: WeatherRuleName): Promise<StackHandle> => {
    const stack = await startSmallStack({
      dataDir: scratch.directory,
      assembly: createAssembly(scratch.directory, resourcesOf(logFile, subscription), { reader: READER }),
      ...(rule === undefined ? {} : { rules: { [rule]: { on: true, probability: 0.3 } } }),
    })
    cleanups.push(stack.stop)
    return stack
  }
  const readBodies = (): string[] =>
    !existsSync(logFile)
      ? []
      : readFileSync(logFile, 'utf8')
          .trim()
          .split('\n')
          .flatMap((line) => Bodies.parse(JSON.parse(line)))
  const bodies = (count: number): Promise<string[]> =>
    eventually(`${count} messages`, () => (readBodies().length >= count ? readBodies() : undefined))
  return { start, bodies }
}

function publish(stack: StackHandle, message: string, channel = 'sms'): Promise<Response> {
  return fetch(`${stack.url}/local/topics/${channel}`, { method: 'POST', body: message })
}

describe('a topic', () => {
  it('brings what is published to its queue in SNS’s own words: this guarantees that a function meets here what it meets on AWS', async () => {
    const { start, bodies } = createTopicStack()
    const stack = await start()
    const answer = await publish(stack, '{"text":"grüße & <b>"}')
    expect(answer.status).toBe(202)
    const { messageId } = Accepted.parse(await answer.json())
    const [body = ''] = await bodies(1)
    expect(Notification.parse(JSON.parse(body))).toMatchObject({
      Type: 'Notification',
      MessageId: messageId,
      Message: '{"text":"grüße & <b>"}',
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:Topic',
    })
  })

  it('brings the bare message where the subscription asks for it: this guarantees that raw delivery is imitated', async () => {
    const { start, bodies } = createTopicStack({ RawMessageDelivery: true })
    await publish(await start(), 'as it is')
    expect(await bodies(1)).toEqual(['as it is'])
  })

  it('is subscribed once, however often the data folder is started: this guarantees that nothing comes twice for that reason', async () => {
    const { start, bodies } = createTopicStack({ RawMessageDelivery: true })
    await (await start()).stop()
    const stack = await start()
    for (const text of ['first', 'second', 'third']) await publish(stack, text)
    expect((await bodies(3)).toSorted()).toEqual(['first', 'second', 'third'])
  })

  it.each([
    ['no topic', 'whatsapp', 'hello', 404],
    ['no channel', 'constructor', 'hello', 404],
    ['an empty message', 'sms', '', 400],
    ['a message that is larger than SNS takes', 'sms', 'x'.repeat(262_145), 400],
  ])(
    'is not published to with %s: this guarantees that a mistake is told',
    async (_, channel, body, status) => {
      const { start } = createTopicStack()
      expect((await publish(await start(), body, channel)).status).toBe(status)
    },
  )

  it('may bring messages out of order in rough weather, and loses none: this guarantees that best effort is met here first', async () => {
    const { start, bodies } = createTopicStack({ RawMessageDelivery: true })
    const stack = await start('sqs-reordered-delivery')
    const sent = Array.from({ length: 40 }, (_, index) => `message ${index}`)
    for (const text of sent) await publish(stack, text)
    const received = await bodies(sent.length)
    expect(received).not.toEqual(sent)
    expect(received.toSorted()).toEqual(sent.toSorted())
  })
})
