import type { Entry } from '../../shared/domain/entry.ts'
import { addMs } from '../../shared/domain/due.ts'
import type { EventPart } from '../../shared/domain/event-part.ts'
import { at, replace } from './break-lists.ts'
import type { ReadClocks } from './judge-clocks-told.ts'
import type { ReadEvents } from './judge-events.ts'

export type ReadTold = { clocks: ReadClocks; events: ReadEvents }
export type ClockBreak = { finding: string; name: string; break: (read: ReadTold) => void }

/** Each breaks one thing in what was read of clocks, and names what must be found then. */
export const CLOCK_BREAKS: readonly ClockBreak[] = [
  {
    finding: 'clocks that differ',
    name: 'a breach was dropped',
    break: (read) => forget(read, findLine(read, 'sla.breached')),
  },
  {
    finding: 'clocks that differ',
    name: 'a due time is kept that no policy says',
    break: ({ clocks }) => {
      const { conversation } = at(clocks.histories, 0)
      const clock = at(conversation.sla?.clocks ?? [], -1)
      clock.dueAt = addMs(clock.dueAt ?? '', 1_000)
    },
  },
  {
    finding: 'clocks that differ',
    name: 'a fulfilment says another open time',
    break: (read) => {
      const { data } = findPart(read, 'sla.fulfilled')
      Object.assign(data, { elapsedOpenMs: Number(data['elapsedOpenMs']) + 1 })
    },
  },
  {
    finding: 'clocks that differ',
    name: 'nobody was told that a clock started',
    break: (read) => {
      for (const entry of logOf(read))
        entry.caused = entry.caused.filter(({ type }) => type !== 'sla.started')
    },
  },
  ...(['sla.warning', 'sla.breached'] as const).map((type) => ({
    finding: 'clocks announced twice',
    name: `${type} was doubled`,
    break: (read: ReadTold) => {
      const log = logOf(read)
      log.push({ ...findLine(read, type), seq: log.length + 1 })
    },
  })),
  {
    finding: 'clocks forgotten',
    name: 'what was due long ago has not been told',
    break: ({ clocks }) => {
      const [{ conversation }] = clocks.histories as [ReadClocks['histories'][number]]
      const clock = at(conversation.sla?.clocks ?? [], -1)
      Object.assign(clock, { breachedAt: null, stoppedAt: null, dueAt: addMs(clocks.readAt, -5_000) })
    },
  },
  ...(['feed', 'live', 'bus'] as const).map((where) => ({
    finding: 'clocks forgotten',
    name: `a breach is not in ${where}`,
    break: ({ events }: ReadTold) => {
      const index = events[where].findIndex(({ type }) => type === 'sla.breached')
      ;(events[where] as unknown[]).splice(index, 1)
    },
  })),
  {
    finding: 'events of clocks that differ',
    name: 'an event says another due time than the log',
    break: ({ events: { bus } }) => {
      const index = bus.findIndex(({ type }) => type === 'sla.started')
      const event = at(bus, index)
      replace(bus, index, { ...event, data: { ...event.data, dueAt: event.occurredAt } })
    },
  },
  {
    finding: 'events of clocks that differ',
    name: 'an event of nothing that happened',
    break: ({ events: { feed } }) => void (feed as unknown[]).push({ ...at(feed, 0), id: 'evt_invented' }),
  },
]

/** Logs of a play are ours to break. */
function logOf({ clocks }: ReadTold): Entry[] {
  return at(clocks.histories, 0).log as Entry[]
}

function findLine(read: ReadTold, wanted: EventPart['type']): Entry {
  const found = logOf(read).find((entry) => entry.kind === 'activity' && entry.type === wanted)
  if (found === undefined) throw new Error(`the play has no ${wanted}`)
  return found
}

function findPart(read: ReadTold, wanted: EventPart['type']): EventPart {
  const parts = logOf(read).flatMap(({ changes }) => changes.flatMap((change) => change.parts))
  const found = parts.find(({ type }) => type === wanted)
  if (found === undefined) throw new Error(`the play has no ${wanted}`)
  return found
}

/** Nothing says it: neither the log nor any event. */
function forget(read: ReadTold, line: Entry): void {
  const log = logOf(read)
  log.splice(log.indexOf(line), 1)
  for (const events of Object.values(read.events)) {
    const index = events.findIndex(({ seq, part }) => seq === line.seq && part === 1)
    ;(events as unknown[]).splice(index, 1)
  }
}
