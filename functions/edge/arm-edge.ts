import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import type { ArmConversationDeps, ArmOutcome } from '../../shared/app/arm-conversation.ts'
import { createConversationReader } from '../../shared/aws/conversation-reader.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createTimerQueue } from '../../shared/aws/timer-queue.ts'
import { ArmEnvironment, readEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { once } from './once.ts'
import { systemClock } from './system.ts'

type ArmConversation = (deps: ArmConversationDeps, conversationId: string) => Promise<ArmOutcome>

/** Of an event on the bus only which conversation it is about: how it stands now, the table knows. */
const ClockMoved = z.object({
  'detail-type': z.string(),
  detail: z.object({ id: z.string(), conversationId: z.string() }),
})

/** Wires the bus's clock-moving events to the timer queue. A failure is thrown on: Lambda tries again, and the sweep is there. */
export function createArmEdge(arm: ArmConversation): (event: unknown) => Promise<void> {
  const logger = once(createLogger)
  const deps = once(composeArm)
  return async (event) => {
    try {
      const { 'detail-type': type, detail } = ClockMoved.parse(event)
      const { id: eventId, conversationId } = detail
      const outcome = await arm(deps(), conversationId)
      if (outcome.kind === 'armed') logger().info('arm', { type, eventId, conversationId, ...outcome })
    } catch (error) {
      logger().error('arm failed', { error: toLoggableError(error) })
      throw error
    }
  }
}

function composeArm(): ArmConversationDeps {
  const environment = readEnvironment(ArmEnvironment, process.env)
  return {
    store: createConversationReader(createTable(environment.INLET_TABLE_NAME), systemClock),
    timers: createTimerQueue(new SQSClient({}), environment.INLET_TIMER_QUEUE_URL),
    clock: systemClock,
  }
}
