import * as z from 'zod'
import type { ClockEventType } from './clock-events.ts'
import { Metric } from './metric.ts'

const Time = z.iso.datetime()
const Count = z.number().int().nonnegative()

/** On every event of a clock. `entryId` is what it waits for an answer to, or the first entry of the session. */
const ClockData = z.strictObject({
  metric: Metric,
  instance: z.number().int().positive(),
  policyId: z.string().nullable(),
  /** Of the rules: every change of policies or calendars is one. */
  policyVersion: z.number().int().positive(),
  /** null: always open. */
  calendarId: z.string().nullable(),
  startedAt: Time,
  /** null while it is paused. */
  dueAt: Time.nullable(),
  assignee: z.string().nullable(),
  team: z.string().nullable(),
  entryId: z.string(),
})

const Paused = ClockData.extend({ at: Time, why: z.string() })

/** The clocks' part of the catalogue. */
export const CLOCK_EVENT_DATA = {
  'sla.started': { version: 1, data: ClockData },
  'sla.paused': { version: 1, data: Paused },
  'sla.resumed': { version: 1, data: Paused },
  /** Policy, priority, tag, calendar or window gave it another due time, or other hours that end the same. */
  'sla.rescheduled': {
    version: 1,
    data: ClockData.extend({ previousDueAt: Time.nullable(), at: Time.optional() }),
  },
  'sla.warning': {
    version: 1,
    data: ClockData.extend({ threshold: z.string().nullable(), warnedAt: Time }),
  },
  /** `breachedAt` is when it was due, however late that was noticed. */
  'sla.breached': {
    version: 1,
    data: ClockData.extend({ breachedAt: Time, reason: z.enum(['window', 'window_closed']).optional() }),
  },
  'sla.fulfilled': {
    version: 1,
    data: ClockData.extend({
      stoppedAt: Time,
      byEntryId: z.string(),
      withinTarget: z.boolean(),
      elapsedOpenMs: Count,
      elapsedWallMs: Count,
    }),
  },
  /** The reply that had stopped it failed, or nobody learned what became of it: the clock is as if it had not been written. */
  'sla.fulfilment_revoked': {
    version: 1,
    data: ClockData.extend({ byEntryId: z.string(), reason: z.enum(['failed', 'unknown', 'replaced']) }),
  },
  'sla.cancelled': { version: 1, data: ClockData.extend({ reason: z.string(), at: Time }) },
} as const satisfies Record<ClockEventType, { version: number; data: z.ZodType }>
