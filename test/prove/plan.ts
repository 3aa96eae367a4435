import { createRandom, type Random } from '../support/random.ts'
import { signTwilio } from '../../shared/channels/sms/wire-twilio.ts'
import { signWhatsApp, toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import type { WhatsAppPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import type { WireRequest } from '../../shared/channels/wire.ts'
import type { Lane, Wording } from './lane.ts'
import { makeLanes } from './make-lanes.ts'
import { makeStrays } from './strays.ts'

/** Platform events that come twice, of all. */
const REPEATED_SHARE = 0.2
/** Bodies that come twice at the same moment, and that come again when the queue has forgotten them. */
const TWIN_SHARE = 0.05
const LATE_SHARE = 0.05
const BATCH_MAX = 12
const ENTRIES_PER_STRAY = 250

/** One request that a platform makes, and makes again until it is accepted. */
export type Post = {
  carrier: 'whatsapp' | 'sms'
  toRequest: (inboxUrl: string) => WireRequest
  /** Platform events in it. */
  size: number
  /** Posts that must have been accepted before: the platform keeps a customer's order. */
  after: number[]
  hasTwin: boolean
  isLate: boolean
}

export type Plan = {
  seed: number
  lanes: Lane[]
  posts: Post[]
  /** Marks of what must end in quarantine. */
  marks: string[]
  /** Platform events that are repeated, in whatever way. */
  repeats: number
}

type Happening = { lane: number; wording: Wording }
type Draft = { lanes: Set<number>; size: number; carrier: Post['carrier']; toRequest: Post['toRequest'] }

/** Everything that will be sent, from the seed alone. */
export function makePlan(of: { seed: number; entries: number; customers: number; startAt: Date }): Plan {
  const random = createRandom(of.seed)
  const lanes = makeLanes({ random, ...of })
  const happenings = interleave(random, lanes)
  const repeated = repeatSome(random, happenings)
  const strays = makeStrays(random, Math.max(1, Math.round(of.entries / ENTRIES_PER_STRAY)))
  const drafts = scatter(
    random,
    batch(random, repeated),
    strays.map(({ toRequest }) => toStrayDraft(toRequest)),
  )
  const posts = toPosts(random, drafts)
  const again = posts.reduce((sum, { size, hasTwin, isLate }) => sum + size * (+hasTwin + +isLate), 0)
  return {
    seed: of.seed,
    lanes,
    posts,
    marks: strays.flatMap(({ mark }) => mark ?? []),
    repeats: repeated.length - happenings.length + again,
  }
}

/** Customers shuffled into each other; each one's own order stays. */
function interleave(random: Random, lanes: readonly Lane[]): Happening[] {
  const next = lanes.map(() => 0)
  const turns = random.shuffle(lanes.flatMap(({ steps }, lane) => steps.map(() => lane)))
  return turns.flatMap((lane) => {
    const wording = lanes[lane]?.steps[next[lane] ?? 0]
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

/** Twilio sends each event alone, WhatsApp several in one body: neighbours of the plan, of any customer. */
function batch(random: Random, happenings: readonly Happening[]): Draft[] {
  const drafts: Draft[] = []
  let open: { lane: number; piece: WhatsAppPiece }[] = []
  let room = 1
  const close = (): void => {
    if (open.length > 0) drafts.push(toWhatsAppDraft(open))
    open = []
    room = random.chance(0.5) ? 1 : random.integer(2, BATCH_MAX)
  }
  for (const { lane, wording } of happenings) {
    if (wording.carrier === 'whatsapp') {
      open.push({ lane, piece: wording.piece })
      if (open.length >= room) close()
    } else {
      const { form } = wording
      const toRequest = (inboxUrl: string): WireRequest => signTwilio(form, inboxUrl)
      drafts.push({ carrier: 'sms', lanes: new Set([lane]), size: 1, toRequest })
    }
  }
  close()
  return drafts
}

function toWhatsAppDraft(parts: readonly { lane: number; piece: WhatsAppPiece }[]): Draft {
  const body = toWhatsAppBody(parts.map(({ piece }) => piece))
  return {
    carrier: 'whatsapp',
    lanes: new Set(parts.map(({ lane }) => lane)),
    size: parts.length,
    toRequest: (inboxUrl) => signWhatsApp(body, inboxUrl),
  }
}

function toStrayDraft(toRequest: Post['toRequest']): Draft {
  const isTwilio = toRequest('http://inbox').url.endsWith('/sms')
  return { carrier: isTwilio ? 'sms' : 'whatsapp', lanes: new Set(), size: 0, toRequest }
}

function scatter<T>(random: Random, items: readonly T[], strays: readonly T[]): T[] {
  const scattered = [...items]
  for (const stray of strays) scattered.splice(random.integer(0, scattered.length), 0, stray)
  return scattered
}

function toPosts(random: Random, drafts: readonly Draft[]): Post[] {
  const lastOfLane = new Map<number, number>()
  return drafts.map(({ lanes, carrier, size, toRequest }, index) => {
    const after = new Set([...lanes].flatMap((lane) => lastOfLane.get(lane) ?? []))
    for (const lane of lanes) lastOfLane.set(lane, index)
    const isOwn = size > 0
    return {
      carrier,
      toRequest,
      size,
      after: [...after],
      hasTwin: isOwn && random.chance(TWIN_SHARE),
      isLate: isOwn && random.chance(LATE_SHARE),
    }
  })
}
