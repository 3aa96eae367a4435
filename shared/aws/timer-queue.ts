import { type SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import type { Timer, TimerQueue } from '../app/timer-ports.ts'
import { AppError } from '../domain/errors.ts'
import { TIMER_DELAY_SECONDS_MAX } from '../domain/timer-reach.ts'

/** SQS: entries of a batch. */
const BATCH_ENTRIES_MAX = 10
/** Batches under way at once: a full quarter of an hour of timers is thousands of them. */
const BATCHES_AT_ONCE = 8

export function createTimerQueue(client: SQSClient, queueUrl: string): TimerQueue {
  /** How many were not taken. */
  async function send(timers: readonly Timer[], now: Date): Promise<number> {
    const Entries = timers.map((timer, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(timer),
      DelaySeconds: toDelaySeconds(timer.at, now),
    }))
    // No answer, or one about the whole request: the queue may have taken them. A timer that comes twice does no harm.
    const answer = await client
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch(() => null)
    return timers.length - (answer?.Successful?.length ?? 0)
  }

  return {
    arm: async (timers, now) => {
      const batches = toTens(timers)
      let left = 0
      for (let start = 0; start < batches.length; start += BATCHES_AT_ONCE) {
        const sent = batches.slice(start, start + BATCHES_AT_ONCE).map((batch) => send(batch, now))
        for (const refused of await Promise.all(sent)) left += refused
      }
      if (left === 0) return
      throw new AppError('queue_unavailable', 'the timer queue did not take all timers', {
        context: { timers: timers.length, left },
      })
    },
  }
}

/** Rounded up: too early, a timer would find nothing due. */
function toDelaySeconds(at: string, now: Date): number {
  const seconds = Math.ceil((Date.parse(at) - now.getTime()) / 1000)
  return Math.min(TIMER_DELAY_SECONDS_MAX, Math.max(0, seconds))
}

function toTens(timers: readonly Timer[]): Timer[][] {
  const count = Math.ceil(timers.length / BATCH_ENTRIES_MAX)
  return Array.from({ length: count }, (_, index) =>
    timers.slice(index * BATCH_ENTRIES_MAX, (index + 1) * BATCH_ENTRIES_MAX),
  )
}
