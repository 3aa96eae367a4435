import * as z from 'zod'
import { Envelope } from '../../domain/envelope.ts'
import { EventType } from '../../domain/event-part.ts'
import { EVENT_SOURCE, EventDetail, type InletEvent } from '../../domain/events.ts'
import { DeliveryBody } from '../deliver-batch.ts'
import type { Timer } from '../timer-ports.ts'

/** What was given up, told by its body. */
export type LetterContent =
  | { kind: 'envelope'; envelope: Envelope }
  | { kind: 'delivery'; conversationId: string }
  | { kind: 'timer'; timer: Timer }
  | { kind: 'event'; event: InletEvent }
  /** A run of the sweep or of the daily checks that could not be started: the next one does its work. */
  | { kind: 'schedule' }
  | { kind: 'unknown' }

const TimerBody = z.strictObject({ conversationId: z.string().min(1), at: z.iso.datetime() })

/** As EventBridge hands it to a target: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const BusBody = z.object({
  source: z.literal(EVENT_SOURCE),
  'detail-type': EventType,
  detail: EventDetail,
})

const ScheduleBody = z.strictObject({})

export function readLetter(body: string): LetterContent {
  const value = parseJson(body)
  const envelope = Envelope.safeParse(value).data
  if (envelope !== undefined) return { kind: 'envelope', envelope }
  const timer = TimerBody.safeParse(value).data
  if (timer !== undefined) return { kind: 'timer', timer }
  const delivery = DeliveryBody.safeParse(value).data
  if (delivery !== undefined) return { kind: 'delivery', conversationId: delivery.conversationId }
  const event = BusBody.safeParse(value).data
  if (event !== undefined) {
    return { kind: 'event', event: { type: event['detail-type'], detail: event.detail } }
  }
  return ScheduleBody.safeParse(value).success ? { kind: 'schedule' } : { kind: 'unknown' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
