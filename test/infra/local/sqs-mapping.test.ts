import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { callAws } from '../../../infra/local/aws-json.ts'
import { LOCAL_ACCOUNT } from '../../../infra/local/local-account.ts'
import {
  createAssembly,
  createScratch,
  eventually,
  functionResource,
  startSmallStack,
  type StackHandle,
} from './small-stack.ts'

/** Writes one line a batch; `fail:once` fails the first time, `crash:once` ends the process the first time. */
const CONSUMER = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
const log = (line) => appendFileSync(process.env.LOG_FILE, JSON.stringify(line) + '\\n')
const firstTime = (key) => {
  const file = process.env.LOG_FILE + '.' + key.replace(/\\W/g, '-')
  if (existsSync(file)) return false
  writeFileSync(file, '')
  return true
}
export const handler = async (event) => {
  const bodies = event.Records.map((record) => record.body)
  const groups = event.Records.map((record) => record.attributes.MessageGroupId)
  log({ kind: 'begin', bodies, groups, receives: event.Records.map((record) => record.attributes.ApproximateReceiveCount) })
  if (bodies.some((body) => body.includes('crash:once') && firstTime(body))) process.exit(9)
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.WORK_MS)))
  const failedFrom = bodies.findIndex((body) => body.includes('fail:once') && firstTime(body))
  log({ kind: 'end', bodies, groups, done: failedFrom === -1 ? bodies : bodies.slice(0, failedFrom) })
  if (bodies.some((body) => body.includes('nonsense:once') && firstTime(body))) return { batchItemFailures: [{ itemIdentifier: '' }] }
  if (failedFrom === -1) return { batchItemFailures: [] }
  return { batchItemFailures: event.Records.slice(failedFrom).map((record) => ({ itemIdentifier: record.messageId })) }
}
`
const Line = z.object({
  kind: z.enum(['begin', 'end']),
  bodies: z.array(z.string()),
  groups: z.array(z.string().nullable()),
  done: z.array(z.string()).default([]),
  receives: z.array(z.string()).default([]),
})

const scratch = createScratch()
const logFile = (name: string): string => join(scratch.directory, `${name}.jsonl`)
let stack: StackHandle

beforeAll(async () => {
  const consumer = (name: string, workMs: number) =>
    functionResource('consumer', {
      Environment: { Variables: { LOG_FILE: logFile(name), WORK_MS: String(workMs) } },
      Timeout: 5,
    })
  const mapping = (queue: string, name: string, more: object = {}) => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
      FunctionName: { Ref: name },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...more,
    },
  })
  stack = await startSmallStack({
    dataDir: scratch.directory,
    assembly: createAssembly(
      scratch.directory,
      {
        Role: { Type: 'AWS::IAM::Role', Properties: {} },
        Orders: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            FifoQueue: true,
            VisibilityTimeout: 1,
            DeduplicationScope: 'messageGroup',
            FifoThroughputLimit: 'perMessageGroupId',
            RedrivePolicy: {
              deadLetterTargetArn: { 'Fn::GetAtt': ['DeadOrders', 'Arn'] },
              maxReceiveCount: 5,
            },
          },
        },
        DeadOrders: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
        Notes: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 1 } },
        OrdersConsumer: consumer('orders', 30),
        NotesConsumer: consumer('notes', 200),
        OrdersMapping: mapping('Orders', 'OrdersConsumer', { ScalingConfig: { MaximumConcurrency: 4 } }),
        NotesMapping: mapping('Notes', 'NotesConsumer', {
          BatchSize: 1,
          ScalingConfig: { MaximumConcurrency: 2 },
        }),
      },
      { consumer: CONSUMER },
    ),
  })
})
afterAll(async () => {
  await stack.stop()
  scratch.clean()
})

async function send(queue: string, body: string, group?: string): Promise<void> {
  const { fauxqsUrl } = stack.emulators
  await callAws(fauxqsUrl, 'AmazonSQS', 'SendMessage', {
    QueueUrl: `${fauxqsUrl}/${LOCAL_ACCOUNT}/${queue}`,
    MessageBody: body,
    ...(group === undefined
      ? {}
      : { MessageGroupId: group, MessageDeduplicationId: body.replaceAll(':', '-') }),
  })
}

async function waiting(queue: string): Promise<number> {
  const { fauxqsUrl } = stack.emulators
  const answer = await callAws(fauxqsUrl, 'AmazonSQS', 'GetQueueAttributes', {
    QueueUrl: `${fauxqsUrl}/${LOCAL_ACCOUNT}/${queue}`,
    AttributeNames: ['All'],
  })
  const attributes = z.record(z.string(), z.string()).parse(answer['Attributes'])
  return (
    Number(attributes['ApproximateNumberOfMessages']) +
    Number(attributes['ApproximateNumberOfMessagesNotVisible'])
  )
}

function readLog(name: string): z.infer<typeof Line>[] {
  if (!existsSync(logFile(name))) return []
  return readFileSync(logFile(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)))
}

const untilEmpty = (queue: string): Promise<true> =>
  eventually(`${queue} is empty`, async () => ((await waiting(queue)) === 0 ? true : undefined))

describe('a FIFO queue', () => {
  it('keeps each group in order through failures and crashes: this guarantees that a customer’s messages are never handled out of order or lost', async () => {
    const groups = ['a', 'b', 'c']
    const bodies = groups.map((group) =>
      Array.from({ length: 12 }, (_, index) => {
        const trouble = ['', '', 'fail:once', '', 'crash:once', '', 'nonsense:once'][index] ?? ''
        return `${group}${String(index).padStart(2, '0')}${trouble}`
      }),
    )
    for (let index = 0; index < 12; index += 1) {
      for (const [at, group] of groups.entries()) await send('Orders.fifo', bodies[at]?.[index] ?? '', group)
    }
    await untilEmpty('Orders.fifo')

    const lines = readLog('orders')
    for (const [at, group] of groups.entries()) {
      const done = lines.flatMap((line) => line.done).filter((body) => body.startsWith(group))
      const first = done.filter((body, index) => done.indexOf(body) === index)
      expect(first).toEqual(bodies[at])
    }
    expect(await waiting('DeadOrders.fifo')).toBe(0)
  })

  it('hands out several messages of one group at once: this guarantees that handlers meet such batches here, not first on AWS', () => {
    expect(readLog('orders').some(({ groups }) => groups.length > new Set(groups).size)).toBe(true)
  })

  it('never has one group in two invocations: this guarantees that order does not depend on a handler’s speed', () => {
    const open = new Set<string>()
    for (const line of readLog('orders')) {
      if (line.bodies.some((body) => body.includes('crash:once')) && line.kind === 'begin') continue
      for (const group of new Set(line.groups.map(String))) {
        if (line.kind === 'begin') expect(open).not.toContain(group)
        if (line.kind === 'begin') open.add(group)
        else open.delete(group)
      }
    }
  })
})

describe('a standard queue', () => {
  it('runs no more at once than the mapping allows: this guarantees that a limit in the template is kept here', async () => {
    for (let index = 0; index < 6; index += 1) await send('Notes', `note ${index}`)
    await untilEmpty('Notes')
    let open = 0
    const peaks = readLog('notes').map(({ kind }) => (open += kind === 'begin' ? 1 : -1))
    expect(Math.max(...peaks)).toBe(2)
  })

  it('brings a failed message again: this guarantees that only what was reported done is deleted', async () => {
    await send('Notes', 'late fail:once')
    await untilEmpty('Notes')
    const tries = readLog('notes').filter(
      ({ kind, bodies }) => kind === 'begin' && bodies[0] === 'late fail:once',
    )
    expect(tries.map(({ receives }) => receives[0])).toEqual(['1', '2'])
  })
})
