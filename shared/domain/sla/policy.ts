import * as z from 'zod'
import { ChannelName, Visibility } from '../channel-name.ts'
import { Priority } from '../conversation.ts'
import { TargetDuration } from '../duration.ts'
import { Metric } from './metric.ts'

const Slug = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, {
  error: 'expected 1 to 40 of a-z, 0-9, - and _, beginning with a letter',
})
/** How `{opensAt}` is written, as BCP 47. */
const Locale = z.string().refine(isLocale, { error: 'expected a language tag such as en-GB' })
const NO_THRESHOLD = 'expected 1% to 99%, or an ISO 8601 duration in hours, minutes and seconds such as PT5M'
const Name = z.string().trim().min(1).max(200)

/** A point before the target: in percent of it, or as the open time that is left. */
export const WarningThreshold = z.union(
  [z.string().regex(/^[1-9]\d?%$/, { error: NO_THRESHOLD }), TargetDuration],
  { error: NO_THRESHOLD },
)
export type WarningThreshold = z.infer<typeof WarningThreshold>

/** What a policy does by itself when a clock warns or breaches. */
export const PolicyAction = z.strictObject({
  on: z.enum(['warning', 'breach']),
  do: z.union(
    [
      z.strictObject({ setPriority: Priority }),
      z.strictObject({ assignTeam: Name }),
      z.strictObject({ addTag: z.string().trim().min(1).max(50) }),
      /** Tells the stack's notice topic (SNS). */
      z.strictObject({ notify: z.literal(true) }),
    ],
    { error: 'expected one of { setPriority }, { assignTeam }, { addTag }, { notify: true }' },
  ),
})
export type PolicyAction = z.infer<typeof PolicyAction>

/** For which conversations: those that have all of it. Without fields: for every one. */
export const PolicySelector = z.strictObject({
  channel: ChannelName.optional(),
  visibility: Visibility.optional(),
  account: Name.optional(),
  priority: Priority.optional(),
  tag: z.string().trim().min(1).max(50).optional(),
})
export type PolicySelector = z.infer<typeof PolicySelector>

/** By when conversations of a kind are answered and closed. Targets are open time of the calendar; without one it is always open. */
export const SlaPolicy = z.strictObject({
  id: Slug,
  selector: PolicySelector.default({}),
  /** A metric that is not named has no clock. */
  targets: z.partialRecord(Metric, TargetDuration),
  warnAt: z.array(WarningThreshold).max(5).default(['80%']),
  calendarId: Slug.optional(),
  /** Whether an AI's reply answers the customer. */
  countsAi: z.boolean().default(false),
  /** Whether a customer's reaction waits for an answer as their words do. */
  countsReactions: z.boolean().default(false),
  /** How long before the platform's reply window closes an answer is due at the latest. */
  windowMargin: TargetDuration.default('PT30M'),
  /** In public: so many messages of one author under one root post may start a clock. */
  commentsMax: z.int().min(1).max(1000).default(3),
  actions: z.array(PolicyAction).max(10).default([]),
  /** Sent once a session when the customer writes while the calendar is closed. `{opensAt}` stands for when people are back. */
  afterHours: z
    .strictObject({ text: z.string().trim().min(1).max(1000), locale: Locale.default('en-GB') })
    .optional(),
})
export type SlaPolicy = z.infer<typeof SlaPolicy>

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
