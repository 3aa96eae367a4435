import { SQSClient } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import * as z from 'zod/mini'
import type { FireDeps, TimerOutcome } from '../../shared/app/fire-timer.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { Timer } from '../../shared/app/timer-ports.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createMediaRequests } from '../../shared/aws/media-requests.ts'
import { createOutboundQueue } from '../../shared/aws/outbound-queue.ts'
import { createTimerQueue } from '../../shared/aws/timer-queue.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { readEnvironment, TimersEnvironment } from './environment.ts'
import { defaultProvider } from './environment-credentials.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'
import { systemClock, systemPacer } from './system.ts'

type FireTimer = (deps: FireDeps, timer: Timer) => Promise<TimerOutcome>

/** What `createTimerQueue` sends. */
const TimerMessage = z.strictObject({ conversationId: z.string(), at: z.iso.datetime() })

/** Wires timers to the table and the queues: a batch of the timer queue in, the failed messages out. */
export function createTimersEdge(fire: FireTimer): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const logger = once(createLogger)
  const deps = once(composeTimers)
  const meter = once(() => createMeter(readEnvironment(TimersEnvironment, process.env).INLET_STAGE))

  async function succeeds({ messageId, body }: SQSRecord, lags: number[]): Promise<boolean> {
    let timer: Timer | null = null
    try {
      timer = TimerMessage.parse(JSON.parse(body))
      const outcome = await fire(deps(), timer)
      if (outcome.kind !== 'fired') return true
      logger().info('timer', { ...timer, ...outcome })
      lags.push(outcome.lateMs)
      return true
    } catch (error) {
      logger().error('timer failed', { messageId, ...timer, error: toLoggableError(error) })
      return false
    }
  }

  return async ({ Records }) => {
    const lags: number[] = []
    const outcomes = await Promise.all(Records.map((record) => succeeds(record, lags)))
    meter().record({ breachLagMs: lags })
    return {
      batchItemFailures: Records.filter((_, index) => outcomes[index] === false).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }
  }
}

function composeTimers(): FireDeps {
  const environment = readEnvironment(TimersEnvironment, process.env)
  const { INLET_THREAD_RETENTION_DAYS: threadDays } = environment
  const table = createTable(environment.INLET_TABLE_NAME)
  const sqs = new SQSClient({})
  return {
    store: createInboxStore(table, {
      clock: systemClock,
      retentionDays: environment.INLET_RETENTION_DAYS ?? null,
      ...(threadDays === undefined ? {} : { threadDays }),
    }),
    clockChannels: createClockChannels(findChannel),
    outbound: createOutboundQueue(sqs, environment.INLET_OUTBOUND_QUEUE_URL),
    timers: createTimerQueue(sqs, environment.INLET_TIMER_QUEUE_URL),
    media: createMediaRequests({
      functionName: environment.INLET_MEDIA_FUNCTION,
      region: environment.AWS_REGION,
      credentials: defaultProvider(),
      lambdaUrl: environment.AWS_ENDPOINT_URL_LAMBDA ?? null,
      clock: systemClock,
    }),
    findChannel,
    clock: systemClock,
    pacer: systemPacer,
  }
}
