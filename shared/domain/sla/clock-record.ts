import * as z from 'zod'
import { ChannelName, Visibility } from '../channel-name.ts'
import { type Conversation, Priority } from '../conversation.ts'
import type { Happening } from './clock-moves.ts'
import { type Clocks, toClockState } from './clocks.ts'
import { Metric } from './metric.ts'

const Time = z.iso.datetime()
const Count = z.number().int().nonnegative()

/** What reports know of one clock that breached or came to its end. Stored under the day on which it started. */
export const ClockRecord = z.strictObject({
  conversationId: z.string(),
  metric: Metric,
  instance: z.number().int().positive(),
  /** `open`: it was breached, or its end was revoked, and it runs on. */
  state: z.enum(['met', 'breached', 'cancelled', 'open']),
  /** First entry of its session, so that the stretch of the log can be read again. */
  sessionSeq: z.number().int().positive(),
  startedAt: Time,
  dueAt: Time.nullable(),
  breachedAt: Time.nullable(),
  stoppedAt: Time.nullable(),
  elapsedOpenMs: Count.nullable(),
  elapsedWallMs: Count.nullable(),
  /** As the customer felt it: from the platform's time of the message instead of ours. */
  elapsedSinceSentMs: Count.nullable(),
  byEntrySeq: z.number().int().positive().nullable(),
  channel: ChannelName,
  visibility: Visibility,
  accountId: z.string(),
  priority: Priority,
  tags: z.array(z.string()),
  team: z.string().nullable(),
  assignee: z.string().nullable(),
  policyId: z.string().nullable(),
  policyVersion: z.number().int().positive(),
  queueShard: Count,
})
export type ClockRecord = z.infer<typeof ClockRecord>

/** The records that a transaction's happenings write: of each clock as the last of them left it. */
export function toClockRecords(
  happened: readonly Happening[],
  clocks: Clocks,
  conversation: Conversation,
): ClockRecord[] {
  const records = new Map<string, ClockRecord>()
  for (const happening of happened) {
    const { clock, type } = happening
    if (!RECORDED.has(type)) continue
    records.set(`${clock.metric}#${clock.instance}`, toClockRecord(happening, clocks, conversation))
  }
  return [...records.values()]
}

const RECORDED: ReadonlySet<Happening['type']> = new Set([
  'sla.breached',
  'sla.fulfilled',
  'sla.fulfilment_revoked',
  'sla.cancelled',
])

function toClockRecord({ type, clock, by, data }: Happening, clocks: Clocks, of: Conversation): ClockRecord {
  const { metric, instance, startedAt, dueAt, breachedAt, stoppedAt, delayMs, usedMs } = clock
  const isStopped = stoppedAt !== null
  const ended = isStopped ? (toClockState(clock) === 'met' ? 'met' : 'breached') : 'open'
  const wallMs = isStopped ? Date.parse(stoppedAt) - Date.parse(startedAt) : null
  return {
    conversationId: of.id,
    metric,
    instance,
    state: type === 'sla.cancelled' ? 'cancelled' : ended,
    sessionSeq: clocks.session.seq,
    startedAt,
    dueAt,
    breachedAt,
    stoppedAt,
    elapsedOpenMs: isStopped ? usedMs : null,
    elapsedWallMs: wallMs,
    elapsedSinceSentMs: wallMs === null ? null : wallMs + delayMs,
    byEntrySeq: toSeq(data['bySeq']),
    channel: of.channel,
    visibility: of.visibility,
    accountId: of.account.id,
    priority: of.priority,
    tags: of.tags,
    team: of.team,
    assignee: of.assignee,
    policyId: by.policy?.id ?? null,
    policyVersion: by.rules,
    queueShard: of.queueShard,
  }
}

function toSeq(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
