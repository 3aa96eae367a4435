import * as z from 'zod'
import type { Conversation } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import { listAnnounced } from '../domain/sla/announced-clocks.ts'
import type { CalendarRef } from '../domain/sla/clock-stretches.ts'
import { listOpenClocks } from '../domain/sla/clocks.ts'
import type { SlaRules } from '../domain/sla/rules.ts'
import { ExplainedClock, explainClock } from './explained-clock.ts'
import type { InboxReader, InboxStore } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'

/** Lines of the log that one explanation reads at most. */
const LINES_READ_MAX = 2_000

export const ClocksView = z.strictObject({
  /** By what the conversation is measured now; null: no policy fits it, or nothing is measured yet. */
  policy: z
    .strictObject({
      id: z.string(),
      version: z.int().positive(),
      calendarId: z.string().nullable(),
    })
    .nullable(),
  clocks: z.array(ExplainedClock),
  /** Older lines of the log were not read, so older clocks may be missing. */
  truncated: z.boolean(),
})
export type ClocksView = z.infer<typeof ClocksView>

export type ExplainDeps = {
  reader: Pick<InboxReader, 'conversation'>
  store: Pick<InboxStore, 'entriesBack' | 'rules'>
  now: Date
}

/** Every clock of a conversation with where its time went, read from what the log says of it. */
export async function explainClocks(
  { reader, store, now }: ExplainDeps,
  { conversationId, session }: { conversationId: string; session: 'current' | 'all' },
): Promise<{ kind: 'explained'; view: ClocksView } | Refusal> {
  const conversation = await reader.conversation(conversationId)
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  const { sla, seq } = conversation
  if (sla === null) return { kind: 'explained', view: { policy: null, clocks: [], truncated: false } }
  const first = session === 'all' ? 1 : findFirst(sla)
  const from = Math.max(first, seq - LINES_READ_MAX + 1)
  const log = await store.entriesBack(conversationId, { from, to: seq })
  const announced = listAnnounced(log)
  const current = { version: sla.rules, calendarId: sla.policy?.calendarId ?? null }
  const versions = announced.flatMap(({ sayings }) => sayings.map(({ policyVersion }) => policyVersion))
  const rules = await readVersions(store, new Set([current.version, ...versions]))
  const calendarOf = ({ version, calendarId }: CalendarRef) =>
    rules.get(version)?.calendars.find(({ id }) => id === calendarId) ?? null
  return {
    kind: 'explained',
    view: {
      policy: sla.policy && { ...sla.policy, version: sla.rules },
      clocks: announced.map((clock) => explainClock(clock, { calendarOf, current, now: now.toISOString() })),
      truncated: from > first || isCut(log, first),
    },
  }
}

/** A question of an earlier session may still wait, and its clock with it. */
function findFirst(sla: NonNullable<Conversation['sla']>): number {
  return Math.min(sla.session.seq, ...listOpenClocks(sla).map(({ seq }) => seq))
}

/** Retention takes a log's beginning first. */
function isCut(log: readonly Entry[], first: number): boolean {
  const oldest = log.at(-1)
  return oldest !== undefined && oldest.seq > first
}

async function readVersions(
  { rules }: ExplainDeps['store'],
  versions: ReadonlySet<number>,
): Promise<Map<number, SlaRules>> {
  const found = await Promise.all([...versions].map((version) => rules.version(version)))
  return new Map(found.flatMap((each) => (each === null ? [] : [[each.version, each] as const])))
}
