import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { callAws } from '../../../infra/local/aws-json.ts'
import type { LocalStackOptions } from '../../../infra/local/start-stack.ts'
import {
  createAssembly,
  createScratch,
  eventually,
  functionResource,
  startSmallStack,
  type StackHandle,
} from './small-stack.ts'

/** Writes the item keys of each batch that it finished; fails at an item whose `trouble` says so. */
const CONSUMER = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
const firstTime = (key) => {
  const file = process.env.LOG_FILE + '.' + key
  if (existsSync(file)) return false
  writeFileSync(file, '')
  return true
}
export const handler = async (event) => {
  const done = []
  let failed
  for (const record of event.Records) {
    const image = record.dynamodb.NewImage
    const trouble = image.trouble?.S
    const key = image.pk.S + ':' + image.version.N
    if (trouble === 'crash' && firstTime(key)) process.exit(1)
    if (trouble === 'throw' && firstTime(key)) throw new Error('thrown')
    if (trouble === 'always' || (trouble === 'report' && firstTime(key))) {
      failed = record.dynamodb.SequenceNumber
      break
    }
    done.push(key)
  }
  appendFileSync(process.env.LOG_FILE, JSON.stringify({ got: event.Records.length, done }) + '\\n')
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] }
}
`
const Line = z.object({ got: z.number(), done: z.array(z.string()) })

let scratch: ReturnType<typeof createScratch>
let stack: StackHandle | null = null

beforeEach(() => {
  scratch = createScratch()
})
afterEach(async () => {
  await stack?.stop()
  scratch.clean()
})

const key = (name: string, type: string) => ({ AttributeName: name, KeyType: type })

async function start(
  properties: object = {},
  options: Partial<LocalStackOptions> = {},
): Promise<StackHandle> {
  stack = await startSmallStack({
    ...options,
    dataDir: scratch.directory,
    assembly: createAssembly(
      scratch.directory,
      {
        Role: { Type: 'AWS::IAM::Role', Properties: {} },
        Items: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            KeySchema: [key('pk', 'HASH')],
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            BillingMode: 'PAY_PER_REQUEST',
            StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
            TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
          },
        },
        Failed: { Type: 'AWS::S3::Bucket', Properties: {} },
        Consumer: functionResource('consumer', {
          Environment: { Variables: { LOG_FILE: join(scratch.directory, 'log') } },
        }),
        FromItems: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['Items', 'StreamArn'] },
            FunctionName: { 'Fn::GetAtt': ['Consumer', 'Arn'] },
            BatchSize: 20,
            StartingPosition: 'TRIM_HORIZON',
            BisectBatchOnFunctionError: true,
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            MaximumRetryAttempts: 2,
            DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
            ...properties,
          },
        },
      },
      { consumer: CONSUMER },
    ),
  })
  return stack
}

async function put(pk: string, version: number, trouble?: string): Promise<void> {
  await callAws(stack?.emulators.dynamodbUrl ?? '', 'DynamoDB_20120810', 'PutItem', {
    TableName: 'Items',
    Item: {
      pk: { S: pk },
      version: { N: String(version) },
      ...(trouble === undefined ? {} : { trouble: { S: trouble } }),
    },
  })
}

function readDone(): string[] {
  const file = join(scratch.directory, 'log')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => Line.parse(JSON.parse(line)).done)
}

const untilDone = (expected: readonly string[]): Promise<string[]> =>
  eventually(`${expected.length} records are handled`, () => {
    const done = readDone()
    return expected.every((entry) => done.includes(entry)) ? done : undefined
  })

describe('a stream mapping', () => {
  it('hands every record on in order: this guarantees that calm weather shows the stream as it was written', async () => {
    await start()
    const expected = Array.from({ length: 45 }, (_, index) => `item${index % 5}:${index}`)
    for (const [index, entry] of expected.entries()) await put(entry.split(':')[0] ?? '', index)
    expect(await untilDone(expected)).toEqual(expected)
  })

  it('goes on at the failed record: this guarantees that a reported failure, an exception and a crash lose nothing and reorder no item', async () => {
    await start()
    const trouble: Record<number, string> = { 3: 'report', 9: 'throw', 14: 'crash' }
    const expected = Array.from({ length: 20 }, (_, index) => `item:${index}`)
    for (const index of expected.keys()) await put('item', index, trouble[index])
    const done = await untilDone(expected)
    expect(done.filter((entry, index) => done.indexOf(entry) === index)).toEqual(expected)
  })

  it('keeps what it gives up in the bucket and goes on: this guarantees that a poisoned record blocks nothing for ever and is not lost', async () => {
    await start({ BatchSize: 1 })
    await put('good', 1)
    await put('bad', 1, 'always')
    await put('good', 2)
    await untilDone(['good:1', 'good:2'])
    const { fauxqsUrl } = stack?.emulators ?? { fauxqsUrl: '' }
    const list = await (await fetch(`${fauxqsUrl}/inlet-failed?list-type=2`)).text()
    const objectKey = /<Key>([^<]+)<\/Key>/.exec(list)?.[1] ?? ''
    expect(objectKey).toMatch(/^aws\/lambda\/FromItems\/shardId-local-0\/\d{4}\/\d\d\/\d\d\//)
    const kept = z
      .object({ payload: z.object({ Records: z.array(z.looseObject({})) }) })
      .parse(await (await fetch(`${fauxqsUrl}/inlet-failed/${objectKey}`)).json())
    expect(JSON.stringify(kept.payload.Records)).toContain('"trouble":{"S":"always"}')
    expect(kept.payload.Records).toHaveLength(1)
  })

  it('goes on after a restart where it was: this guarantees that nothing is skipped and that handled history does not come again', async () => {
    await start()
    await put('before', 1)
    await untilDone(['before:1'])
    await stack?.stop()
    await start()
    await put('after', 1)
    expect(await untilDone(['after:1'])).toEqual(['before:1', 'after:1'])
  })

  it('passes over what no filter lets through, and goes on after it: this guarantees that a filter costs no record that it wants', async () => {
    const Pattern = JSON.stringify({ dynamodb: { NewImage: { pk: { S: ['wanted', 'also'] } } } })
    const filtered = { FilterCriteria: { Filters: [{ Pattern }] } }
    await start(filtered)
    for (const pk of ['other', 'wanted', 'other', 'also', 'other']) await put(pk, 1)
    await untilDone(['wanted:1', 'also:1'])
    await stack?.stop()
    await start(filtered)
    await put('other', 2)
    await put('wanted', 2)
    expect(await untilDone(['wanted:2'])).toEqual(['wanted:1', 'also:1', 'wanted:2'])
  })

  it('mixes items but never one item’s records when the order rule is on: this guarantees that rough weather is as rough as AWS and no rougher', async () => {
    await start({}, { rules: { 'stream-order': { on: true, probability: 1 } } })
    const expected = Array.from({ length: 200 }, (_, index) => `item${index % 10}:${index}`)
    await Promise.all(
      Array.from({ length: 10 }, async (_, item) => {
        for (let index = item; index < 200; index += 10) await put(`item${item}`, index)
      }),
    )
    const done = await untilDone(expected)
    for (let item = 0; item < 10; item += 1) {
      const own = done.filter((entry) => entry.startsWith(`item${item}:`))
      expect(own).toEqual(expected.filter((entry) => entry.startsWith(`item${item}:`)))
    }
    const numbers = done.map((entry) => Number(entry.split(':')[1]))
    expect(numbers).not.toEqual(numbers.toSorted((left, right) => left - right))
  })

  it('repeats batches when the duplicate rule is on: this guarantees that a publisher meets at-least-once delivery here', async () => {
    await start({}, { rules: { 'stream-duplicate-delivery': { on: true, probability: 1 } } })
    await put('twice', 1)
    await eventually('the record comes twice', () => (readDone().length >= 2 ? true : undefined))
    expect(new Set(readDone())).toEqual(new Set(['twice:1']))
  })
})
