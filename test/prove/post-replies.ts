import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { createRandom } from '../support/random.ts'
import type { Answered, PlannedReply, PlannedWork } from './answered-tellers.ts'
import { createGate } from './gate.ts'
import { ProveError } from './prove-error.ts'

/** Agents that post at the same moment. */
const CONCURRENCY = 4
/** Their day does not begin with the first customer's. */
const START_MS_MAX = 4_000
const RETRY_PAUSE_MS = { min: 50, max: 500 }

const Problem = z.looseObject({ code: z.string() })
const Accepted = z.looseObject({ id: z.string(), conversationId: z.string(), status: z.string() })

/** A reply that the inbox answered with 202. */
export type AcceptedReply = { entryId: string; conversationId: string; words: string }

export type PostReport = {
  accepted: AcceptedReply[]
  /** Requests that were made again under their key, because what came was a 5xx or nothing. */
  postedAgain: number
  /** Same key, another entry. */
  twins: string[]
  /** What agents did with conversations beside answering. */
  patches: number
}

/**
 * Plays the agents: in each conversation one reply after the other, in their order, each posted again under its key until the inbox
 * says what it makes of it. The customer's first message may not be there yet: then it is too early.
 */
export async function postReplies(
  answered: readonly Answered[],
  options: { seed: number; inboxUrl: () => string; token: () => Promise<string>; signal: AbortSignal },
): Promise<PostReport> {
  const random = createRandom(options.seed + 5)
  const gate = createGate(CONCURRENCY)
  const report: PostReport = { accepted: [], postedAgain: 0, twins: [], patches: 0 }

  const post = async (conversationId: string, reply: PlannedReply): Promise<AcceptedReply> => {
    for (;;) {
      options.signal.throwIfAborted()
      const { status, body } = await gate(() => attempt(conversationId, reply, options))
      if (status === 202) {
        const { id: entryId, conversationId: place } = Accepted.parse(body)
        return { entryId, conversationId: place, words: reply.words }
      }
      if (status >= 400 && status < 500 && status !== 404 && status !== 429) {
        throw new ProveError(`A reply was refused with ${status}: ${JSON.stringify(body)}`)
      }
      if (status !== 404) report.postedAgain += 1
      await wait(random.integer(RETRY_PAUSE_MS.min, RETRY_PAUSE_MS.max))
    }
  }
  const patch = async (conversationId: string, work: PlannedWork): Promise<void> => {
    for (;;) {
      options.signal.throwIfAborted()
      const { status, body } = await gate(() => attemptPatch(conversationId, work, options))
      if (status === 200) return void (report.patches += 1)
      if (status >= 400 && status < 500 && status !== 429 && !isOvertaken(work, body)) {
        throw new ProveError(`A patch was refused with ${status}: ${JSON.stringify(body)}`)
      }
      await wait(random.integer(RETRY_PAUSE_MS.min, RETRY_PAUSE_MS.max))
    }
  }
  const answer = async ({ conversationId, replies }: Answered, startMs: number): Promise<void> => {
    await wait(startMs)
    for (const reply of replies) {
      await wait(reply.pauseMs)
      const [first, twin] = await Promise.all([
        post(conversationId, reply),
        reply.hasTwin ? post(conversationId, reply) : null,
      ])
      report.accepted.push(first)
      if (twin !== null && twin.entryId !== first.entryId)
        report.twins.push(`${first.entryId} ${twin.entryId}`)
      if (reply.work !== null) await patch(conversationId, reply.work)
    }
  }
  await Promise.all(answered.map((one) => answer(one, random.integer(0, START_MS_MAX))))
  return report
}

type Agents = { seed: number; inboxUrl: () => string; token: () => Promise<string> }

function attempt(conversationId: string, { words }: PlannedReply, agents: Agents) {
  const key = `${agents.seed} ${words.slice(0, words.indexOf(']'))}`
  return request(agents, 'POST', `${conversationId}/messages`, { text: words }, { 'idempotency-key': key })
}

/** A patch that was done already changes nothing; a snooze is asked for again from then on. */
function attemptPatch(conversationId: string, work: PlannedWork, agents: Agents) {
  if (!('snoozeMs' in work)) return request(agents, 'PATCH', conversationId, work)
  const snoozedUntil = new Date(Date.now() + work.snoozeMs).toISOString()
  const { snoozedFor } = work
  return request(agents, 'PATCH', conversationId, { status: 'snoozed', snoozedUntil, snoozedFor })
}

/** In rough weather a request may take longer than a short snooze lasts: then it is asked for anew. */
function isOvertaken(work: PlannedWork, body: unknown): boolean {
  return 'snoozeMs' in work && Problem.safeParse(body).data?.code === 'snooze_invalid'
}

/** The status of the answer, 0 where none came. */
async function request(
  { inboxUrl, token }: Agents,
  method: string,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`${inboxUrl()}/v1/conversations/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: 0, body: null }
  }
}
