import type { Entry, MessageEntry } from '../../shared/domain/entry.ts'
import type { SlaPolicy } from '../../shared/domain/sla/policy.ts'

const DOUBT_MS = 600_000

/** One thing that a log says about who waits for whom, with the order in which it was learned. */
export type Moment = { order: string; at: string; learnedAt: string; seq: number } & (
  | { kind: 'asked'; by: 'message' | 'edit'; on: number; source: number }
  | { kind: 'wrote'; sentAt: string }
  | { kind: 'tried'; policyCounts: (policy: SlaPolicy | null) => boolean }
  | { kind: 'taken'; stoppedAt: string; policyCounts: (policy: SlaPolicy | null) => boolean }
  | { kind: 'withdrawn'; source: number }
  | { kind: 'status'; to: string; snoozedFor: unknown; opensSession: boolean }
  | { kind: 'sorted'; priority?: string; added: string[]; removed: string[] }
)

const GRACE_MS = 72 * 3_600_000

/** What of a log concerns clocks: everything that was said, whether it counts is the judge's to say. */
export function readMoments(log: readonly Entry[], pendingDoubts: readonly number[]): Moment[] {
  const inOrder = log.toSorted((left, right) => left.seq - right.seq)
  let last: Entry | null = null
  let groupSeq = 0
  let learnedAt = ''
  const learned = new Map<number, string>()
  let closedAt: string | null = null
  let session = 1
  const moments = inOrder.flatMap((entry): Moment[] => {
    // Lines of one patch have one time and one cause.
    if (last?.at !== entry.at || last.causationId !== entry.causationId) groupSeq = entry.seq
    last = entry
    learnedAt = entry.at > learnedAt ? entry.at : learnedAt
    learned.set(entry.seq, learnedAt)
    const place = isPeoplesSorting(entry) ? toOrder(groupSeq, 0) : toOrder(entry.seq, 1)
    const base = { order: place, at: entry.at, learnedAt, seq: entry.seq }
    if (entry.kind === 'message') {
      const reopened = entry.caused.find(({ type }) => type === 'conversation.reopened')
      const opensSession = Number(reopened?.data['session'] ?? session) > session
      if (opensSession) session += 1
      const reopening: Moment[] =
        reopened === undefined
          ? []
          : [{ ...base, kind: 'status', to: 'open', snoozedFor: null, opensSession }]
      if (reopened !== undefined) closedAt = null
      const learnedOf = (seq: number): string => learned.get(seq) ?? learnedAt
      return [...reopening, ...readMessage(entry, base, learnedOf, pendingDoubts)]
    }
    if (entry.kind !== 'activity') return []
    const { type, data } = entry
    if (type === 'conversation.tagged') {
      const { added, removed } = data as { added: string[]; removed: string[] }
      return [{ ...base, kind: 'sorted', added, removed }]
    }
    if (type === 'conversation.priority_changed') {
      return [{ ...base, kind: 'sorted', priority: String(data['to']), added: [], removed: [] }]
    }
    if (type !== 'conversation.status_changed') return []
    const opensSession = isLongAfter(closedAt, entry.at) && data['to'] !== 'closed'
    if (opensSession) session += 1
    closedAt = data['to'] === 'closed' ? entry.at : null
    return [{ ...base, kind: 'status', to: String(data['to']), snoozedFor: data['snoozedFor'], opensSession }]
  })
  return moments.toSorted((left, right) => (left.order < right.order ? -1 : left.order > right.order ? 1 : 0))
}

/** People's sorting decides for what else their patch says; a policy's own comes after what made it act. */
function isPeoplesSorting(entry: Entry): boolean {
  const isSorting =
    entry.kind === 'activity' &&
    (entry.type === 'conversation.tagged' || entry.type === 'conversation.priority_changed')
  return isSorting && entry.actor.kind === 'human'
}

/** By place in the log; what changed an entry stands behind the one that was the last then. */
function toOrder(place: number, rank: 0 | 1 | 2, within = ''): string {
  return `${pad(place)} ${rank} ${within}`
}

function pad(count: number): string {
  return String(count).padStart(6, '0')
}

function isLongAfter(closedAt: string | null, at: string): boolean {
  return closedAt !== null && Date.parse(at) - Date.parse(closedAt) > GRACE_MS
}

type Base = Pick<Moment, 'order' | 'at' | 'learnedAt' | 'seq'>

function readMessage(
  entry: MessageEntry,
  base: Base,
  learnedOf: (seq: number) => string,
  pendingDoubts: readonly number[],
): Moment[] {
  const { seq, direction, actor } = entry
  const later = (change: MessageEntry['changes'][number]): Base => {
    // Times of two webhooks may cross.
    const within = `${pad(change.afterVersion ?? 0)} ${pad(seq)} ${pad(change.revision)}`
    const order = toOrder(Math.max(seq, change.afterSeq ?? 0), 2, within)
    const after = learnedOf(Math.max(seq, change.afterSeq ?? 0))
    return { order, at: change.at, learnedAt: change.at > after ? change.at : after, seq }
  }
  const moments: Moment[] = []
  if (direction === 'inbound') {
    moments.push({ ...base, kind: 'wrote', sentAt: entry.sentAt })
    const { content } = entry.original ?? entry
    const isTap = content.type === 'interactive' && (content.kind === 'referral' || content.kind === 'opt_in')
    if (!isTap && entry.optsOut !== true)
      moments.push({ ...base, kind: 'asked', by: 'message', on: seq, source: seq })
  } else {
    const policyCounts = (policy: SlaPolicy | null): boolean =>
      actor.kind === 'human' ||
      actor.kind === 'external' ||
      (actor.kind === 'ai' && policy?.countsAi === true)
    moments.push({ ...base, kind: 'tried', policyCounts })
    const taken = findTaken(entry, pendingDoubts)
    if (taken !== null) {
      const place = taken.change === null ? base : later(taken.change)
      moments.push({ ...place, kind: 'taken', stoppedAt: taken.at, policyCounts })
    }
  }
  for (const change of entry.changes) {
    for (const { type } of change.parts) {
      if (direction === 'outbound') continue
      if (type === 'message.removed') moments.push({ ...later(change), kind: 'withdrawn', source: seq })
      if (type === 'message.edited' && change.afterSeq !== undefined) {
        moments.push({ ...later(change), kind: 'asked', by: 'edit', on: change.afterSeq, source: seq })
      }
    }
  }
  return moments
}

/** The standing acceptance of a reply, and what told of it; null: it has none. */
function findTaken(
  entry: MessageEntry,
  pendingDoubts: readonly number[],
): { at: string; change: MessageEntry['changes'][number] | null } | null {
  if (entry.status === 'failed' || entry.status === 'queued') return null
  if (entry.outgoing === null) return { at: entry.sentAt, change: null }
  const says = (types: string[]) =>
    entry.changes.find(({ parts }) => parts.some(({ type }) => types.includes(type)))
  const doubt = says(['message.unknown'])
  const sent = says(['message.sent', 'message.delivered', 'message.read'])
  const attemptedAt = doubt?.parts[0]?.data['attemptedAt']
  if (doubt !== undefined && typeof attemptedAt === 'string') {
    const until = Date.parse(attemptedAt) + DOUBT_MS
    const settledAt = sent === undefined ? null : Date.parse(sent.at)
    const isPending = entry.status === 'unknown' && pendingDoubts.includes(entry.seq)
    if (isPending || (settledAt !== null && settledAt < until)) {
      return { at: attemptedAt, change: doubt }
    }
  }
  return sent === undefined ? null : { at: entry.sentAt, change: sent }
}
