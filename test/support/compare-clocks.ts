import type { Entry } from '../../shared/domain/entry.ts'
import type { EventPart } from '../../shared/domain/event-part.ts'
import { parseEntryId } from '../../shared/domain/ids.ts'
import type { JudgedClock, JudgedHistory } from './judge-clocks.ts'

type Saying = { type: string; at: string; data: Record<string, unknown> }

/** A clock as the log told of it, up to the last word. */
type Told = {
  metric: string
  instance: number
  started: Record<string, unknown>
  stop: Saying | null
  breachedAt: string | null
  cancelled: Saying | null
  wasRevoked: boolean
}

/** Where what was announced, or is kept, is not what must have been. */
export function compareClocks(
  history: JudgedHistory,
  { clocks: judged, isGapped }: { clocks: readonly JudgedClock[]; isGapped: boolean },
): string[] {
  const told = listTold(history)
  const standing = told.filter(({ cancelled }) => cancelled === null)
  const expected = judged.filter(({ end }) => end?.kind !== 'cancelled')
  // What was revoked keeps the due time that it had: policies chosen in between are not applied to it.
  const isTurned = told.some(
    ({ wasRevoked, cancelled }) => wasRevoked || TURNED.has(cancelled?.data['reason']),
  )
  // What turns out otherwise is measured by the policy of then: where one asked for no answer, none was promised.
  const isPromised = !(isGapped && history.log.some(isTurn))
  const isDated = !((isTurned || !isPromised) && history.log.some(isSorting))
  const keys = new Set([...standing, ...expected].map((each) => toKey(each)))
  return [...keys].flatMap((key) => {
    const left = expected.filter((each) => toKey(each) === key)
    const right = standing.filter((each) => toKey(each) === key)
    const [should, is] = [left[0], right[0]]
    if (left.length + right.length === 1 && !isPromised && !key.startsWith('resolution')) return []
    if (left.length !== 1 || right.length !== 1 || should === undefined || is === undefined) {
      return [`${key}: expected ${left.length} standing, announced ${right.length}`]
    }
    return compareOne(history, should, is, isDated).map((text) => `${key}: ${text}`)
  })
}

const TURNED: ReadonlySet<unknown> = new Set(['merged', 'withdrawn'])

/** A reply that failed after all, or was there after all, or nobody knew. */
function isTurn(entry: Entry): boolean {
  if (entry.kind !== 'message' || entry.direction === 'inbound') return false
  const said = new Set(entry.changes.flatMap(({ parts }) => parts.map(({ type }) => type)))
  const isTaken = entry.outgoing === null || TAKEN.some((type) => said.has(type))
  return said.has('message.unknown') || (said.has('message.failed') && isTaken)
}

const TAKEN: readonly EventPart['type'][] = ['message.sent', 'message.delivered', 'message.read']

function isSorting(entry: Entry): boolean {
  return (
    entry.kind === 'activity' &&
    (entry.type === 'conversation.tagged' || entry.type === 'conversation.priority_changed')
  )
}

/** A resolution is known by its start, the wait for an answer by what it waits for. */
function toKey(clock: JudgedClock | Told): string {
  if (!('started' in clock))
    return `${clock.metric} ${clock.startedAt} ${clock.metric === 'resolution' ? '' : clock.seq}`
  const { startedAt, entryId } = clock.started
  return `${clock.metric} ${String(startedAt)} ${clock.metric === 'resolution' ? '' : toSeq(entryId)}`
}

function toSeq(entryId: unknown): number | null {
  return parseEntryId(String(entryId))?.seq ?? null
}

function compareOne(
  { conversation }: JudgedHistory,
  should: JudgedClock,
  is: Told,
  isDated: boolean,
): string[] {
  const kept = conversation.sla?.clocks.find(
    (each) => each.metric === is.metric && each.instance === is.instance,
  )
  const found: string[] = []
  const differ = (what: string, left: unknown, right: unknown): void => {
    if (left !== right) found.push(`${what} should be ${String(left)}, is ${String(right)}`)
  }
  if (should.end === null) {
    differ('end', null, is.stop?.type ?? null)
    differ('kept', true, kept !== undefined && kept.stoppedAt === null)
    if (isDated) differ('due', should.dueAt, kept?.dueAt ?? null)
    const isPlanned =
      should.dueAt !== null && conversation.dueAt !== null && conversation.dueAt <= should.dueAt
    if (is.breachedAt !== null || !isPlanned) {
      if (should.dueAt !== null && isDated) differ('breach', should.dueAt, is.breachedAt)
    }
    return found
  }
  differ('stop', should.end.at, is.stop?.data['stoppedAt'] ?? null)
  if (should.end.kind === 'answered') {
    differ('answer', should.end.seq, toSeq(is.stop?.data['byEntryId']))
  }
  if (!isDated) return found
  differ('due', should.dueAt, is.stop?.data['dueAt'] ?? null)
  differ('open time', should.usedMs, is.stop?.data['elapsedOpenMs'])
  const isInTime = should.breachedAt === null
  differ('within target', isInTime, is.stop?.data['withinTarget'])
  // Told before anybody knew that the answer had been in time, it stays told.
  const isToldTooSoon =
    isInTime && is.breachedAt !== null && (is.wasRevoked || is.breachedAt <= should.end.learnedAt)
  if (!isToldTooSoon) differ('breach', should.breachedAt, is.breachedAt)
  return found
}

function listTold({ log }: JudgedHistory): Told[] {
  const sayings = log
    .flatMap((entry) => [
      ...(entry.kind === 'activity'
        ? [{ part: entry as EventPart, at: entry.at, order: [entry.seq, 0, 0, 0, 0] }]
        : []),
      ...entry.caused.map((part, index) => ({
        part,
        at: entry.at,
        order: [entry.seq, 0, 0, 0, index + 1],
      })),
      ...entry.changes.flatMap(({ at, parts, revision, afterSeq = entry.seq, afterVersion = 0 }) =>
        parts.map((part, index) => ({
          part,
          at,
          order: [Math.max(entry.seq, afterSeq), 1, afterVersion, entry.seq, revision * 100 + index],
        })),
      ),
    ])
    .filter(({ part }) => part.type.startsWith('sla.'))
    .toSorted(({ order: left }, { order: right }) => compareOrders(left, right))
    .map(({ part, at }): Saying => ({ type: part.type, at, data: part.data }))
  const clocks = new Map<string, Told>()
  for (const saying of sayings) {
    const { data, type } = saying
    const key = `${String(data['metric'])} ${String(data['instance'])}`
    const clock = clocks.get(key) ?? {
      ...{ metric: String(data['metric']), instance: Number(data['instance']), started: data },
      ...{ stop: null, breachedAt: null, cancelled: null, wasRevoked: false },
    }
    if (type === 'sla.fulfilled') clock.stop = saying
    if (type === 'sla.breached') clock.breachedAt = String(data['breachedAt'])
    if (type === 'sla.cancelled') clock.cancelled = saying
    if (type === 'sla.fulfilment_revoked' || type === 'sla.resumed') clock.stop = null
    if (type === 'sla.fulfilment_revoked') clock.wasRevoked = true
    clocks.set(key, clock)
  }
  return [...clocks.values()]
}

function compareOrders(left: readonly number[], right: readonly number[]): number {
  const differing = left.findIndex((each, index) => each !== right[index])
  return (left[differing] ?? 0) - (right[differing] ?? 0)
}
