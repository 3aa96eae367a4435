import * as z from 'zod'
import { ConversationAction } from '../domain/conversation-action.ts'
import type { DeliveryReport } from './deliver-conversation.ts'
import type { ActionOutcome } from './do-action.ts'
import type { Clock } from './ports.ts'

/** Longer waits are the timers': the queue forgets nothing either way, and its age tells of trouble. */
const WAIT_SECONDS_MAX = 60
/** Seconds until the next try of failing infrastructure, by how often the request was received. */
const PAUSES_SECONDS = [1, 2, 5, 10, 20, 40, 60]

/** One message of the outbound queue. */
export const DeliveryBody = z.strictObject({
  conversationId: z.string().min(1),
  action: ConversationAction.optional(),
})

export type OutboundDelivery = {
  messageId: string
  groupId: string
  body: string
  receiveCount: number
  receiptHandle: string
}

export type OutboundReport = { messageId: string; conversationId: string | null } & (
  | { kind: 'done'; report: DeliveryReport }
  | { kind: 'acted'; outcome: ActionOutcome }
  /** Tried once, and so never again. */
  | { kind: 'not_acted'; error: unknown }
  /** Comes back after so many seconds. */
  | { kind: 'waits'; report: DeliveryReport; seconds: number }
  | { kind: 'failed'; error: unknown }
  | { kind: 'held_back' }
)

export type DeliverBatchDeps = {
  /** Whether there is time for one more call to a platform. */
  hasTime: () => boolean
  deliver: (conversationId: string) => Promise<DeliveryReport>
  act: (conversationId: string, action: ConversationAction) => Promise<ActionOutcome>
  /** Makes a message, and so its whole group, wait. */
  postpone: (delivery: OutboundDelivery, seconds: number) => Promise<void>
  clock: Clock
}

/**
 * A batch of the outbound FIFO queue: conversations side by side, each in its order. Every report that `mustComeBack` goes back
 * to the queue.
 */
export async function deliverBatch(
  deps: DeliverBatchDeps,
  deliveries: readonly OutboundDelivery[],
): Promise<OutboundReport[]> {
  const groups = [...Map.groupBy(deliveries, ({ groupId }) => groupId).values()]
  return (await Promise.all(groups.map((group) => deliverGroup(deps, group)))).flat()
}

async function deliverGroup(
  deps: DeliverBatchDeps,
  group: readonly OutboundDelivery[],
): Promise<OutboundReport[]> {
  const reports: OutboundReport[] = []
  for (const [index, delivery] of group.entries()) {
    const report = await deliverOne(deps, delivery)
    reports.push(report)
    if (!mustComeBack(report)) continue
    const rest = group.slice(index + 1)
    const seconds = report.kind === 'waits' ? report.seconds : toPause(delivery.receiveCount)
    await Promise.allSettled([delivery, ...rest].map((held) => deps.postpone(held, seconds)))
    const { conversationId } = report
    reports.push(...rest.map(({ messageId }) => ({ kind: 'held_back' as const, messageId, conversationId })))
    return reports
  }
  return reports
}

async function deliverOne(deps: DeliverBatchDeps, delivery: OutboundDelivery): Promise<OutboundReport> {
  const { messageId } = delivery
  const body = parseBody(delivery.body)
  const conversationId = body?.conversationId ?? null
  if (conversationId === null) {
    const error = new TypeError('a message of the outbound queue is not one that this version writes')
    return { kind: 'failed', messageId, conversationId, error }
  }
  if (body?.action !== undefined) {
    // Ended by Lambda in the middle of it, the whole batch would come again, much later.
    if (!deps.hasTime()) return { kind: 'held_back', messageId, conversationId }
    return actOnce(deps, messageId, conversationId, body.action)
  }
  try {
    const report = await deps.deliver(conversationId)
    const seconds = toWait(report, deps.clock.now())
    return seconds === null
      ? { kind: 'done', messageId, conversationId, report }
      : { kind: 'waits', messageId, conversationId, report, seconds }
  } catch (error) {
    return { kind: 'failed', messageId, conversationId, error }
  }
}

async function actOnce(
  { act }: DeliverBatchDeps,
  messageId: string,
  conversationId: string,
  action: ConversationAction,
): Promise<OutboundReport> {
  try {
    return { kind: 'acted', messageId, conversationId, outcome: await act(conversationId, action) }
  } catch (error) {
    return { kind: 'not_acted', messageId, conversationId, error }
  }
}

export function mustComeBack({ kind }: OutboundReport): boolean {
  return kind === 'waits' || kind === 'failed' || kind === 'held_back'
}

/** Seconds that the queue shall wait, null where it has nothing to wait for. */
function toWait({ next }: DeliveryReport, now: Date): number | null {
  if (next.kind === 'nothing') return null
  if (next.kind === 'busy') return 0
  const seconds = Math.max(1, Math.ceil((Date.parse(next.until) - now.getTime()) / 1000))
  return seconds > WAIT_SECONDS_MAX ? null : seconds
}

function toPause(receiveCount: number): number {
  return PAUSES_SECONDS[Math.min(receiveCount, PAUSES_SECONDS.length) - 1] ?? 60
}

function parseBody(body: string): z.infer<typeof DeliveryBody> | null {
  try {
    return DeliveryBody.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}
