import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalStack } from '../../infra/local/start-stack.ts'
import { synthesizeLocally } from '../../infra/local/synthesize.ts'
import { readLocalStack } from '../../infra/local/template/local-stack.ts'
import { createRandom } from '../support/random.ts'
import { type BusWatch, watchBus } from './bus-watch.ts'
import { type Invocation, toMeteredHandler } from './metered-handler.ts'
import { cutDelivery, listWays, postDelivery, type Sample, toProviderId, type Way } from './samples.ts'
import { median } from './statistics.ts'

const NO_URLS = { publicUrl: 'http://127.0.0.1', sqsUrl: 'http://127.0.0.1' }
const WARM_UP_MESSAGES = 25
const MESSAGES = 40
const EVENT_TIMEOUT_MS = 20_000

/** One function's typical invocation, messages coming one at a time. */
export type FunctionCost = {
  title: string
  memoryMegabytes: number
  cpuMs: number
  calls: string[]
  logBytes: number
}

/** What a text costs on its way in. */
export type FunctionCosts = {
  way: Way
  /** Behind the webhook, or behind the topic's queue. */
  entry: FunctionCost
  ingest: FunctionCost
  outbox: FunctionCost
  /** Bodies of the messages of the inbound queue, and of the topic's where there is one. */
  queueBytes: number
  topicBytes: number | null
}

type MeteredStack = {
  url: string
  watch: BusWatch
  memoryOf: ReadonlyMap<string, number>
  /** Invocations since the last time this was called. */
  takeInvocations: () => Invocation[]
  logSizeOf: (title: string) => number
}

/** The real bundles in the local runner, one message after the other: the dearest way in which messages can come. */
export async function measureFunctionCosts(): Promise<FunctionCosts[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inlet-bench-functions-'))
  try {
    const synthesized = synthesizeLocally(join(dataDir, 'cdk.out'))
    const { functions } = readLocalStack(synthesized.assembly, NO_URLS)
    const output = join(dataDir, 'invocations.jsonl')
    mkdirSync(join(dataDir, 'metered'))
    const overrides = functions.map(({ title, entry }) => {
      const file = join(dataDir, 'metered', `${title}.mjs`)
      writeFileSync(file, toMeteredHandler(title, entry.file, output))
      return [title, { file }] as const
    })
    const stack = await startLocalStack({
      ...synthesized,
      dataDir,
      port: 0,
      weather: 'calm',
      seed: 1,
      overrides: { functions: Object.fromEntries(overrides) },
      log: () => undefined,
    })
    const watch = watchBus(stack.url, 5)
    try {
      return await measureWays({
        url: stack.url,
        watch,
        memoryOf: new Map(functions.map(({ title, memoryMegabytes }) => [title, memoryMegabytes])),
        takeInvocations: () => {
          const invocations = readInvocations(output)
          writeFileSync(output, '')
          return invocations
        },
        logSizeOf: (title) => statSync(join(dataDir, 'logs', `${title}.log`)).size,
      })
    } finally {
      await watch.stop()
      await stack.stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measureWays(stack: MeteredStack): Promise<FunctionCosts[]> {
  const random = createRandom(7)
  const costs: FunctionCosts[] = []
  for (const way of listWays()) {
    const sample = way.create(random)
    await sendOneByOne(sample, WARM_UP_MESSAGES, stack)
    stack.takeInvocations()
    costs.push(await measureWay(sample, stack))
  }
  return costs
}

async function measureWay(sample: Sample, stack: MeteredStack): Promise<FunctionCosts> {
  const { way } = sample
  const { name } = way.channel.manifest
  const titles = [
    way.entry === 'webhook' ? `webhooks-${name}` : `topics-${name}`,
    'ingest',
    'outbox',
  ] as const
  const logged = new Map(titles.map((title) => [title, stack.logSizeOf(title)]))
  await sendOneByOne(sample, MESSAGES, stack)
  const invocations = stack.takeInvocations()
  const [entry, ingest, outbox] = titles.map((title) => {
    const logBytes = stack.logSizeOf(title) - (logged.get(title) ?? 0)
    return toCost(title, invocations, logBytes, stack.memoryOf.get(title) ?? 128)
  })
  if (!entry || !ingest || !outbox) throw new Error(`not every function was invoked for ${way.name}`)
  const delivery = sample.next(stack.url)
  const [envelope] = cutDelivery(way.channel, delivery)
  return {
    way,
    entry,
    ingest,
    outbox,
    // With the names of what the queue adds to it.
    queueBytes: Buffer.byteLength(JSON.stringify(envelope)) + 200,
    topicBytes: delivery.kind === 'topic' ? Buffer.byteLength(delivery.message.body) : null,
  }
}

async function sendOneByOne(sample: Sample, count: number, { url, watch }: MeteredStack): Promise<void> {
  const { channel } = sample.way
  for (let message = 0; message < count; message++) {
    const delivery = sample.next(url)
    const response = await postDelivery(channel, delivery, url)
    if (!response.ok) throw new Error(`the inbox answered ${response.status}: ${await response.text()}`)
    await watch.waitFor([toProviderId(channel, delivery)], EVENT_TIMEOUT_MS)
  }
}

function readInvocations(file: string): Invocation[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Invocation)
}

function toCost(
  title: string,
  invocations: readonly Invocation[],
  logBytes: number,
  memoryMegabytes: number,
): FunctionCost | null {
  const own = invocations.filter((invocation) => invocation.title === title)
  if (own.length === 0) return null
  return {
    title,
    memoryMegabytes,
    cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
    // The most common number of calls is that of an invocation which had nothing special to do.
    calls:
      own.toSorted((left, right) => left.calls.length - right.calls.length)[own.length >> 1]?.calls ?? [],
    logBytes: logBytes / own.length,
  }
}
