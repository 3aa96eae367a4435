import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { callAws } from '../../../infra/local/aws-json.ts'
import { LOCAL_ACCOUNT } from '../../../infra/local/local-account.ts'
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

const HANDLERS = {
  api: `
const call = async (endpoint, target, body) => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/aws/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: JSON.stringify(body),
  })
  return await response.json()
}
let count = 0
export const handler = async (event) => {
  count += 1
  if (event.rawPath === '/secret') return await call(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, 'secretsmanager.GetSecretValue', { SecretId: process.env.SECRET_ARN })
  if (event.rawPath === '/event') return await call(process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, 'AWSEvents.PutEvents', {
    Entries: [{ EventBusName: process.env.BUS_NAME, Source: 'inlet', DetailType: 'message.received', Detail: event.body }],
  })
  console.log(JSON.stringify({ level: 'INFO', message: 'quiet line' }))
  console.log(JSON.stringify({ level: 'WARN', message: 'loud line' }))
  console.error('plain error')
  return { version: 'built', extra: process.env.EXTRA ?? null, timeout: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, count }
}`,
  listener: `
import { appendFileSync } from 'node:fs'
export const handler = async (event) => appendFileSync(process.env.HEARD_FILE, JSON.stringify(event) + '\\n')`,
}

const scratch = createScratch()
const heardFile = join(scratch.directory, 'heard')
const otherFile = join(scratch.directory, 'other.mjs')

const RESOURCES: Resources = {
  ...apiResources({ 'GET /': 'Api1', 'GET /secret': 'Api1', 'POST /event': 'Api1' }),
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Bus: {
    Type: 'AWS::Events::EventBus',
    Properties: { Name: { 'Fn::Join': ['-', [{ Ref: 'AWS::StackName' }, 'bus']] } },
  },
  Heard: { Type: 'AWS::SQS::Queue', Properties: {} },
  News: { Type: 'AWS::SNS::Topic', Properties: {} },
  Told: { Type: 'AWS::SQS::Queue', Properties: {} },
  TellsQueue: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      Protocol: 'sqs',
      TopicArn: { Ref: 'News' },
      Endpoint: { 'Fn::GetAtt': ['Told', 'Arn'] },
      RawMessageDelivery: true,
    },
  },
  SmsSecret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { GenerateSecretString: {}, Tags: [{ Key: 'inlet:channel', Value: 'sms' }] },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { 'detail-type': [{ prefix: 'message.' }], detail: { channel: ['sms'] } },
      Targets: [
        { Id: 'function', Arn: { 'Fn::GetAtt': ['Listener', 'Arn'] } },
        { Id: 'queue', Arn: { 'Fn::GetAtt': ['Heard', 'Arn'] } },
        { Id: 'topic', Arn: { Ref: 'News' }, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
        { Id: 'theirs', Arn: 'arn:aws:sqs:eu-west-1:123456789012:theirs' },
      ],
    },
  },
  Api1: functionResource('api', {
    Environment: { Variables: { SECRET_ARN: { Ref: 'SmsSecret' }, BUS_NAME: { Ref: 'Bus' } } },
  }),
  Listener: functionResource('listener', { Environment: { Variables: { HEARD_FILE: heardFile } } }),
}

const assembly = createAssembly(scratch.directory, RESOURCES, HANDLERS)
let stack: StackHandle

beforeAll(async () => {
  stack = await startSmallStack({
    assembly,
    dataDir: join(scratch.directory, 'data'),
    channelSecrets: new Map([['sms', { authToken: 'local' }]]),
  })
})
afterAll(async () => {
  await stack.stop()
  scratch.clean()
})

it('gives a channel’s secret to its function: this guarantees that local webhooks verify with the documented values', async () => {
  const answer = z
    .looseObject({ SecretString: z.string() })
    .parse(await (await fetch(`${stack.url}/secret`)).json())
  expect(JSON.parse(answer.SecretString)).toEqual({ authToken: 'local' })
})

it('carries events along rules: this guarantees that a function, a queue and a topic’s subscriber get what the pattern wants, and nothing else', async () => {
  for (const channel of ['whatsapp', 'sms']) {
    await fetch(`${stack.url}/event`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel }),
    })
  }
  const heard = await eventually('the function hears', () =>
    existsSync(heardFile) ? readFileSync(heardFile, 'utf8') : undefined,
  )
  expect(JSON.parse(heard.trim())).toMatchObject({ source: 'inlet', detail: { channel: 'sms' } })
  for (const queue of ['Heard', 'Told']) expect(await receive(queue)).toEqual(JSON.parse(heard.trim()))
  expect(stack.lines).toContain(
    'Rule also has arn:aws:sqs:eu-west-1:123456789012:theirs: nothing is sent there from here.',
  )
  const { data } = z
    .object({ data: z.array(z.looseObject({ id: z.string(), detail: z.unknown() })) })
    .parse(await (await fetch(`${stack.url}/local/events`)).json())
  expect(data.map(({ detail }) => detail)).toEqual([{ channel: 'whatsapp' }, { channel: 'sms' }])
  const after = await (await fetch(`${stack.url}/local/events?after=${data[0]?.id}`)).json()
  expect(after).toEqual({ data: data.slice(1) })
})

async function receive(queue: string): Promise<unknown> {
  const { fauxqsUrl } = stack.emulators
  const body = await eventually(`${queue} hears`, async () => {
    const answer = await callAws(fauxqsUrl, 'AmazonSQS', 'ReceiveMessage', {
      QueueUrl: `${fauxqsUrl}/${LOCAL_ACCOUNT}/${queue}`,
    })
    return z.object({ Messages: z.array(z.object({ Body: z.string() })).optional() }).parse(answer)
      .Messages?.[0]?.Body
  })
  return JSON.parse(body)
}

it('writes each function’s log to a file and only trouble to the terminal: this guarantees that a person sees what matters', async () => {
  await fetch(`${stack.url}/`)
  const file = join(scratch.directory, 'data', 'logs', 'Api1.log')
  await eventually('the log is written', () => {
    const text = readFileSync(file, 'utf8')
    return ['quiet line', 'loud line', 'plain error'].every((line) => text.includes(line)) ? true : undefined
  })
  const shown = stack.lines.join('\n')
  expect(shown).toContain('loud line')
  expect(shown).toContain('plain error')
  expect(shown).not.toContain('quiet line')
})

it('replaces a killed instance: this guarantees that tests can crash a function where they want', async () => {
  const Count = z.looseObject({ count: z.number() })
  await fetch(`${stack.url}/`)
  expect(stack.killFunction('Api1')).toBe(true)
  expect(Count.parse(await (await fetch(`${stack.url}/`)).json()).count).toBe(1)
  expect(stack.killFunction('Nobody')).toBe(false)
})

describe('overrides', () => {
  it('exchange code, environment and properties: this guarantees that the proof can run a wrong publisher in the real stack', async () => {
    writeFileSync(
      otherFile,
      "export const handler = async () => ({ version: 'other', extra: process.env.EXTRA, timeout: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE })",
    )
    const other = await startSmallStack({
      assembly,
      dataDir: join(scratch.directory, 'other'),
      channelSecrets: new Map([['sms', {}]]),
      overrides: {
        functions: { Api1: { file: otherFile, environment: { EXTRA: 'yes' } } },
        properties: { Api1: { MemorySize: 256 } },
      },
    })
    const answer = await (await fetch(other.url)).json()
    await other.stop()
    expect(answer).toEqual({ version: 'other', extra: 'yes', timeout: '256' })
  })

  it.each([
    {
      name: 'a function',
      overrides: { functions: { ingets: {} } },
      says: /function ingets. There are: Api1, Listener/,
    },
    { name: 'a resource', overrides: { properties: { Nothing: {} } }, says: /names Nothing/ },
  ])(
    'refuse $name that is not there: this guarantees that a proof never passes because nothing was changed',
    async ({ overrides, says }) => {
      const start = startSmallStack({ assembly, dataDir: join(scratch.directory, 'none'), overrides })
      await expect(start).rejects.toThrow(says)
    },
  )
})

it('crashes functions when the rule is on: this guarantees that rough weather reaches every function', async () => {
  const rough = await startSmallStack({
    assembly,
    dataDir: join(scratch.directory, 'rough'),
    channelSecrets: new Map([['sms', {}]]),
    rules: { 'function-crash': { on: true, probability: 1 } },
  })
  await eventually('a request dies', async () => ((await fetch(rough.url)).status === 500 ? true : undefined))
  rough.weather.setRule('function-crash', { on: false })
  expect((await fetch(rough.url)).status).toBe(200)
  await rough.stop()
})
