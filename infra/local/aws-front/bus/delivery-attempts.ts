import { setTimeout as wait } from 'node:timers/promises'
import type { LocalBus } from '../../template/read-buses.ts'
import type { Weather } from '../../weather.ts'
import { createBoundedCalls } from './bounded-calls.ts'
import type { BusEvent } from './bus-event.ts'
import type { Settled } from './bus-log.ts'
import type { DeadLetterReason, SendDeadLetter } from './dead-letter.ts'

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
const RETRY_ATTEMPTS_DEFAULT = 185
const EVENT_AGE_SECONDS_DEFAULT = 86_400
const FIRST_RETRY_MS = 200
const RETRY_MS_MAX = 30_000
const DELAY_MS_MAX = 400
const IN_FLIGHT_MAX = 64

export type Target = LocalBus['rules'][number]['targets'][number]

export type DeliveryAttempts = {
  /** Null when the target took the event, else the error's text. */
  once: (target: Target, event: BusEvent) => Promise<string | null>
  /** Tries until the target takes the event or the rule's retry policy ends; interrupted when the front stops. */
  untilSettled: (rule: string, target: Target, event: BusEvent) => Promise<Settled['outcome'] | 'interrupted'>
}

export function createDeliveryAttempts(options: {
  weather: Weather
  deliver: (targetArn: string, event: unknown) => Promise<void>
  sendDeadLetter: SendDeadLetter
  logLine: (line: string) => void
  stopping: AbortSignal
}): DeliveryAttempts {
  const { weather, stopping } = options
  const bounded = createBoundedCalls(IN_FLIGHT_MAX)
  return { once, untilSettled }

  async function once(target: Target, event: BusEvent): Promise<string | null> {
    // Later events overtake this one.
    if (weather.chance('bus-reordered-delivery')) {
      await waited(weather.random('bus-reordered-delivery') * DELAY_MS_MAX)
    }
    try {
      await bounded(async () => {
        stopping.throwIfAborted()
        await options.deliver(target.arn, event)
      })
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  async function untilSettled(
    rule: string,
    target: Target,
    event: BusEvent,
  ): Promise<Settled['outcome'] | 'interrupted'> {
    const startedMs = performance.now()
    for (let retries = 0; ; retries += 1) {
      const error = await once(target, event)
      if (error === null) return 'delivered'
      if (stopping.aborted) return 'interrupted'
      options.logLine(`Rule ${rule} could not deliver ${event.id} to ${target.arn}: ${error}`)
      const condition = exhausted(target, retries, performance.now() - startedMs)
      if (condition !== null && target.deadLetterArn === undefined) return 'given-up'
      if (condition !== null && target.deadLetterArn !== undefined) {
        const reason = { rule, target: target.arn, error, condition, retries }
        await options.sendDeadLetter(target.deadLetterArn, event, reason)
        return 'dead-lettered'
      }
      await waited(Math.min(RETRY_MS_MAX, FIRST_RETRY_MS * 2 ** retries))
    }
  }

  async function waited(delayMs: number): Promise<void> {
    await wait(delayMs, undefined, { signal: stopping }).catch(() => undefined)
  }
}

function exhausted(target: Target, retries: number, ageMs: number): DeadLetterReason['condition'] | null {
  const ageMsMax = 1000 * (target.retry?.maximumEventAgeSeconds ?? EVENT_AGE_SECONDS_DEFAULT)
  if (ageMs >= ageMsMax) return 'MaximumEventAgeInSeconds'
  const retriesMax = target.retry?.maximumRetryAttempts ?? RETRY_ATTEMPTS_DEFAULT
  return retries >= retriesMax ? 'MaximumRetryAttempts' : null
}
