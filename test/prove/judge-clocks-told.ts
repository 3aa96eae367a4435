import { isDeepStrictEqual } from 'node:util'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { addMs, listDueBy } from '../../shared/domain/due.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import type { EventPart } from '../../shared/domain/event-part.ts'
import { toEventId } from '../../shared/domain/ids.ts'
import type { SlaRules } from '../../shared/domain/sla/rules.ts'
import { judgeClocks } from '../support/judge-clocks.ts'
import type { PublishedEvent } from './event-readers.ts'
import { createFindings, type Finding, type Findings } from './finding.ts'
import type { ReadEvents } from './judge-events.ts'

/** A conversation and its log, as the table has them. */
export type ClockHistory = { conversation: Conversation; log: readonly Entry[] }
export type ReadClocks = { rules: SlaRules; histories: readonly ClockHistory[]; readAt: string }

export type ClocksVerdict = {
  figures: {
    clocks: number
    warnings: number
    breaches: number
    fulfilled: number
    revoked: number
    mismatches: number
    announcedTwice: number
    forgotten: number
  }
  findings: readonly Finding[]
}

/** What is due by now may be under way. */
const UNDER_WAY_MS = 2_000
const WORK =
  /^(?:sla\.|handoff\.suggested$|window\.closing$|conversation\.(?:reopened|status_changed|assigned|tagged|priority_changed|action_taken)$)/

const MISMATCHES = 'clocks that differ'
const TWICE = 'clocks announced twice'
const FORGOTTEN = 'clocks forgotten'
const STRANGE = 'events of clocks that differ'

/** Whether an event tells what people, policies and clocks do with a conversation: no platform's log says how many of these there are. */
export function isOfWork({ type }: Pick<PublishedEvent, 'type'>): boolean {
  return WORK.test(type)
}

/**
 * Every clock computed again from the log, by a judge of its own, held against what was stored and announced; and what
 * the log announces against what was published.
 */
export function judgeClocksTold({ rules, histories, readAt }: ReadClocks, events: ReadEvents): ClocksVerdict {
  const findings = createFindings([MISMATCHES, TWICE, FORGOTTEN, STRANGE])
  const toClockChannel = createClockChannels(findChannel)
  const told = histories.flatMap(listTold)
  for (const history of histories) {
    const { id } = history.conversation
    const clockChannel = toClockChannel(history.conversation)
    for (const mismatch of judgeClocks({ ...history, rules, clockChannel })) {
      findings.add(MISMATCHES, `${id}: ${mismatch}`)
    }
    if (
      listDueBy(history.conversation, addMs(readAt, -UNDER_WAY_MS)).some(
        ({ kind }) => kind !== 'sending_check',
      )
    ) {
      findings.add(FORGOTTEN, `${id}: due at ${String(history.conversation.dueAt)}, read at ${readAt}`)
    }
  }
  for (const [clock, sayings] of Map.groupBy(told.filter(isOfClock), toClockKey)) {
    const starts = sayings.filter(({ part }) => part.type === 'sla.started').length
    if (starts !== 1) findings.add(MISMATCHES, `${clock}: it started ${starts} times`)
  }
  const once = new Set<string>()
  for (const key of told.flatMap(toOnceKey)) {
    if (once.has(key)) findings.add(TWICE, key)
    once.add(key)
  }
  for (const [where, published] of Object.entries<readonly PublishedEvent[]>(events)) {
    judgePublished(where, published.filter(isOfWork), { told, histories }, findings)
  }
  const countOf = (type: EventPart['type']): number => told.filter(({ part }) => part.type === type).length
  const found = (name: string): number => findings.list.find((finding) => finding.name === name)?.count ?? 0
  return {
    figures: {
      clocks: countOf('sla.started'),
      warnings: countOf('sla.warning'),
      breaches: countOf('sla.breached'),
      fulfilled: countOf('sla.fulfilled'),
      revoked: countOf('sla.fulfilment_revoked'),
      mismatches: found(MISMATCHES),
      announcedTwice: found(TWICE),
      forgotten: found(FORGOTTEN),
    },
    findings: findings.list,
  }
}

/** An event that the log says was published. */
type Told = { id: string; conversationId: string; part: EventPart }

function listTold({ conversation: { id: conversationId }, log }: ClockHistory): Told[] {
  return log.flatMap((entry) => {
    const { seq } = entry
    const first = entry.kind === 'activity' ? [{ type: entry.type, data: entry.data }] : [null]
    const revisions = [
      { revision: 1, parts: [...first, ...entry.caused] },
      ...entry.changes.map(({ revision, parts }) => ({ revision, parts })),
    ]
    return revisions.flatMap(({ revision, parts }) =>
      parts.flatMap((part, index): Told[] =>
        part === null || !isOfWork(part)
          ? []
          : [
              {
                id: toEventId({ subjectId: conversationId, seq, revision, part: index + 1 }),
                conversationId,
                part,
              },
            ],
      ),
    )
  })
}

function isOfClock({ part: { type } }: Told): boolean {
  return type.startsWith('sla.')
}

function toClockKey({ conversationId, part: { data } }: Told): string {
  return `${conversationId} ${String(data['metric'])} ${String(data['instance'])}`
}

/** A breach is told once of a clock, a warning once for each of its thresholds. */
function toOnceKey(told: Told): string[] {
  const { type, data } = told.part
  if (type !== 'sla.breached' && type !== 'sla.warning') return []
  const threshold = type === 'sla.warning' ? ` ${String(data['threshold'])}` : ''
  return [`${toClockKey(told)}: ${type}${threshold}`]
}

function judgePublished(
  where: string,
  published: readonly PublishedEvent[],
  { told, histories }: { told: readonly Told[]; histories: readonly ClockHistory[] },
  findings: Findings,
): void {
  const events = new Map(published.map((event) => [event.id, event]))
  const known = new Set(told.map(({ id }) => id))
  for (const { id, part } of told) {
    const event = events.get(id)
    if (event === undefined) findings.add(FORGOTTEN, `${part.type} ${id} is not in ${where}`)
    else if (event.type !== part.type || !isDeepStrictEqual(event.data, toPlain(part.data))) {
      findings.add(STRANGE, `${part.type} ${id} in ${where}`)
    }
  }
  const revisions = new Map(
    histories.flatMap(({ conversation, log }) =>
      log.map(({ seq, revision }): [string, number] => [`${conversation.id} ${seq}`, revision]),
    ),
  )
  for (const { id, type, conversationId, seq, revision } of events.values()) {
    // What came after the log was read is no contradiction.
    const isOfThen = revision <= (revisions.get(`${conversationId} ${seq}`) ?? 0)
    if (isOfThen && !known.has(id)) findings.add(STRANGE, `${type} ${id} in ${where} is of nothing`)
  }
}

/** As JSON brings it. */
function toPlain(data: object): unknown {
  return JSON.parse(JSON.stringify(data))
}
