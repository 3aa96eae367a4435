import type { Conversation } from './conversation.ts'
import { decideDeadline, type WindowRules } from './decide-deadline.ts'
import type { DueOutcome, DueStep } from './decide-due.ts'
import { decideSettlement, withoutMessage } from './decide-settlement.ts'
import { addMs, ATTEMPT_PATIENCE_MS, earliestOf, STRANDED_AFTER_MS, UNKNOWN_PATIENCE_MS } from './due.ts'
import type { Entry, MessageEntry } from './entry.ts'
import { toTimerId } from './ids.ts'
import { SEND_FAILURES, type Sending } from './outgoing.ts'

/** Looks at the same message grow rarer with its age, up to this. */
const LOOK_EVERY_MS_MAX = 15 * 60_000
/** Platforms report a phone that was off within about a day. After that nothing will be learned by itself. */
const UNKNOWN_GIVEN_UP_MS = 24 * 3_600_000
/** Messages that one look may fail: far below what a transaction holds. */
const EXPIRED_AT_ONCE = 20

export type SendingFacts = {
  /** Those of `listNeededEntries`, by number. */
  entries: ReadonlyMap<number, Entry>
  /** The platform can be asked what became of a message. */
  canLookUp: boolean
  /** Of the platform, for conversations such as this one. */
  rules: WindowRules | null
  now: string
}

/** What one thing that waits says: whether somebody should have acted by now, and when to look again. */
type Look = { isLate: boolean; nextAt: string }

export function listNeededEntries({ sending }: Conversation, now: string): number[] {
  if (sending === null) return []
  const givenUp = sending.unknown.filter((unknown) => isGivenUp(unknown, now)).map(({ seq }) => seq)
  return [...sending.queue.slice(0, EXPIRED_AT_ONCE), ...givenUp]
}

/** Fails what nobody could send in time, gives up what nobody will tell of, and asks for what should have moved by now. */
export function checkSending(before: Conversation, facts: SendingFacts): DueStep {
  const expired = failExpired(before, facts)
  const givenUp = giveUpUnknown(expired.conversation, facts)
  const { conversation } = givenUp
  const looks = conversation.sending === null ? [] : lookAt(conversation.sending, conversation, facts)
  const isNextFree = expired.entries.length > 0 && (conversation.sending?.queue.length ?? 0) > 0
  const requestsDelivery = isNextFree || looks.some(({ isLate }) => isLate)
  const outcomes: DueOutcome[] = [
    ...expired.entries.map(() => 'send_expired' as const),
    ...givenUp.entries.map(() => 'unknown_given_up' as const),
    ...(requestsDelivery ? ['delivery_requested' as const] : []),
  ]
  return {
    conversation: withNextCheck(conversation, looks),
    entries: [...expired.entries, ...givenUp.entries],
    requestsDelivery,
    outcomes: outcomes.length === 0 ? ['not_late_yet'] : outcomes,
  }
}

type Revised = { conversation: Conversation; entries: MessageEntry[] }

/** Not while an attempt is open: then the message may be on its way. */
function failExpired(before: Conversation, { entries, rules, now }: SendingFacts): Revised {
  const revised: Revised = { conversation: before, entries: [] }
  if (before.sending === null || before.sending.attempt !== null) return revised
  for (const seq of before.sending.queue) {
    const entry = entries.get(seq)
    const deadline = entry?.kind === 'message' ? decideDeadline(entry, before, rules) : null
    if (entry?.kind !== 'message' || deadline === null || deadline > now) break
    const code = 'send_expired'
    const settlement = { kind: 'failed', code, providerCode: null, title: SEND_FAILURES[code] } as const
    const origin = { at: now, causationId: toTimerId(before.id, deadline) }
    const outcome = decideSettlement(entry, revised.conversation, settlement, origin)
    if (outcome.kind !== 'changed') break
    revised.conversation = outcome.conversation
    revised.entries.push(outcome.entry)
  }
  return revised
}

/** The message stays `unknown`; its event says once more that it is, and why nobody waits any longer. */
function giveUpUnknown(before: Conversation, { entries, now }: SendingFacts): Revised {
  const { sending } = before
  const forgotten = sending?.unknown.filter((unknown) => isGivenUp(unknown, now)) ?? []
  if (sending === null || forgotten.length === 0) return { conversation: before, entries: [] }
  const lost = forgotten.flatMap(({ seq }) => {
    const entry = entries.get(seq)
    return entry?.kind === 'message' && entry.status === 'unknown' ? [toGivenUp(entry, now)] : []
  })
  return {
    entries: lost,
    conversation: {
      ...before,
      sending: forgotten.reduce<Sending | null>((kept, { seq }) => withoutMessage(kept, seq), sending),
      touched: [...before.touched, ...lost.map(({ seq, revision }) => ({ seq, revision }))],
      updatedAt: now > before.updatedAt ? now : before.updatedAt,
    },
  }
}

function toGivenUp(entry: MessageEntry, now: string): MessageEntry {
  const revision = entry.revision + 1
  const change = {
    revision,
    at: now,
    actor: { kind: 'system', id: null, name: null } as const,
    causationId: toTimerId(entry.conversationId, now),
    parts: [{ type: 'message.unknown' as const, data: { at: now, reason: 'given_up' } }],
  }
  return { ...entry, revision, changes: [...entry.changes, change] }
}

function isGivenUp({ since }: Sending['unknown'][number], now: string): boolean {
  return addMs(since, UNKNOWN_GIVEN_UP_MS) <= now
}

function lookAt(sending: Sending, conversation: Conversation, facts: SendingFacts): Look[] {
  const { queue, attempt, unknown } = sending
  const [first] = queue
  return [
    ...(attempt === null ? [] : [toLook(attempt.startedAt, ATTEMPT_PATIENCE_MS, facts.now)]),
    ...(attempt === null && first !== undefined ? lookAtFirst(sending, first, conversation, facts) : []),
    ...unknown.flatMap(({ since }) => [
      ...(facts.canLookUp ? [toLook(since, UNKNOWN_PATIENCE_MS, facts.now)] : []),
      { isLate: false, nextAt: addMs(since, UNKNOWN_GIVEN_UP_MS) },
    ]),
  ]
}

function lookAtFirst(
  { notBefore }: Sending,
  first: number,
  conversation: Conversation,
  { entries, rules, now }: SendingFacts,
): Look[] {
  const entry = entries.get(first)
  const deadline = entry?.kind === 'message' ? decideDeadline(entry, conversation, rules) : null
  const expiry = deadline === null || deadline <= now ? [] : [{ isLate: false, nextAt: deadline }]
  if (notBefore !== null && notBefore > now) return [...expiry, { isLate: false, nextAt: notBefore }]
  // The platform's pause is over, or it waits since it was written: both are late, the pause at once.
  const look = toLook(entry?.at ?? now, STRANDED_AFTER_MS, now)
  return [...expiry, notBefore === null ? look : { isLate: true, nextAt: toNextLook(entry?.at ?? now, now) }]
}

function toLook(since: string, patienceMs: number, now: string): Look {
  const lateAt = addMs(since, patienceMs)
  return lateAt <= now ? { isLate: true, nextAt: toNextLook(since, now) } : { isLate: false, nextAt: lateAt }
}

function toNextLook(since: string, now: string): string {
  const ageMs = Date.parse(now) - Date.parse(since)
  return addMs(now, Math.min(LOOK_EVERY_MS_MAX, Math.max(STRANDED_AFTER_MS, ageMs)))
}

function withNextCheck(conversation: Conversation, looks: readonly Look[]): Conversation {
  if (conversation.sending === null) return conversation
  const { checkAt: _, ...work } = conversation.sending
  const next = earliestOf(looks.map(({ nextAt }) => nextAt))
  return { ...conversation, sending: next === null ? work : { ...work, checkAt: next } }
}
