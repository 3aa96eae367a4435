import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom, type Random } from '../support/random.ts'
import { followBus } from './bus-watch.ts'
import type { Figure, Section } from './report.ts'
import { startRunner } from './runner.ts'
import { findWay, postDelivery, type Sample } from './samples.ts'
import { percentile, sum } from './statistics.ts'

const LAG_MS_MAX = 2_000
const SECONDS = 30
/** Instances start in these; what is measured is a running inbox. */
const WARM_UP_SECONDS = 5
const POLL_PAUSE_MS = 5
/** After the last clock is due. */
const PATIENCE_MS = 30_000

/** Each customer writes once, and nobody answers. */
type Scale = {
  name: string
  channel: string
  way: string
  target: string
  targetMs: number
  perSecond: number
}

const SCALES: readonly [Scale, Scale] = [
  {
    name: 'seconds',
    channel: 'facebook',
    way: 'facebook, private',
    target: 'PT5S',
    targetMs: 5_000,
    perSecond: 4,
  },
  { name: 'minutes', channel: 'whatsapp', way: 'whatsapp', target: 'PT1M', targetMs: 60_000, perSecond: 2 },
]

/** What was told of a clock: how long after it was due, by the event's own time and by when the bus had it. */
type Told = { subject: string; policyId: string; writtenMs: number; seenMs: number }
type Tellings = Record<'sla.warning' | 'sla.breached', Told[]>

/** Design section 11: how late a warning or a breach is told, through everything that `npm start` runs. */
export async function benchBreachLag(): Promise<Section> {
  const runner = await startRunner()
  const random = createRandom(13)
  const ending = new AbortController()
  try {
    await putPolicies(runner.url)
    const told: Tellings = { 'sla.warning': [], 'sla.breached': [] }
    const following = followBus(runner.url, POLL_PAUSE_MS, (events) => note(told, events), ending.signal)
    following.catch(() => undefined)
    const waitFor = async (breaches: number, targetMs: number): Promise<void> => {
      const deadline = performance.now() + targetMs + PATIENCE_MS
      while (told['sla.breached'].length < breaches && performance.now() < deadline) {
        await Promise.race([sleep(50), following])
      }
    }
    const [shortest, longest] = SCALES
    const warm = await sendSteadily(shortest, WARM_UP_SECONDS, random, runner.url)
    await waitFor(warm, shortest.targetMs)
    for (const tellings of Object.values(told)) tellings.length = 0
    const counts = await Promise.all(SCALES.map((scale) => sendSteadily(scale, SECONDS, random, runner.url)))
    await waitFor(sum(counts), longest.targetMs)
    return {
      title: 'Local run, calm weather: milliseconds from the due instant until it is told, p50 / p99 / max',
      figures: SCALES.flatMap((scale, index) => toFigures(scale, counts[index] ?? 0, told)),
      notes: [
        'written: the time of the event. On the bus: when whoever polls it every few milliseconds had it.',
        'the event rule arms each clock; the timer queue waits whole seconds, so up to one of them is the wheel’s own.',
        'senders, runner and emulators share this machine’s cores.',
      ],
    }
  } finally {
    ending.abort()
    await runner.stop()
  }
}

function note(told: Tellings, events: Parameters<Parameters<typeof followBus>[2]>[0]): void {
  const now = Date.now()
  for (const { 'detail-type': type, detail } of events) {
    if (type !== 'sla.warning' && type !== 'sla.breached') continue
    const { data, occurredAt } = detail
    const dueMs = Date.parse(String(data['breachedAt'] ?? data['warnedAt']))
    told[type].push({
      subject: `${String(data['entryId'])} ${String(data['metric'])}`,
      policyId: String(data['policyId']),
      writtenMs: Date.parse(occurredAt) - dueMs,
      seenMs: now - dueMs,
    })
  }
}

function toFigures({ name, target }: Scale, count: number, told: Tellings): Figure[] {
  const ofScale = (type: keyof Tellings): Told[] => told[type].filter(({ policyId }) => policyId === name)
  const breaches = ofScale('sla.breached')
  const isOnce = breaches.length === count && new Set(breaches.map(({ subject }) => subject)).size === count
  return [
    {
      what: `${target}: clocks of ${count} customers breached, each told once`,
      value: String(breaches.length),
      budget: String(count),
      isMissed: !isOnce,
    },
    ...(['sla.warning', 'sla.breached'] as const).flatMap((type) => [
      toFigure(
        `${target}, ${type}: written`,
        ofScale(type).map(({ writtenMs }) => writtenMs),
      ),
      toFigure(
        `${target}, ${type}: on the bus`,
        ofScale(type).map(({ seenMs }) => seenMs),
      ),
    ]),
  ]
}

function toFigure(what: string, lags: readonly number[]): Figure {
  const max = Math.max(...lags)
  const shown = [percentile(lags, 50), percentile(lags, 99), max].map((lag) => lag.toFixed(0))
  return { what, value: shown.join(' / '), budget: `≤ ${LAG_MS_MAX}`, isMissed: !(max <= LAG_MS_MAX) }
}

async function putPolicies(inboxUrl: string): Promise<void> {
  const token = (await (await fetch(`${inboxUrl}/local/token`, { method: 'POST' })).json()) as {
    access_token: string
  }
  const policies = SCALES.map(({ name, channel, target }) => ({
    id: name,
    selector: { channel },
    targets: { first_response: target },
  }))
  const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ policies })
  const response = await fetch(`${inboxUrl}/v1/sla-policies`, { method: 'PUT', headers, body })
  if (!response.ok) throw new Error(`the policies were refused: ${await response.text()}`)
}

/** Texts of ever new customers; how many. */
async function sendSteadily(
  { way, perSecond }: Scale,
  seconds: number,
  random: Random,
  inboxUrl: string,
): Promise<number> {
  const startedAt = performance.now()
  const count = seconds * perSecond
  const posts: Promise<void>[] = []
  for (let message = 0; message < count; message++) {
    const pauseMs = startedAt + (message * 1000) / perSecond - performance.now()
    if (pauseMs > 0) await sleep(pauseMs)
    posts.push(post(findWay(way).create(random), inboxUrl))
  }
  await Promise.all(posts)
  return count
}

async function post({ way, next }: Sample, inboxUrl: string): Promise<void> {
  const response = await postDelivery(way.channel, next(inboxUrl), inboxUrl)
  if (!response.ok) throw new Error(`the inbox answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}
