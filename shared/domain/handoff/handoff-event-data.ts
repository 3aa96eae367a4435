import * as z from 'zod'
import { DeclinedBy, HandoffReasonCode, HandoffTargetKind, Verification } from './handoff.ts'

const Time = z.iso.datetime()

/** On every event of a handoff. Never a number, a link or a word of the customer's. */
const HandoffData = z.strictObject({
  handoffId: z.string(),
  target: HandoffTargetKind,
  verification: Verification,
  reason: HandoffReasonCode,
  privateConversationId: z.string().nullable(),
  expiresAt: Time,
})

/** The handoffs' part of the catalogue. All but `suggested` and `arrival_refused` stand in the public conversation's log. */
export const HANDOFF_EVENT_DATA = {
  /** Something that a customer wrote in public belongs in private. Nobody was asked yet. */
  'handoff.suggested': {
    version: 1,
    data: z.strictObject({ entryId: z.string(), reason: HandoffReasonCode, why: z.string() }),
  },
  'handoff.offered': { version: 1, data: HandoffData },
  'handoff.delivered': { version: 1, data: HandoffData },
  'handoff.opened': { version: 1, data: HandoffData },
  'handoff.verified': { version: 1, data: HandoffData },
  'handoff.completed': { version: 1, data: HandoffData },
  'handoff.expired': { version: 1, data: HandoffData },
  'handoff.declined': { version: 1, data: HandoffData.extend({ by: DeclinedBy }) },
  /** Somebody came who could not be let in; in the log of where they came. */
  'handoff.arrival_refused': {
    version: 1,
    data: z.strictObject({
      handoffId: z.string(),
      why: z.enum(['too_late', 'used', 'somebody_else']),
    }),
  },
} as const
