import { type SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import type { Timer, TimerQueue } from '../app/timer-ports.ts'
import { AppError } from '../domain/errors.ts'
import { TIMER_DELAY_SECONDS_MAX } from '../domain/timer-reach.ts'
import { sendAll } from './send-all.ts'

/** SQS: entries of a batch. */
const BATCH_ENTRIES_MAX = 10
/** Batches under way at once: a full quarter of an hour of timers is thousands of them. */
const BATCHES_AT_ONCE = 8

export function createTimerQueue(client: SQSClient, queueUrl: string): TimerQueue {
  /** Returns those that were not taken. */
  async function send(timers: readonly Timer[], now: Date): Promise<Timer[]> {
    const Entries = timers.map((timer, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(timer),
      DelaySeconds: toDelaySeconds(timer.at, now),
    }))
    // No answer, or one about the whole request: the queue may have taken them. A timer that comes twice does no harm.
    const answer = await client
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch(() => null)
    const taken = new Set(answer?.Successful?.map(({ Id }) => Id))
    return timers.filter((_, index) => !taken.has(String(index)))
  }

  async function sendBatches(timers: readonly Timer[], now: Date): Promise<Timer[]> {
    const batches = toTens(timers)
    const left: Timer[] = []
    for (let start = 0; start < batches.length; start += BATCHES_AT_ONCE) {
      const sent = batches.slice(start, start + BATCHES_AT_ONCE).map((batch) => send(batch, now))
      left.push(...(await Promise.all(sent)).flat())
    }
    return left
  }

  return {
    arm: async (timers, now) => {
      const left = await sendAll(timers, (some) => sendBatches(some, now))
      if (left.length === 0) return
      throw new AppError('queue_unavailable', 'the timer queue did not take all timers', {
        context: { timers: timers.length, left: left.length },
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
