import * as z from 'zod'
import type { Entry } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { parseEntryId } from '../ids.ts'
import { Metric } from './metric.ts'

const Said = z.object({
  metric: Metric,
  instance: z.number(),
  policyId: z.string().nullable(),
  policyVersion: z.number(),
  calendarId: z.string().nullable(),
  startedAt: z.string(),
  dueAt: z.string().nullable(),
  entryId: z.string(),
  at: z.string().optional(),
  why: z.string().optional(),
  threshold: z.string().nullish(),
  breachedAt: z.string().optional(),
  stoppedAt: z.string().optional(),
  byEntryId: z.string().optional(),
  withinTarget: z.boolean().optional(),
  elapsedOpenMs: z.number().optional(),
  elapsedWallMs: z.number().optional(),
  reason: z.string().optional(),
})

/** One event of a clock as the log holds it. */
export type Saying = z.infer<typeof Said> & {
  type: EventPart['type']
  /** When the log took it; null: it is about to. */
  recordedAt: string | null
}

/** A clock as the log tells it: what was announced, in order. */
export type AnnouncedClock = { metric: Metric; instance: number; seq: number; sayings: [Saying, ...Saying[]] }

/** The clocks of a stretch of the log, in the order in which they started. `telling`: what the transaction will add to it. */
export function listAnnounced(log: readonly Entry[], telling: readonly EventPart[] = []): AnnouncedClock[] {
  const clocks = new Map<string, AnnouncedClock>()
  const added = telling.flatMap((part) => toSaying(part, null) ?? [])
  for (const saying of [...listSayings(log), ...added]) {
    const key = `${saying.metric}#${saying.instance}`
    const known = clocks.get(key)
    if (known !== undefined) known.sayings.push(saying)
    else if (saying.type === 'sla.started') {
      const { metric, instance, entryId } = saying
      clocks.set(key, { metric, instance, seq: parseEntryId(entryId)?.seq ?? 0, sayings: [saying] })
    }
  }
  return [...clocks.values()]
}

/** The newest saying of a kind; undefined: none. */
export function lastSaying({ sayings }: AnnouncedClock, ...types: Saying['type'][]): Saying | undefined {
  return sayings.findLast(({ type }) => types.includes(type))
}

/** In the order in which they were recorded. */
function listSayings(log: readonly Entry[]): Saying[] {
  const found = log.flatMap((entry) => {
    const first: Written = { at: entry.at, revision: 1, parts: toFirstParts(entry) }
    return [first, ...entry.changes].flatMap((written: Written) =>
      written.parts.flatMap((part, index) => {
        const saying = toSaying(part, written.at)
        const { at, afterVersion: version = 0 } = written
        const order = { place: toPlace(written, entry.seq), version, at, seq: entry.seq, index }
        return saying === null ? [] : [{ order, saying }]
      }),
    )
  })
  return found.toSorted((left, right) => compare(left.order, right.order)).map(({ saying }) => saying)
}

function toSaying({ type, data }: EventPart, recordedAt: string | null): Saying | null {
  const said = type.startsWith('sla.') ? Said.safeParse(data).data : undefined
  return said === undefined ? null : { ...said, type, recordedAt }
}

type Written = {
  at: string
  revision: number
  parts: EventPart[]
  afterSeq?: number | undefined
  afterVersion?: number | undefined
}

type Order = {
  place: [seq: number, isChange: 0 | 1]
  version: number
  at: string
  seq: number
  index: number
}

/** A change stands behind the line that was the last when it came; times of two webhooks say nothing of their order. */
function toPlace({ revision, afterSeq }: Written, seq: number): Order['place'] {
  return revision === 1 ? [seq, 0] : [Math.max(seq, afterSeq ?? seq), 1]
}

function compare(left: Order, right: Order): number {
  const [place, isChange] = left.place
  const [otherPlace, isOtherChange] = right.place
  if (place !== otherPlace) return place - otherPlace
  if (isChange !== isOtherChange) return isChange - isOtherChange
  if (left.version !== right.version) return left.version - right.version
  if (isChange === 1 && left.version === 0 && left.at !== right.at) return left.at < right.at ? -1 : 1
  return left.seq - right.seq || left.index - right.index
}

function toFirstParts(entry: Entry): EventPart[] {
  return entry.kind === 'activity' ? [{ type: entry.type, data: entry.data }, ...entry.caused] : entry.caused
}
