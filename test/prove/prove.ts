import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { StackOverrides } from '../../infra/local/overrides.ts'
import { startLocalStack, type RunningStack } from '../../infra/local/start-stack.ts'
import type { Synthesized } from '../../infra/local/synthesize.ts'
import { createRandom } from '../support/random.ts'
import { HandoffView } from '../../shared/app/handoff/handoff-view.ts'
import { createCrashes } from './crashes.ts'
import { createBusReader, createFeedReader } from './event-readers.ts'
import { openInboxClocks } from './inbox-clocks.ts'
import { createInboxClient } from './inbox-client.ts'
import { judge, type Verdict } from './judge.ts'
import { countEvents } from './lane.ts'
import { repeatLate } from './late-repeats.ts'
import { makePlan, type Plan, type Post } from './plan.ts'
import { planPlatformWeather } from './platform-faults.ts'
import { playHandoffs } from './play-handoffs.ts'
import { postReplies } from './post-replies.ts'
import { ProveError } from './prove-error.ts'
import { openInboxQueues, type InboxQueues } from './inbox-queues.ts'
import { isAnyQueued, readCalls } from './reply-fates.ts'
import { readLog } from './read-log.ts'
import { setAsideHandoffs } from './set-aside-handoffs.ts'
import { sendPosts } from './send-posts.ts'
import { waitUntilQuiet } from './wait-until-quiet.ts'

/** Made up so that the platform's clock is behind ours. */
const STARTED_AGO_MS = 6 * 3_600_000
const LATE_PAUSE_MS_MAX = 2_000
const ROUND_POLL_MS = 50
/** With room for a file whose fetch was killed: it is asked for again after six minutes. */
const DEADLINE_MS = { base: 600_000, perMessage: 1_000 }

export type ProveOptions = {
  synthesized: Synthesized
  seed: number
  messages: number
  customers: number
  /** What agents say meanwhile. */
  replies: number
  /** Customers of the public who are asked into private meanwhile. */
  handoffs: number
  /** Names of those that are played. */
  channels: readonly string[]
  weather: 'calm' | 'rough'
  /** A bundle to run instead of the publisher. */
  publisherFile: string | null
}

export type Proof = Verdict & {
  seed: number
  requests: number
  resent: number
  /** Replies that agents posted again after a 5xx. */
  postedAgain: number
  /** What agents did with conversations beside answering. */
  patches: number
  repeats: number
  crashes: number
  sendMs: number
  quietMs: number
  isQuiet: boolean
  weather: { name: string; struck: number }[]
  logs: string | null
}

/** One run: a stack of its own, everything sent, everything read back, everything compared. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { seed, messages, customers, replies, channels } = options
  const dataDir = mkdtempSync(join(tmpdir(), 'inlet-prove-'))
  const startAt = new Date(Date.now() - STARTED_AGO_MS)
  const plan = makePlan({ seed, entries: messages, customers, replies, startAt, channels })
  const running = await startLocalStack({
    ...options.synthesized,
    dataDir,
    port: 0,
    weather: options.weather,
    seed,
    ...(options.publisherFile === null ? {} : { overrides: overridePublisher(options.publisherFile) }),
    log: () => undefined,
  })
  let proof: Omit<Proof, 'logs'> | null = null
  const isOver = new AbortController()
  try {
    proof = await runPlan(plan, running, { ...options, dataDir, isOver: isOver.signal })
  } finally {
    // Where one gives up, all the others stop as well.
    isOver.abort()
    await running.stop()
    if (proof?.isProven === true) rmSync(dataDir, { recursive: true, force: true })
  }
  return { ...proof, logs: proof.isProven ? null : join(dataDir, 'logs') }
}

async function runPlan(
  plan: Plan,
  running: RunningStack,
  options: ProveOptions & { dataDir: string; isOver: AbortSignal },
): Promise<Omit<Proof, 'logs'>> {
  const inboxUrl = (): string => running.url
  const deadlineMs = DEADLINE_MS.base + DEADLINE_MS.perMessage * options.messages
  const patience = AbortSignal.any([AbortSignal.timeout(deadlineMs * 3), options.isOver])
  const client = createInboxClient({ inboxUrl, signal: patience })
  const queues = openInboxQueues(running)
  const live = createFeedReader(client)
  const bus = createBusReader(inboxUrl)
  const clocks = openInboxClocks(running)
  options.isOver.addEventListener('abort', clocks.close)
  await clocks.saveRules()

  const startedAt = performance.now()
  const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), options.isOver])
  const platformsUrl = running.platforms?.url ?? ''
  await planPlatformWeather(platformsUrl, options)
  const posting = { seed: plan.seed, inboxUrl, token: client.token, signal }
  const [storm, posted, played] = await Promise.all([
    sendInWeather(plan, running, queues, { ...options, signal }),
    postReplies(plan.answered, posting),
    playHandoffs(options.handoffs, { ...posting, channels: options.channels }),
  ]).catch((error: unknown) => {
    if (!signal.aborted) throw error
    throw new ProveError(`Seed ${plan.seed}: not everything was accepted within ${deadlineMs / 1000} s.`)
  })
  const sendMs = performance.now() - startedAt
  // How many events a reply has is the platforms' to say.
  const expected =
    posted.accepted.length + played.length > 0 ? Infinity : sumOf([...countEvents(plan.lanes).values()])
  const isBusy = async (): Promise<boolean> =>
    isAnyQueued(posted.accepted, live.events) ||
    (await isAnythingWaiting(queues)) ||
    (await clocks.isAnyDue())
  const isQuiet = await waitUntilQuiet({ readers: [live, bus], expected, isBusy, deadlineMs })
  const quietMs = performance.now() - startedAt - sendMs

  const weather = running.weather.rules().map(({ name, struck }) => ({ name, struck }))
  // The storm is over: from here on it would only hide things from the one who looks.
  for (const { name } of weather) running.weather.setRule(name, { on: false })
  const log = await readLog(client, plan.lanes)
  const readClocks = await clocks.read(log.conversations.map(({ conversation }) => conversation.id))
  // Beside the logs of the functions, for whoever asks why a clock differs.
  writeFileSync(join(options.dataDir, 'logs', 'clocks.json'), JSON.stringify(readClocks))
  // What a look at a platform still settles while all this is read is known to the log first.
  await waitUntilQuiet({
    readers: [live, bus],
    expected: 0,
    isBusy: () => Promise.resolve(false),
    deadlineMs,
  })
  const feed = createFeedReader(client)
  await feed.read()
  const { accepted, twins } = posted
  const all = { feed: feed.events, live: live.events, bus: bus.events }
  const { rest, handoffs } = setAsideHandoffs(log, all)
  const verdict = judge(plan, {
    log: rest.log,
    replies: { accepted, twins, calls: await readCalls(running.url) },
    events: rest.events,
    handoffs: { ...handoffs, played, listed: await client.list(HandoffView, '/v1/handoffs') },
    clocks: readClocks,
    sidelines: { quarantine: await queues.quarantine.bodies(), deadLetters: await queues.readDeadLetters() },
  })
  const isProven = verdict.isProven && isQuiet
  const { postedAgain, patches } = posted
  return {
    seed: plan.seed,
    postedAgain,
    patches,
    ...storm,
    ...verdict,
    isProven,
    sendMs,
    quietMs,
    isQuiet,
    weather,
  }
}

/** Sends the plan while functions crash; returns when all is accepted. */
async function sendInWeather(
  plan: Plan,
  running: RunningStack,
  queues: InboxQueues,
  { weather, seed, signal }: { weather: 'calm' | 'rough'; seed: number; signal: AbortSignal },
): Promise<Pick<Proof, 'requests' | 'resent' | 'repeats' | 'crashes'>> {
  const random = createRandom(seed + 3)
  const titles = running.stack.functions.map(({ title }) => title)
  const crashes = weather === 'rough' ? createCrashes({ titles, kill: running.killFunction, seed }) : null
  const late: Promise<void>[] = []
  const onAccepted = (post: Post): void => {
    crashes?.note()
    if (!post.isLate) return
    const pause = wait(random.integer(0, LATE_PAUSE_MS_MAX))
    late.push(pause.then(() => repeatLate(post, running.url, queues.inbound)))
  }
  let requests = 0
  for (const posts of plan.rounds) {
    while (await isAnythingWaiting(queues)) {
      signal.throwIfAborted()
      await wait(ROUND_POLL_MS)
    }
    const sent = await sendPosts(posts, { seed, inboxUrl: () => running.url, signal, onAccepted })
    requests += sent.requests
    await Promise.all(late)
  }
  const first = plan.rounds.flat().reduce((sum, { hasTwin }) => sum + 1 + Number(hasTwin), 0)
  const killed = (await crashes?.finish()) ?? 0
  return { requests, resent: requests - first, repeats: plan.repeats, crashes: killed }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Whether something is still on its way to the log. */
async function isAnythingWaiting({ inbound, topics }: InboxQueues): Promise<boolean> {
  for (const queue of [...topics, inbound]) if ((await queue.count()) > 0) return true
  return false
}

/** Another publisher, which is shown every record of the table: the real one asks only for those that it publishes. */
function overridePublisher(file: string): StackOverrides {
  const Pattern = JSON.stringify({ eventName: ['INSERT', 'MODIFY'] })
  return {
    functions: { outbox: { file } },
    properties: { OutboxFromStream: { FilterCriteria: { Filters: [{ Pattern }] } } },
  }
}
