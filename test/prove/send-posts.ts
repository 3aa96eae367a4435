import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '../support/random.ts'
import { createGate } from './gate.ts'
import type { Post } from './plan.ts'

/** Requests that a platform makes at the same time. */
const CONCURRENCY = 8
/** A platform waits minutes; the order of things is the same. */
const RETRY_PAUSE_MS = { min: 20, max: 400 }

export type SendReport = {
  requests: number
  /** Requests that were not answered with 2xx, by status; 0 where no answer came. */
  refused: Map<number, number>
}

/**
 * Plays the platforms: posts a round of the plan and posts again what was not answered with 2xx. A customer's next body waits
 * until the one before was accepted; a body that is sent twice is accepted with the first 200 of either.
 */
export async function sendPosts(
  posts: readonly Post[],
  options: {
    seed: number
    /** Asked before each request: an inbox that was started again may have another address. */
    inboxUrl: () => string
    signal: AbortSignal
    onAccepted: (post: Post) => Promise<void> | void
  },
): Promise<SendReport> {
  const report: SendReport = { requests: 0, refused: new Map() }
  const random = createRandom(options.seed + 1)
  const gate = createGate(CONCURRENCY)
  const accepted: Promise<void>[] = []
  const twins: Promise<void>[] = []

  const deliver = async (post: Post): Promise<void> => {
    for (;;) {
      const status = await gate(() => attempt(post, options))
      report.requests += 1
      if (status >= 200 && status < 300) return
      report.refused.set(status, (report.refused.get(status) ?? 0) + 1)
      options.signal.throwIfAborted()
      await wait(random.integer(RETRY_PAUSE_MS.min, RETRY_PAUSE_MS.max))
    }
  }
  for (const post of posts) {
    const isFree = Promise.all(post.after.flatMap((earlier) => accepted[earlier] ?? []))
    const sent = isFree.then(async () => {
      const copies = [deliver(post), ...(post.hasTwin ? [deliver(post)] : [])]
      twins.push(...copies)
      await Promise.any(copies)
      await options.onAccepted(post)
    })
    accepted.push(sent)
  }
  await Promise.all(accepted)
  await Promise.all(twins)
  return report
}

/** The status of the answer, 0 where none came. */
async function attempt(
  post: Post,
  { inboxUrl, signal }: { inboxUrl: () => string; signal: AbortSignal },
): Promise<number> {
  signal.throwIfAborted()
  const { url, headers, body } = post.toRequest(inboxUrl())
  try {
    const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
