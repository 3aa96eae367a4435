import * as z from 'zod'
import type { Clock, Clocks } from '../domain/sla/clocks.ts'
import { Metric } from '../domain/sla/metric.ts'

/**
 * Clocks as one short text: every transaction writes them, at a price by the started KB. Instants are milliseconds in
 * base 36, names are places in a list, and what is as most often is left out at the end of a row.
 */
const FORMAT = 1

/** Of a clock that has run since it started. */
const SINCE_START = 1

const METRICS = Metric.options
const DUE_BY = ['target', 'window', 'window_closed'] as const
const FIRST_RESPONSES = ['none', 'asked', 'answered'] as const

type Cell = string | number | null | Cell[]

export function toCompactClocks(clocks: Clocks): string {
  const { rules, policy, session, waits, counts, comments, last, doubts, windowCheckAt, windowTold } = clocks
  return JSON.stringify(
    trim([
      FORMAT,
      rules,
      policy && trim([policy.id, policy.calendarId]),
      trim([
        session.number,
        session.seq,
        FIRST_RESPONSES.indexOf(session.firstResponse),
        session.autoAnswered ? 1 : 0,
      ]),
      waits.map(({ seq, at, delayMs, tried }) => trim([seq, toCell(at), delayMs, tried ? 1 : 0])),
      clocks.clocks.map(toClockRow),
      METRICS.map((metric) => counts[metric]),
      toCell(windowCheckAt),
      comments,
      last && [METRICS.indexOf(last.metric), last.state === 'met' ? 1 : 0, toCell(last.dueAt)],
      doubts.map(({ seq, until }) => [seq, toCell(until)]),
      windowTold && [toCell(windowTold.closesAt), windowTold.percentLeft],
    ]),
  )
}

const Instant = z.string().transform((text) => new Date(parseInt(text, 36)).toISOString())
const Maybe = Instant.nullish().transform((at) => at ?? null)
const Number0 = z
  .number()
  .nullish()
  .transform((value) => value ?? 0)
const Seq = z.number()

const Row = z
  .tuple([
    Seq,
    Seq,
    Seq,
    Instant,
    Number0,
    Number0,
    z.union([z.literal(SINCE_START), Instant]).nullable(),
    Maybe,
  ])
  .rest(z.unknown())
const RowEnd = z.tuple([Maybe, Number0, z.array(z.string()).nullish(), Maybe, Maybe, Maybe])

const Compact = z.tuple([
  z.literal(FORMAT),
  Seq,
  z.array(z.string().nullable()).nullable(),
  z.array(z.number()),
  z.array(z.tuple([Seq, Instant, Number0, Number0])),
  z.array(z.array(z.unknown())),
  z.array(z.number()),
  Maybe,
  Number0,
  z.tuple([z.number(), z.number(), Maybe]).nullish(),
  z.array(z.tuple([Seq, Instant])).nullish(),
  z.tuple([Instant, z.number()]).nullish(),
])

/** Throws a zod error where the text is none of ours. */
export function parseCompactClocks(text: string): Clocks {
  const cells = Compact.parse(pad(JSON.parse(text), 12))
  const [, rules, policy, [number = 1, seq = 1, first = 0, auto = 0], waits, rows, counts] = cells
  const [, , , , , , , windowCheckAt, comments, last, doubts, told] = cells
  return {
    rules,
    policy: policy && { id: policy[0] ?? '', calendarId: policy[1] ?? null },
    session: {
      number,
      seq,
      firstResponse: FIRST_RESPONSES[first] ?? 'none',
      ...(auto === 1 ? { autoAnswered: true as const } : {}),
    },
    waits: waits.map(([waitSeq, at, delayMs, tried]) => ({
      seq: waitSeq,
      at,
      delayMs,
      ...(tried === 1 ? { tried: true as const } : {}),
    })),
    clocks: rows.map(parseClockRow),
    counts: {
      first_response: counts[0] ?? 0,
      next_response: counts[1] ?? 0,
      resolution: counts[2] ?? 0,
    },
    comments,
    last: last
      ? { metric: toMetric(last[0]), state: last[1] === 1 ? 'met' : 'breached', dueAt: last[2] }
      : null,
    doubts: (doubts ?? []).map(([doubtSeq, until]) => ({ seq: doubtSeq, until })),
    windowCheckAt,
    windowTold: told ? { closesAt: told[0], percentLeft: told[1] } : null,
  }
}

function toClockRow(clock: Clock): Cell {
  const { metric, instance, seq, startedAt, delayMs, usedMs, since, dueAt, dueBy, warnAt, warned } = clock
  return trim([
    METRICS.indexOf(metric),
    instance,
    seq,
    toCell(startedAt),
    delayMs,
    usedMs,
    since === startedAt ? SINCE_START : toCell(since),
    toCell(dueAt),
    toCell(warnAt),
    DUE_BY.indexOf(dueBy),
    warned,
    toCell(clock.breachedAt),
    toCell(clock.stoppedAt),
    toCell(clock.pausedAt),
  ])
}

function parseClockRow(row: readonly unknown[]): Clock {
  const cells = pad(row, 14)
  const [metric, instance, seq, startedAt, delayMs, usedMs, since, dueAt] = Row.parse(cells.slice(0, 8))
  const [warnAt, dueBy, warned, breachedAt, stoppedAt, pausedAt] = RowEnd.parse(cells.slice(8))
  return {
    metric: toMetric(metric),
    instance,
    seq,
    startedAt,
    delayMs,
    usedMs,
    since: since === SINCE_START ? startedAt : since,
    dueAt,
    dueBy: DUE_BY[dueBy] ?? 'target',
    warnAt,
    warned: warned ?? [],
    breachedAt,
    pausedAt,
    stoppedAt,
  }
}

function toMetric(index: number): Metric {
  return Metric.parse(METRICS[index])
}

function toCell(at: string | null): string | null {
  return at === null ? null : Date.parse(at).toString(36)
}

/** Without what the end of a row would say anyway. */
function trim(cells: Cell[]): Cell[] {
  const end = cells.findLastIndex(
    (cell) => cell !== null && cell !== 0 && !(Array.isArray(cell) && cell.length === 0),
  )
  return cells.slice(0, end + 1)
}

function pad(cells: unknown, length: number): unknown[] {
  const known = z.array(z.unknown()).parse(cells)
  return [...known, ...Array.from({ length: length - known.length }, () => null)]
}
