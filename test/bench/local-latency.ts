import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../support/random.ts'
import { type BusWatch, watchBus } from './bus-watch.ts'
import type { Section } from './report.ts'
import { type Runner, startRunner } from './runner.ts'
import { listWays, postDelivery, type Sample, toProviderId } from './samples.ts'
import { percentile, sum } from './statistics.ts'

const READY_MS_MAX = 10_000
const P50_MS_MAX = 100
const P99_MS_MAX = 500
const PER_SECOND = 50
const SECONDS = 10
/** Instances start and conversations are born in these; what is measured is a running inbox. */
const WARM_UP_SECONDS = 3
const EVENT_TIMEOUT_MS = 60_000
const CUSTOMERS_A_WAY = 12
const POLL_PAUSE_MS = 3
const TRIES_MAX = 10

type Sent = { providerId: string; acceptedAt: number; tookMs: number; refusals: number }

/** Design section 11: `npm start` to ready, then its way from an accepted webhook to the event on the bus. */
export async function benchLocalLatency(): Promise<Section> {
  const runner = await startRunner()
  try {
    const watch = watchBus(runner.url, POLL_PAUSE_MS)
    const samples = createCustomers()
    await waitForAll(watch, await sendSteadily(samples, runner.url, WARM_UP_SECONDS))
    const refused = await measureRefusals(samples[0], runner.url)
    const sent = await sendSteadily(samples, runner.url, SECONDS)
    await waitForAll(watch, sent)
    await watch.stop()
    const delays = sent.map(({ providerId, acceptedAt }) =>
      Math.max(0, (watch.seen.get(providerId) ?? Number.NaN) - acceptedAt),
    )
    const accepts = sent.map(({ tookMs }) => tookMs)
    const failures = sum(sent.map(({ refusals }) => refusals))
    return toSection(runner, { delays, accepts, refused, failures })
  } finally {
    await runner.stop()
  }
}

function toSection(
  { readyMs, synthesisMs }: Runner,
  {
    delays,
    accepts,
    refused,
    failures,
  }: { delays: number[]; accepts: number[]; refused: number[]; failures: number },
): Section {
  const toBudget = (what: string, values: number[], percent: number, max: number) => ({
    what,
    value: percentile(values, percent).toFixed(0),
    budget: `≤ ${max}`,
    floor: percentile(refused, percent).toFixed(0),
    isMissed: percentile(values, percent) > max,
  })
  return {
    title: `Local run, calm weather, milliseconds (${delays.length} messages at ${PER_SECOND}/s, all webhooks in turn)`,
    figures: [
      {
        what: 'npm start to ready',
        value: readyMs.toFixed(0),
        budget: `≤ ${READY_MS_MAX}`,
        floor: synthesisMs.toFixed(0),
        isMissed: readyMs > READY_MS_MAX,
      },
      toBudget('webhook accepted → event on the bus, p50', delays, 50, P50_MS_MAX),
      toBudget('webhook accepted → event on the bus, p99', delays, 99, P99_MS_MAX),
      { what: 'webhook posted → accepted, p50', value: percentile(accepts, 50).toFixed(0) },
      { what: 'webhook posted → accepted, p99', value: percentile(accepts, 99).toFixed(0) },
      {
        what: 'webhooks answered with an error, sent again',
        value: String(failures),
        budget: '0',
        isMissed: failures > 0,
      },
    ],
    notes: [
      'floor: of the start, the CDK app alone; of the rest, a webhook refused for its signature (HTTP front and function, no AWS).',
      `after ${WARM_UP_SECONDS} s of the same load to warm up, until their events were there.`,
      `the bus is asked every ${POLL_PAUSE_MS} ms, so that much is inside; senders, runner and emulators share this machine's cores.`,
    ],
  }
}

function createCustomers(): Sample[] {
  const random = createRandom(11)
  const ways = listWays().filter(({ entry }) => entry === 'webhook')
  return Array.from({ length: CUSTOMERS_A_WAY }, () => ways.map(({ create }) => create(random))).flat()
}

/** One message every 20 ms, whether the one before was answered or not. */
async function sendSteadily(samples: readonly Sample[], inboxUrl: string, seconds: number): Promise<Sent[]> {
  const startedAt = performance.now()
  const posts: Promise<Sent>[] = []
  for (let message = 0; message < seconds * PER_SECOND; message++) {
    const wait = startedAt + (message * 1000) / PER_SECOND - performance.now()
    if (wait > 0) await sleep(wait)
    const sample = samples[message % samples.length]
    if (sample !== undefined) posts.push(post(sample, inboxUrl))
  }
  return await Promise.all(posts)
}

function waitForAll(watch: BusWatch, sent: readonly Sent[]): Promise<void> {
  return watch.waitFor(
    sent.map(({ providerId }) => providerId),
    EVENT_TIMEOUT_MS,
  )
}

async function post(sample: Sample, inboxUrl: string): Promise<Sent> {
  const { channel } = sample.way
  const delivery = sample.next(inboxUrl)
  const providerId = toProviderId(channel, delivery)
  const postedAt = performance.now()
  for (let refusals = 0; refusals < TRIES_MAX; refusals++) {
    const response = await postDelivery(channel, delivery, inboxUrl)
    await response.arrayBuffer()
    const acceptedAt = performance.now()
    if (response.ok) return { providerId, acceptedAt, tookMs: acceptedAt - postedAt, refusals }
    await sleep(200)
  }
  throw new Error(`the inbox did not accept a message ${TRIES_MAX} times`)
}

async function measureRefusals(sample: Sample | undefined, inboxUrl: string): Promise<number[]> {
  if (sample === undefined) return []
  const times = []
  for (let request = 0; request < 50; request++) {
    const delivery = sample.next(inboxUrl)
    if (delivery.kind !== 'webhook') throw new Error('only a webhook can be refused')
    const { url, headers } = delivery.request
    const startedAt = performance.now()
    const response = await fetch(url, { method: 'POST', headers, body: '{}' })
    await response.arrayBuffer()
    if (response.status !== 401) throw new Error(`a wrong signature was answered with ${response.status}`)
    times.push(performance.now() - startedAt)
  }
  return times
}
