import { PUBLISHED_SORT_KEYS } from '../../shared/aws/table-changes.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import type { CapacityMeter, MeteredCall } from './capacity-meter.ts'
import type { InboxUnderTest } from './inbox-under-test.ts'
import type { Story } from './kinds/kind.ts'
import { sum } from './statistics.ts'

/** What one more delivery of a kind costs, averaged, by the documented rules; beside it the emulator's own total. */
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
  eventBytes: number
  /** Changed items from which something is published: each may come to the publisher alone. */
  publications: number
  /** What ingest said of the last one. */
  outcome: string
}

/** Items of these lines are new with each delivery; the others replace themselves. */
const LASTING = new Set(['LOG', 'SEEN', 'FEED', 'IDENT', 'CONTACT', 'CONTACT → CONV'])

export type UnitBench = { inbox: InboxUnderTest; meter: CapacityMeter }

/** One delivery at a time, each changed item published alone: no batch makes it cheaper. */
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
  for (const { before, metered, pauseSeconds = 0 } of stories) {
    for (const delivery of before) await publishAll(inbox, meter, () => inbox.store(channel, delivery))
    inbox.pass(pauseSeconds)
    meter.reset()
    const published = await publishAll(inbox, meter, async () => {
      const outcomes = await inbox.store(channel, metered)
      outcome = [...new Set(outcomes.map(({ kind }) => kind))].join(', ') || 'nothing'
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

function toTraffic(events: readonly unknown[], rounds: number) {
  return {
    events: events.length / rounds,
    eventBytes: events.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(events)) / events.length,
  }
}

function sumLines(lines: readonly { line: string; units: number }[], rounds: number): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { line, units } of lines) sums.set(line, (sums.get(line) ?? 0) + units / rounds)
  return sums
}
