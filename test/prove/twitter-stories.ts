import {
  toDeletion,
  toDirectMessage,
  toPostEvent,
  type XPerson,
} from '../../shared/channels/twitter/wire-pieces.ts'
import { wire } from '../../shared/channels/twitter/wire.ts'
import type { Random } from '../support/random.ts'
import { createLane, type ExpectedEntry, expectEntry, type Lane, pushSteps } from './lane.ts'
import { type Clock, createClock, type Teller, type TellerContext, toBag, toDigits } from './teller.ts'
import { makeUpName, makeUpText } from './words.ts'

const ACCOUNTS = ['1500000000000000021', '1500000000000000022'] as const
/** Our own posts: so few that several people write under each. */
const POSTS = 5

type Story = {
  lane: Lane
  account: string
  customer: XPerson
  /** Of the public conversation; null: the customer's first post begins it. */
  root: string | null
  random: Random
  clock: Clock
}

const MESSAGES = toBag<(story: Story) => void>([
  [5, (story) => tellMessage(story, false)],
  [3, (story) => tellMessage(story, true)],
  [1, tellTyping],
])
const POSTINGS = toBag<(story: Story, room: number) => void>([
  [5, tellPost],
  [3, tellOwnPost],
  [2, tellAwaitedPost],
  [2, tellDeletion],
])

/** Somebody who writes direct messages, posts, or both: one person, as X names everybody by one id. */
export function createTwitterTeller({ random, index, startAt }: TellerContext): Teller {
  const account = random.pick(ACCOUNTS)
  const customer = { id: `16${toDigits(index, 17)}`, name: makeUpName(random) }
  const ways = random.pick(['messages', 'posts', 'posts', 'both'])
  const isUnderOurs = random.chance(0.5)
  const root = isUnderOurs ? `20${toDigits(random.integer(1, POSTS), 17)}` : null
  const identity = { channel: 'twitter', scope: '-', externalId: customer.id }
  const clock = createClock(startAt)
  const toStory = (lane: Lane): Story => ({ lane, account, customer, root, random, clock })
  const place = { channel: 'twitter', accountId: account, identity }
  const direct = toStory(createLane({ ...place, visibility: 'private' }))
  const contactChanges = ways === 'both' ? [] : ['contact.created' as const]
  const posts = toStory(createLane({ ...place, visibility: 'public', contactChanges }))
  const tellDirect = (isFirst: boolean): void =>
    isFirst ? tellMessage(direct, false) : random.pick(MESSAGES)(direct)
  const tellPublic = (isFirst: boolean, room: number): void =>
    (isFirst ? tellPost : random.pick(POSTINGS))(posts, room)
  if (ways === 'messages') return { lanes: [direct.lane], tell: tellDirect }
  if (ways === 'posts') return { lanes: [posts.lane], tell: tellPublic }
  return {
    lanes: [direct.lane, posts.lane],
    tell: (isFirst, room) => {
      if (isFirst || (posts.lane.entries.length > 0 && random.chance(0.5))) tellDirect(isFirst)
      else tellPublic(posts.lane.entries.length === 0, room)
    },
  }
}

function tellMessage(story: Story, isOurs: boolean): void {
  const { random, clock, lane, account, customer } = story
  const id = wire.createMessageId(random, 'private')
  const text = makeUpText(random, clock.ordinal())
  push(story, toDirectMessage({ id, account, customer, isOurs, text, at: clock.tick() }))
  expectEntry(lane, { providerId: id, content: 'text', text, ...(isOurs ? OURS : {}) })
}

const OURS = { direction: 'outbound', status: 'sent' } as const satisfies Partial<ExpectedEntry>

/** Nothing to write, nothing to lose. */
function tellTyping(story: Story): void {
  const id = wire.createMessageId(story.random, 'private')
  const payload = { sender_id: story.customer.id }
  push(story, {
    event_uuid: `-${id}`,
    filter: { user_id: story.account },
    event_type: 'dm.indicate_typing',
    payload,
  })
}

/** X tells of a reply that names the account twice, as a reply and as a mention: one post. */
function tellPost(story: Story): void {
  const { post } = makePost(story, story.customer, pickParent(story))
  const first = post.parent === null ? 'post.mention.create' : 'post.reply.create'
  push(story, toPostEvent(story.account, first, post))
  if (story.random.chance(0.3)) push(story, toPostEvent(story.account, 'post.mention.create', post))
}

/** Our side answers something that is known, and sometimes takes the answer back. */
function tellOwnPost(story: Story): void {
  const { post, entry } = makePost(story, { id: story.account, name: 'Inlet Demo' }, pickKnown(story))
  Object.assign(entry, OURS)
  push(story, toPostEvent(story.account, 'post.create', post))
  if (!story.random.chance(0.2)) return
  push(story, toDeletion(story.account, story.account, post.id))
  Object.assign(entry, GONE)
}

/** Our answer comes before what it answers: it waits. */
function tellAwaitedPost(story: Story, room: number): void {
  if (room < 2) return tellPost(story)
  const asked = makePost(story, story.customer, pickParent(story))
  const answer = makePost(story, { id: story.account, name: 'Inlet Demo' }, asked.post.id)
  Object.assign(answer.entry, OURS)
  push(story, toPostEvent(story.account, 'post.create', answer.post))
  push(story, toPostEvent(story.account, 'post.reply.create', asked.post))
}

const GONE = {
  textNow: null,
  isRemoved: true,
  changes: ['message.removed'],
} satisfies Partial<ExpectedEntry>

/** X names only the post: it may overtake what it takes back, or come long after. */
function tellDeletion(story: Story): void {
  const { post, entry } = makePost(story, story.customer, pickParent(story))
  const events = [
    toPostEvent(story.account, post.parent === null ? 'post.mention.create' : 'post.reply.create', post),
    toDeletion(story.account, story.customer.id, post.id),
  ]
  push(story, ...(story.random.chance(0.3) ? events.toReversed() : events))
  Object.assign(entry, GONE)
}

function makePost(story: Story, author: XPerson, parent: string | null) {
  const { random, clock, lane } = story
  const id = wire.createMessageId(random, 'public')
  const text = makeUpText(random, clock.ordinal())
  const post = { id, author, text, root: story.root, parent, at: clock.tick() }
  // The first post of a conversation names it.
  story.root ??= id
  return { post, entry: expectEntry(lane, { providerId: id, content: 'text', text }) }
}

/** null: the post begins the conversation. */
function pickParent(story: Story): string | null {
  if (story.root === null) return null
  return story.random.chance(0.5) ? story.root : pickKnown(story)
}

function pickKnown({ lane, root, random }: Story): string {
  const [first, ...others] = lane.entries.map(({ providerId }) => providerId)
  return first === undefined ? (root ?? '') : random.pick([first, ...others])
}

function push({ lane }: Story, ...events: Record<string, unknown>[]): void {
  pushSteps(lane, ...events.map((event) => ({ carrier: 'twitter' as const, event })))
}
