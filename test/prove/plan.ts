import { createRandom, type Random } from '../support/random.ts'
import { type Answered, makeAnswered } from './answered-tellers.ts'
import { batch, type Delivery, type Draft, type Happening } from './carriers.ts'
import type { Lane } from './lane.ts'
import { makeLanes } from './make-lanes.ts'
import { makeStrays } from './strays.ts'

/** Platform events that come twice, of all. */
const REPEATED_SHARE = 0.2
/** Bodies that come twice at the same moment, and that come again when the queue has forgotten them. */
const TWIN_SHARE = 0.05
const LATE_SHARE = 0.05
const ENTRIES_PER_STRAY = 250

/** One request that a platform makes, and makes again until it is accepted. */
export type Post = Delivery & {
  /** Platform events in it. */
  size: number
  /** Posts of the round that must have been accepted before: the platform keeps a customer's order. */
  after: number[]
  hasTwin: boolean
  isLate: boolean
}

export type Plan = {
  seed: number
  lanes: Lane[]
  /** Those of the lanes that agents answer, with what they say. */
  answered: Answered[]
  /** Each begins when everything of the one before has been ingested. */
  rounds: Post[][]
  /** Marks of what must end in quarantine. */
  marks: string[]
  /** Platform events that are repeated, in whatever way. */
  repeats: number
}

/** Everything that will be sent, from the seed alone. */
export function makePlan(of: {
  seed: number
  entries: number
  customers: number
  startAt: Date
  channels: readonly string[]
  /** What agents say meanwhile. Those whom they answer write some of the entries. */
  replies?: number
}): Plan {
  const random = createRandom(of.seed)
  const { replies = 0 } = of
  // A sequence of its own: what customers write depends on their number alone.
  const answered = makeAnswered({ ...of, random: createRandom(of.seed + 4), replies })
  const asked = answered.reduce((sum, { lane }) => sum + lane.entries.length, 0)
  const others = makeLanes({ random, ...of, entries: Math.max(1, of.entries - asked) })
  const lanes = [...others, ...answered.map(({ lane }) => lane)]
  const strays = makeStrays(random, Math.max(1, Math.round(of.entries / ENTRIES_PER_STRAY)), of.channels)
  let repeats = 0
  const roundCount = Math.max(...lanes.map(({ rounds }) => rounds.length))
  const rounds = Array.from({ length: roundCount }, (_, round) => {
    const happenings = interleave(random, lanes, round)
    const repeated = repeatSome(random, happenings)
    const strayDrafts = round === 0 ? strays.map(({ delivery }) => toStrayDraft(delivery)) : []
    const posts = toPosts(random, scatter(random, batch(random, repeated), strayDrafts))
    const again = posts.reduce((sum, { size, hasTwin, isLate }) => sum + size * (+hasTwin + +isLate), 0)
    repeats += repeated.length - happenings.length + again
    return posts
  })
  return { seed: of.seed, lanes, answered, rounds, marks: strays.flatMap(({ mark }) => mark ?? []), repeats }
}

/** Customers shuffled into each other; each one's own order stays. */
function interleave(random: Random, lanes: readonly Lane[], round: number): Happening[] {
  const next = lanes.map(() => 0)
  const stepsOf = (lane: Lane | undefined): Lane['rounds'][number] => lane?.rounds[round] ?? []
  const turns = random.shuffle(lanes.flatMap((lane, index) => stepsOf(lane).map(() => index)))
  return turns.flatMap((lane) => {
    const wording = stepsOf(lanes[lane])[next[lane] ?? 0]
    next[lane] = (next[lane] ?? 0) + 1
    return wording === undefined ? [] : [{ lane, wording }]
  })
}

/** A fifth comes again, anywhere later, among other events. */
function repeatSome(random: Random, happenings: readonly Happening[]): Happening[] {
  const last = happenings.length - 1
  const repeats = happenings.flatMap((happening, index) =>
    random.chance(REPEATED_SHARE) ? [{ happening, place: random.integer(index, last) }] : [],
  )
  const byPlace = Map.groupBy(repeats, ({ place }) => place)
  return happenings.flatMap((happening, index) => [
    happening,
    ...(byPlace.get(index) ?? []).map((repeat) => repeat.happening),
  ])
}

function toStrayDraft(delivery: Delivery): Draft {
  return { lanes: new Set(), size: 0, delivery }
}

function scatter<T>(random: Random, items: readonly T[], strays: readonly T[]): T[] {
  const scattered = [...items]
  for (const stray of strays) scattered.splice(random.integer(0, scattered.length), 0, stray)
  return scattered
}

function toPosts(random: Random, drafts: readonly Draft[]): Post[] {
  const lastOfLane = new Map<number, number>()
  return drafts.map(({ lanes, size, delivery }, index) => {
    const after = new Set([...lanes].flatMap((lane) => lastOfLane.get(lane) ?? []))
    for (const lane of lanes) lastOfLane.set(lane, index)
    const isOwn = size > 0
    return {
      ...delivery,
      size,
      after: [...after],
      hasTwin: isOwn && random.chance(TWIN_SHARE),
      isLate: isOwn && random.chance(LATE_SHARE),
    }
  })
}
