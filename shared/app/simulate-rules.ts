import type { Conversation } from '../domain/conversation.ts'
import type { ClockRecord } from '../domain/sla/clock-record.ts'
import { findRuleMistakes, type RuleMistake } from '../domain/sla/find-rule-mistakes.ts'
import { replayLog } from '../domain/sla/replay-log.ts'
import { type ReportGrouping, type ReportRow, toReport } from '../domain/sla/report.ts'
import type { SlaRules, SlaRuleSet } from '../domain/sla/rules.ts'
import type { ClockChannels } from './move-clocks.ts'
import type { InboxReader, InboxStore } from './ports.ts'
import { type Period, readClockRecords, type RecordsDeps } from './read-clock-records.ts'
import { type Refusal, refuse } from './refusal.ts'

/** What one request reads and counts within the time that a caller waits. */
const RECORDS_MAX = 50_000
const CONVERSATIONS_MAX = 500
const LINES_MAX = 1_000
/** Conversations that are read at once. */
const LANES = 16

export type SimulateDeps = RecordsDeps & {
  reader: Pick<InboxReader, 'conversations'>
  store: Pick<InboxStore, 'entriesBack' | 'rules'>
  clockChannels: ClockChannels
  now: Date
}

export type SimulateWish = Period & {
  policies: SlaRuleSet['policies']
  /** Without them: those that count now. */
  calendars?: SlaRuleSet['calendars'] | undefined
  groupBy: ReportGrouping
}

export type Simulation = {
  actual: ReportRow[]
  simulated: ReportRow[]
  /** How many were played, and are in both reports. */
  conversations: number
  /** Others were not: there were too many, or their log is too long or not there any more. */
  truncated: boolean
}

/** What would have become of a period's clocks under a draft, beside what became of them. Saves nothing. */
export async function simulateRules(
  deps: SimulateDeps,
  { policies, calendars, groupBy, ...period }: SimulateWish,
): Promise<
  { kind: 'simulated'; simulation: Simulation } | { kind: 'mistaken'; mistakes: RuleMistake[] } | Refusal
> {
  const current = await deps.store.rules.current('consistent')
  const draft = { policies, calendars: calendars ?? current?.calendars ?? [] }
  const mistakes = findRuleMistakes(draft)
  if (mistakes.length > 0) return { kind: 'mistaken', mistakes }
  const records = await readClockRecords(deps, period, RECORDS_MAX)
  if (records === null) {
    const detail = `More than ${RECORDS_MAX} clocks breached or ended in this period. Ask for a shorter one.`
    return refuse('report_too_large', detail)
  }
  const known = Map.groupBy(records, ({ conversationId }) => conversationId)
  const version = (current?.version ?? 0) + 1
  const rules = { ...draft, version, savedAt: deps.now.toISOString(), savedBy: 'simulation' }
  const played = await playAll(deps, [...known].slice(0, CONVERSATIONS_MAX), rules)
  const isInPeriod = ({ startedAt }: ClockRecord): boolean =>
    startedAt >= period.from && startedAt < period.to
  return {
    kind: 'simulated',
    simulation: {
      actual: toReport(
        [...played.keys()].flatMap((id) => known.get(id) ?? []),
        groupBy,
      ),
      simulated: toReport([...played.values()].flat().filter(isInPeriod), groupBy),
      conversations: played.size,
      truncated: played.size < known.size,
    },
  }
}

/** Records under the draft, by conversation; without those that cannot be played. */
async function playAll(
  deps: SimulateDeps,
  wanted: readonly (readonly [id: string, records: readonly ClockRecord[]])[],
  rules: SlaRules,
): Promise<Map<string, ClockRecord[]>> {
  const found = await deps.reader.conversations(wanted.map(([id]) => id))
  const conversations = new Map(found.map((each) => [each.id, each]))
  const played = new Map<string, ClockRecord[]>()
  const waiting = [...wanted]
  const playNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [id, records] = next
      const conversation = conversations.get(id)
      const from = Math.min(...records.map(({ sessionSeq }) => sessionSeq))
      const replayed = conversation && (await playOne(deps, conversation, from, rules))
      if (replayed) played.set(id, replayed)
    }
  }
  await Promise.all(Array.from({ length: LANES }, playNext))
  return played
}

async function playOne(
  { store, clockChannels, now }: SimulateDeps,
  conversation: Conversation,
  from: number,
  rules: SlaRules,
): Promise<ClockRecord[] | null> {
  const { id, seq } = conversation
  if (seq - from >= LINES_MAX) return null
  const log = await store.entriesBack(id, { from, to: seq })
  // Retention takes a log's beginning first.
  if (log.at(-1)?.seq !== from) return null
  return replayLog({
    conversation,
    log,
    rules,
    channel: clockChannels(conversation),
    now: now.toISOString(),
  })
}
