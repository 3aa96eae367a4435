import * as z from 'zod'
import type { Calendar } from '../domain/calendar/calendar.ts'
import { type AnnouncedClock, lastSaying } from '../domain/sla/announced-clocks.ts'
import { type CalendarRef, findEnd, toStretches } from '../domain/sla/clock-stretches.ts'
import { LedgerPiece, toLedger } from '../domain/sla/ledger.ts'
import { Metric } from '../domain/sla/metric.ts'

const Time = z.iso.datetime()
const Count = z.int().nonnegative()

/** A clock as clients see it, with where its time went. */
export const ExplainedClock = z.strictObject({
  metric: Metric,
  instance: z.int().positive(),
  state: z.enum(['running', 'paused', 'met', 'breached', 'cancelled']),
  policyId: z.string().nullable(),
  policyVersion: z.int().positive(),
  calendarId: z.string().nullable(),
  startedAt: Time,
  dueAt: Time.nullable(),
  stoppedAt: Time.nullable(),
  breachedAt: Time.nullable(),
  elapsedOpenMs: Count,
  elapsedWallMs: Count,
  entryId: z.string(),
  byEntryId: z.string().nullable(),
  ledger: z.array(LedgerPiece),
})
export type ExplainedClock = z.infer<typeof ExplainedClock>

export type ExplainContext = {
  calendarOf: (of: CalendarRef) => Calendar | null
  /** What open clocks go by. */
  current: CalendarRef
  now: string
}

export function explainClock(announced: AnnouncedClock, context: ExplainContext): ExplainedClock {
  const { metric, instance, sayings } = announced
  const [{ startedAt, entryId }] = sayings
  const { policyId, policyVersion, calendarId, dueAt } = sayings.at(-1) ?? sayings[0]
  const { pieces, ...elapsed } = toLedger(toStretches(announced, context), context.calendarOf)
  const stoppedAt = findEnd(announced)
  return {
    metric,
    instance,
    state: toState(announced),
    policyId,
    policyVersion,
    calendarId,
    startedAt,
    dueAt,
    stoppedAt,
    breachedAt: lastSaying(announced, 'sla.breached')?.breachedAt ?? null,
    ...elapsed,
    entryId,
    byEntryId: stoppedAt === null ? null : (lastSaying(announced, 'sla.fulfilled')?.byEntryId ?? null),
    ledger:
      stoppedAt === null ? pieces.map((piece, index) => toOpen(piece, index === pieces.length - 1)) : pieces,
  }
}

function toState(announced: AnnouncedClock): ExplainedClock['state'] {
  const end = findEnd(announced)
  const last = lastSaying(announced, 'sla.fulfilled', 'sla.cancelled')
  if (end !== null && last?.type === 'sla.cancelled') return 'cancelled'
  if (end !== null) return last?.withinTarget === true ? 'met' : 'breached'
  if (lastSaying(announced, 'sla.breached') !== undefined) return 'breached'
  const moved = lastSaying(announced, 'sla.started', 'sla.paused', 'sla.resumed', 'sla.fulfilment_revoked')
  return moved?.type === 'sla.paused' ? 'paused' : 'running'
}

function toOpen(piece: LedgerPiece, isLast: boolean): LedgerPiece {
  return isLast ? { ...piece, to: null } : piece
}
