import { PUBLISHED_SORT_KEYS } from '../../shared/aws/table-changes.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import { CLOCK_MOVING_EVENTS } from '../../shared/domain/sla/clock-events.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import type { CapacityMeter, MeteredCall } from './capacity-meter.ts'
import type { InboxUnderTest } from './inbox-under-test.ts'
import type { Story } from './kinds/kind.ts'
import { sum } from './statistics.ts'

/** What one more step of a kind costs, averaged, by the documented rules; beside it the emulator's own total. */
export type Units = {
  name: string
  writes: Map<string, number>
  reads: Map<string, number>
  /** Bytes of the item behind each line of `writes`, as last written. */
  sizes: Map<string, number>
  reported: { write: number; read: number }
  /** Bytes that stay, without what a put replaced. */
  storedBytes: number
  events: number
  /** Of these, events that somebody must hear of because something is due at another instant now. */
  clockMoves: number
  eventBytes: number
  /** Changed items from which something is published: each may come to the publisher alone. */
  publications: number
  /** What was said of the last one. */
  outcome: string
}

/** Items of these lines are new with each delivery; the others replace themselves. */
const LASTING = new Set(['LOG', 'SEEN', 'FEED', 'IDENT', 'CONTACT', 'CONTACT → CONV', 'SLA'])

export type UnitBench = { inbox: InboxUnderTest; meter: CapacityMeter }

/** One step at a time, each changed item published alone: no batch makes it cheaper. */
export async function measureUnits(
  name: string,
  channel: Channel,
  stories: Iterable<Story>,
  { inbox, meter }: UnitBench,
): Promise<Units> {
  const calls: MeteredCall[] = []
  const events = []
  let rounds = 0
  let publications = 0
  let outcome = 'nothing'
  for (const { before, metered } of stories) {
    for (const step of before) await publishAll(inbox, meter, () => inbox.take(channel, step))
    meter.reset()
    const published = await publishAll(inbox, meter, async () => {
      outcome = await inbox.take(channel, metered)
    })
    calls.push(...meter.calls)
    events.push(...published.events)
    publications += published.count
    rounds += 1
  }
  return {
    ...toUnits(calls, rounds),
    name,
    ...toTraffic(events, rounds),
    publications: publications / rounds,
    outcome,
  }
}

async function publishAll(inbox: InboxUnderTest, meter: CapacityMeter, store: () => Promise<unknown>) {
  const from = meter.calls.length
  await store()
  const changes = meter.calls
    .slice(from)
    .flatMap(({ writes }) => writes)
    .flatMap(({ before, after }) =>
      after !== null && isPublished(after['sk']?.S ?? '') ? [{ before, after }] : [],
    )
  const events = []
  for (const change of changes) events.push(...(await inbox.publish(change)))
  return { events, count: changes.length }
}

function isPublished(sortKey: string): boolean {
  return PUBLISHED_SORT_KEYS.some((key) =>
    typeof key === 'string' ? key === sortKey : sortKey.startsWith(key.prefix),
  )
}

function toUnits(calls: readonly MeteredCall[], rounds: number) {
  const reportedOf = (kind: MeteredCall['kind']): number =>
    sum(calls.filter((call) => call.kind === kind).map(({ reportedUnits }) => reportedUnits)) / rounds
  const linesOf = (kind: MeteredCall['kind']) =>
    calls.filter((call) => call.kind === kind).flatMap(({ lines }) => lines)
  const lines = calls.flatMap((call) => call.lines)
  return {
    writes: sumLines(linesOf('write'), rounds),
    reads: sumLines(linesOf('read'), rounds),
    sizes: new Map(lines.map(({ line, bytes }) => [line, bytes])),
    reported: { write: reportedOf('write'), read: reportedOf('read') },
    storedBytes: sum(lines.filter(({ line }) => LASTING.has(line)).map(({ bytes }) => bytes)) / rounds,
  }
}

function toTraffic(events: readonly InletEvent[], rounds: number) {
  const moving: readonly string[] = CLOCK_MOVING_EVENTS
  return {
    events: events.length / rounds,
    clockMoves: events.filter(({ type }) => moving.includes(type)).length / rounds,
    eventBytes: events.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(events)) / events.length,
  }
}

function sumLines(lines: readonly { line: string; units: number }[], rounds: number): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { line, units } of lines) sums.set(line, (sums.get(line) ?? 0) + units / rounds)
  return sums
}
