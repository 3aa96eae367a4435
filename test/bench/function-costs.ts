import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalStack } from '../../infra/local/start-stack.ts'
import { synthesizeLocally } from '../../infra/local/synthesize.ts'
import { readLocalStack } from '../../infra/local/template/local-stack.ts'
import { createRandom } from '../support/random.ts'
import { type BusWatch, watchBus } from './bus-watch.ts'
import { type Invocation, toMeteredHandler } from './metered-handler.ts'
import { createWireSample, type Sample } from './samples.ts'
import { toWebhookRequest } from '../../shared/channels/wire.ts'
import { median, sum } from './statistics.ts'

const NO_URLS = { publicUrl: 'http://127.0.0.1', sqsUrl: 'http://127.0.0.1' }
const WARM_UP_MESSAGES = 60
const MESSAGES = 100
const EVENT_TIMEOUT_MS = 20_000

/** One function's typical invocation, messages coming one at a time. */
export type FunctionCost = {
  title: string
  memoryMegabytes: number
  cpuMs: number
  calls: string[]
  logBytes: number
}

export type FunctionCosts = {
  webhook: FunctionCost
  ingest: FunctionCost
  /** The invocation that publishes, and the one that only sees records of items from which nothing is published. */
  outbox: FunctionCost
  outboxIdle: FunctionCost | null
  /** Body of the queue message. */
  queueBytes: number
}

/** The real bundles in the local runner, one message after the other: the dearest way in which messages can come. */
export async function measureFunctionCosts(): Promise<FunctionCosts> {
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
    writeFileSync(output, '')
    const stack = await startLocalStack({
      ...synthesized,
      dataDir,
      port: 0,
      weather: 'calm',
      seed: 1,
      overrides: { functions: Object.fromEntries(overrides) },
      log: () => undefined,
    })
    const memoryOf = new Map(functions.map(({ title, memoryMegabytes }) => [title, memoryMegabytes]))
    const watch = watchBus(stack.url, 5)
    const sample = createWireSample('whatsapp', createRandom(7))
    try {
      await sendOneByOne(sample, WARM_UP_MESSAGES, stack.url, watch)
      writeFileSync(output, '')
      const logSizes = readLogSizes(dataDir)
      await sendOneByOne(sample, MESSAGES, stack.url, watch)
      const invocations = readInvocations(output)
      const logged = (title: string): number =>
        (readLogSizes(dataDir).get(title) ?? 0) - (logSizes.get(title) ?? 0)
      return toCosts(sample, invocations, memoryOf, logged)
    } finally {
      await watch.stop()
      await stack.stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function sendOneByOne(sample: Sample, count: number, inboxUrl: string, watch: BusWatch): Promise<void> {
  for (let message = 0; message < count; message++) {
    const { url, headers, body } = sample.nextRequest(inboxUrl)
    const [envelope] = sample.channel.cut(toWebhookRequest({ url, headers, body })).envelopes
    const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
    if (!response.ok) throw new Error(`the inbox answered ${response.status}: ${await response.text()}`)
    await watch.waitFor([toProviderId(envelope?.key ?? '')], EVENT_TIMEOUT_MS)
  }
}

/** `message:wamid…` is the key of the message `wamid…`. */
export function toProviderId(key: string): string {
  return key.slice(key.indexOf(':') + 1)
}

function readInvocations(file: string): Invocation[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Invocation)
}

function readLogSizes(dataDir: string): Map<string, number> {
  const titles = ['webhooks-whatsapp', 'ingest', 'outbox']
  return new Map(titles.map((title) => [title, statSync(join(dataDir, 'logs', `${title}.log`)).size]))
}

function toCosts(
  sample: Sample,
  invocations: readonly Invocation[],
  memoryOf: ReadonlyMap<string, number>,
  logged: (title: string) => number,
): FunctionCosts {
  const toCost = (title: string, isOf: (invocation: Invocation) => boolean): FunctionCost | null => {
    const all = invocations.filter((invocation) => invocation.title === title)
    const own = all.filter(isOf)
    if (own.length === 0) return null
    return {
      title,
      memoryMegabytes: memoryOf.get(title) ?? 128,
      cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
      // The most common number of calls is that of an invocation which had nothing special to do.
      calls:
        own.toSorted((left, right) => left.calls.length - right.calls.length)[own.length >> 1]?.calls ?? [],
      logBytes: logged(title) / all.length,
    }
  }
  const need = (cost: FunctionCost | null): FunctionCost => {
    if (cost === null) throw new Error('a function was not invoked')
    return cost
  }
  const [envelope] = sample.channel.cut(toWebhookRequest(sample.nextRequest('http://127.0.0.1'))).envelopes
  return {
    webhook: need(toCost('webhooks-whatsapp', () => true)),
    ingest: need(toCost('ingest', () => true)),
    outbox: need(toCost('outbox', ({ calls }) => calls.includes('PutEvents'))),
    outboxIdle: toCost('outbox', ({ calls }) => calls.length === 0),
    queueBytes: sum([Buffer.byteLength(JSON.stringify(envelope))]) + 200,
  }
}
