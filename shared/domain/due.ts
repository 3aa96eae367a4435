import type { Conversation } from './conversation.ts'
import type { Sending } from './outgoing.ts'

/** Nobody tried to send it by then: whatever should have carried the message on was lost. */
export const STRANDED_AFTER_MS = 60_000
/** A call and its save take seconds; an attempt that is still open then was killed. */
export const ATTEMPT_PATIENCE_MS = 120_000
/** An echo or a receipt comes within seconds; after that somebody has to ask. */
export const UNKNOWN_PATIENCE_MS = 60_000

/** What is due by itself, and when. */
export type DueThing = {
  kind: 'snooze_end' | 'sending_check' | 'clock' | 'handoff_expiry' | 'media_fetch'
  at: string
}

/** Everything of a conversation that will be due by itself. */
export function listDue({ status, snoozedUntil, sending, sla, handoff, fetching }: Conversation): DueThing[] {
  const things: DueThing[] = []
  if (status === 'snoozed' && snoozedUntil !== null) things.push({ kind: 'snooze_end', at: snoozedUntil })
  if (handoff !== null) things.push({ kind: 'handoff_expiry', at: handoff.expiresAt })
  if (sending?.checkAt !== undefined) things.push({ kind: 'sending_check', at: sending.checkAt })
  for (const { at } of fetching ?? []) things.push({ kind: 'media_fetch', at })
  for (const at of listClockInstants(sla)) things.push({ kind: 'clock', at })
  return things
}

/** When a clock warns or breaches, a reply has been in doubt for too long, or a reply window is looked at. */
function listClockInstants(sla: Conversation['sla']): string[] {
  if (sla === null) return []
  const ofClocks = sla.clocks.flatMap(({ stoppedAt, breachedAt, warnAt, dueAt }) =>
    stoppedAt !== null || breachedAt !== null ? [] : [warnAt, dueAt],
  )
  const others = [sla.windowCheckAt, ...sla.doubts.map(({ until }) => until)]
  return [...ofClocks, ...others].filter((at) => at !== null)
}

/** What is due at an instant. */
export function listDueBy(conversation: Conversation, now: string): DueThing[] {
  return listDue(conversation).filter(({ at }) => at <= now)
}

/** The conversation with the instants that follow from its state. Every transaction stores them: nobody else thinks of them. */
export function withDueAt(before: Conversation | null, after: Conversation): Conversation {
  const sending = after.sending && withCheckAt(before?.sending ?? null, after.sending, after.updatedAt)
  const planned = { ...after, sending }
  return { ...planned, dueAt: earliestOf(listDue(planned).map(({ at }) => at)) }
}

export function earliestOf(instants: readonly string[]): string | null {
  return instants.toSorted()[0] ?? null
}

export function addMs(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString()
}

/**
 * A check that is planned stays where it is, even if it comes before anything is late: moving it costs two writes of the
 * index with every message, and a look that finds nothing late plans the next one.
 */
function withCheckAt(before: Sending | null, after: Sending, updatedAt: string): Sending {
  const { checkAt, ...work } = after
  const planned = before?.checkAt
  if (checkAt !== undefined && checkAt !== planned) return after
  if (after.attempt === null && after.queue.length === 0 && after.unknown.length === 0) return work
  if (planned !== undefined && toWork(before) === toWork(after)) return { ...work, checkAt: planned }
  const known = new Set(before?.unknown.map(({ seq }) => seq))
  const first = earliestOf([
    ...listFirstChecks(after, updatedAt, known),
    ...(planned === undefined ? [] : [planned]),
  ])
  return first === null ? work : { ...work, checkAt: first }
}

/** What a check is about. Another message behind the first of the queue makes nothing later. */
function toWork(sending: Sending | null): string {
  if (sending === null) return ''
  const { queue, attempt, notBefore, unknown } = sending
  return JSON.stringify([queue[0], attempt?.seq, attempt?.number, notBefore, unknown.map(({ seq }) => seq)])
}

function listFirstChecks(
  { queue, attempt, notBefore, unknown }: Sending,
  updatedAt: string,
  known: ReadonlySet<number>,
): string[] {
  const asked = unknown
    .filter(({ seq }) => !known.has(seq))
    .map(({ since }) => addMs(since, UNKNOWN_PATIENCE_MS))
  if (attempt !== null) return [...asked, addMs(attempt.startedAt, ATTEMPT_PATIENCE_MS)]
  if (queue.length === 0) return asked
  const stranded = addMs(updatedAt, STRANDED_AFTER_MS)
  return [...asked, notBefore !== null && notBefore > stranded ? notBefore : stranded]
}
