import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { findDynoxide } from '../../../infra/local/emulators/find-dynoxide.ts'
import {
  apiResources,
  createAssembly,
  createScratch,
  eventually,
  functionResource,
  startSmallStack,
  type Resources,
} from './small-stack.ts'

const CALL = `
const call = async (endpoint, target, body) => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/aws/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(await response.text())
}
`
const HANDLERS = {
  accept: `${CALL}
export const handler = async (event) => {
  if (event.rawPath === '/slow') {
    await new Promise((resolve) => setTimeout(resolve, 400))
    return { statusCode: 200, body: 'slow but done' }
  }
  const id = event.queryStringParameters.id
  await call(process.env.AWS_ENDPOINT_URL_SQS, 'AmazonSQS.SendMessage', {
    QueueUrl: process.env.QUEUE_URL, MessageBody: id, MessageGroupId: id.split('-')[0], MessageDeduplicationId: id,
  })
  return { statusCode: 200, body: id }
}`,
  store: `${CALL}
export const handler = async (event) => {
  for (const { body } of event.Records) {
    await call(process.env.AWS_ENDPOINT_URL_DYNAMODB, 'DynamoDB_20120810.PutItem', {
      TableName: process.env.TABLE_NAME, Item: { pk: { S: body } },
    })
  }
}`,
  publish: `${CALL}
export const handler = async (event) => {
  for (const { dynamodb } of event.Records) {
    await call(process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, 'AWSEvents.PutEvents', {
      Entries: [{ EventBusName: process.env.BUS_NAME, Source: 'test', DetailType: 'stored', Detail: JSON.stringify({ id: dynamodb.Keys.pk.S }) }],
    })
  }
}`,
}

const RESOURCES: Resources = {
  ...apiResources({ 'POST /messages': 'Accept', 'GET /slow': 'Accept' }),
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, VisibilityTimeout: 300 } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    },
  },
  Accept: functionResource('accept', { Environment: { Variables: { QUEUE_URL: { Ref: 'Queue' } } } }),
  Store: functionResource('store', { Environment: { Variables: { TABLE_NAME: { Ref: 'Table' } } } }),
  Publish: functionResource('publish', { Environment: { Variables: { BUS_NAME: { Ref: 'Bus' } } } }),
  FromQueue: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Store' } },
  },
  FromTable: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'Publish' },
      StartingPosition: 'TRIM_HORIZON',
    },
  },
}

const MAIN = fileURLToPath(new URL('../../../infra/local/main.ts', import.meta.url))
const SMALL = fileURLToPath(new URL('./run-small-stack.ts', import.meta.url))

type Runner = { child: ChildProcess; output: () => string; exited: Promise<number | null> }

let scratch: ReturnType<typeof createScratch>
const children: ChildProcess[] = []
beforeEach(() => {
  scratch = createScratch()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await untilNoProcess()
  scratch.clean()
})

function run(script: string, args: string[], environment: Record<string, string> = {}): Runner {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  })
  children.push(child)
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return { child, output: () => output, exited }
}

function runSmall(port = '0'): Runner {
  const { assets } = createAssembly(scratch.directory, RESOURCES, HANDLERS)
  const file = join(scratch.directory, 'stack.json')
  writeFileSync(file, JSON.stringify({ resources: RESOURCES, assets: [...assets] }))
  return run(SMALL, [file, join(scratch.directory, 'data'), port])
}

/** Synthesizing takes most of it, and far longer where others are at work. */
const untilReady = (runner: Runner): Promise<string> =>
  eventually('the runner is ready', () => addressOf(runner), 60_000)

function addressOf({ child, output }: Runner): string | undefined {
  if (child.exitCode !== null) throw new Error(output())
  return /Inlet ready at (http:\S+)/.exec(output())?.[1]
}

/** Processes of this test's runners and emulators: their command lines name its folder. */
function listProcesses(): string[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(scratch.directory))
}

const untilNoProcess = (): Promise<true> =>
  eventually('no process is left', () => (listProcesses().length === 0 ? true : undefined))

describe('a killed runner', () => {
  it('keeps everything it acknowledged: this guarantees that SIGKILL and a new start lose no message and no event', async () => {
    const first = runSmall()
    const url = await untilReady(first)
    const accepted: string[] = []
    const senders = ['a', 'b', 'c', 'd'].map(async (group) => {
      for (let index = 0; ; index += 1) {
        const id = `${group}-${index}`
        const response = await fetch(`${url}/messages?id=${id}`, { method: 'POST' }).catch(() => null)
        if (response === null) return
        if (response.status === 200) accepted.push(id)
      }
    })
    await eventually('messages flow', () => (accepted.length >= 60 ? true : undefined))
    first.child.kill('SIGKILL')
    await Promise.all(senders)
    await untilNoProcess()

    const second = runSmall()
    const again = await untilReady(second)
    const Events = z.object({ data: z.array(z.object({ detail: z.object({ id: z.string() }) })) })
    await eventually('every event is out', async () => {
      const { data } = Events.parse(await (await fetch(`${again}/local/events`)).json())
      const seen = new Set(data.map(({ detail }) => detail.id))
      return accepted.every((id) => seen.has(id)) ? true : undefined
    })
  })
})

describe('a runner killed while it starts', () => {
  it('leaves no process: this guarantees that no emulator holds the data of the next start', async () => {
    const runner = runSmall()
    await eventually('the emulators begin', () =>
      listProcesses().some((line) => line.includes('emulator-host')) ? true : undefined,
    )
    runner.child.kill('SIGKILL')
    await untilNoProcess()
  })
})

describe('a stopped runner', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'finishes what runs on %s: this guarantees that Ctrl-C breaks no answer and leaves no process',
    async (signal) => {
      const runner = runSmall()
      const url = await untilReady(runner)
      const slow = fetch(`${url}/slow`)
      await eventually('the request is on its way', async () => {
        const probe = await fetch(`${url}/messages?id=x-1`, { method: 'POST' })
        return probe.status === 200 ? true : undefined
      })
      runner.child.kill(signal)
      expect(await (await slow).text()).toBe('slow but done')
      expect(await runner.exited).toBe(0)
      await untilNoProcess()
    },
  )

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends when its emulators end by %s: this guarantees that a runner never looks alive without its data',
    async (signal) => {
      const runner = runSmall()
      await untilReady(runner)
      const host = listProcesses().find((line) => line.includes('emulator-host'))
      process.kill(Number.parseInt(host ?? '', 10), signal)
      expect(await runner.exited).toBe(1)
      expect(runner.output()).toContain('The emulators ended by themselves')
      await untilNoProcess()
    },
  )
})

describe('a start that cannot be', () => {
  it('says that the folder is in use: this guarantees that two runners never write one database', async () => {
    await untilReady(runSmall())
    const second = runSmall()
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain('Another Inlet is running with the data folder')
  })

  it('says that the port is in use: this guarantees one clear line instead of a stack', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const runner = runSmall(port)
    expect(await runner.exited).toBe(1)
    expect(runner.output()).toContain(`Port ${port} is in use.`)
    server.close()
    await untilNoProcess()
  })

  it.each([
    {
      name: 'a data folder below a file',
      environment: { INLET_DATA: 'FILE/data' },
      says: /^The data folder .* cannot be written \(\w+\)\. Set INLET_DATA/,
    },
    { name: 'a port that is none', environment: { PORT: 'http' }, says: /PORT/ },
    { name: 'a weather that is none', environment: { INLET_WEATHER: 'stormy' }, says: /INLET_WEATHER/ },
  ])(
    'says what is wrong with $name: this guarantees one clear line and exit code 1',
    async ({ environment, says }) => {
      writeFileSync(join(scratch.directory, 'file'), '')
      const located = Object.fromEntries(
        Object.entries(environment).map(([key, value]) => [
          key,
          value.replace('FILE', join(scratch.directory, 'file')),
        ]),
      )
      const runner = run(MAIN, [], located)
      expect(await runner.exited).toBe(1)
      expect(runner.output()).toMatch(says)
      expect(runner.output()).not.toContain('    at ')
    },
  )

  it('says how to go on without dynoxide: this guarantees that other platforms are not left alone', () => {
    expect(() => findDynoxide('@dynoxide/another-platform')).toThrow(/docker run .* INLET_DYNAMODB_ENDPOINT/)
  })
})

it('uses a DynamoDB that runs elsewhere: this guarantees that INLET_DYNAMODB_ENDPOINT is enough where dynoxide is missing', async () => {
  const assembly = createAssembly(scratch.directory, RESOURCES, HANDLERS)
  const dataDirs = ['one', 'two'].map((name) => join(scratch.directory, name))
  const one = await startSmallStack({ assembly, dataDir: dataDirs[0] ?? '' })
  const two = await startSmallStack({
    assembly,
    dataDir: dataDirs[1] ?? '',
    dynamodbEndpoint: one.emulators.dynamodbUrl,
  })
  expect(two.emulators.dynamodbUrl).toBe(one.emulators.dynamodbUrl)
  await two.stop()
  await one.stop()
})

it('starts the real stack: this guarantees that `npm start` serves the deployment’s own template and tidies up', async () => {
  const temporary = join(scratch.directory, 'tmp')
  mkdirSync(temporary)
  const runner = run(MAIN, [], { PORT: '0', TMPDIR: temporary })
  const url = await untilReady(runner)
  const token = z
    .object({ access_token: z.string() })
    .parse(await (await fetch(`${url}/local/token`, { method: 'POST' })).json()).access_token
  const response = await fetch(`${url}/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })
  expect(await response.json()).toMatchObject({ data: [] })
  runner.child.kill('SIGINT')
  expect(await runner.exited).toBe(0)
  expect(readdirSync(temporary)).toEqual([])
}, 90_000)
