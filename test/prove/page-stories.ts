import {
  type FacebookPiece,
  type PageAuthor,
  toChangePiece,
} from '../../shared/channels/facebook/wire-pieces.ts'
import type { Random } from '../support/random.ts'
import { createLane, type ExpectedEntry, expectEntry, type Lane, pushSteps } from './lane.ts'
import { PAGES } from './messenger-stories.ts'
import { type Clock, createClock, type Teller, type TellerContext, toBag, toDigits } from './teller.ts'
import { makeUpName, makeUpText } from './words.ts'

const DIGITS = '0123456789'
/** The Page's own posts: so few that several people write under each. */
const POSTS = 6
const EARLY_SHARE = 0.3
const STRANGER: PageAuthor = { id: '2900000000000001', name: 'Somebody Else' }

type Story = {
  lane: Lane
  page: string
  /** Full id of the root post, or of a review's story. */
  root: string
  kind: 'post' | 'visitor' | 'review'
  author: PageAuthor
  random: Random
  clock: Clock
}

const BAG = toBag<(story: Story, room: number) => void>([
  [8, tellComment],
  [4, tellOwnReply],
  [3, tellAwaitedReply],
  [2, tellEdit],
  [1, tellRemoval],
  [2, tellHiding],
  [1, tellPhoto],
  [1, tellOwnPost],
])

/** Somebody who writes under a post of the Page, posts on it, or reviews it. */
export function createPageTeller({ random, index, startAt }: TellerContext): Teller {
  const page = random.pick(PAGES)
  const kind = random.pick(['post', 'post', 'post', 'visitor', 'review'])
  const number = kind === 'post' ? random.integer(1, POSTS) : POSTS + 1 + index
  const root = `${kind === 'review' ? '' : `${page}_`}5${toDigits(number, 14)}`
  const author = { id: `22${toDigits(index, 14)}`, name: makeUpName(random) }
  const lane = createLane({
    channel: 'facebook',
    visibility: 'public',
    accountId: page,
    identity: { channel: 'facebook', scope: `${page}:feed`, externalId: author.id },
  })
  const story: Story = { lane, page, root, kind, author, random, clock: createClock(startAt) }
  return {
    lanes: [lane],
    tell: (isFirst, room) => (isFirst ? tellFirst : random.pick(BAG))(story, room),
  }
}

function tellFirst(story: Story): void {
  const { kind, root, lane, random, clock } = story
  if (kind === 'post') return tellComment(story)
  const text = makeUpText(random, clock.ordinal())
  const review = { item: 'rating', verb: 'add', open_graph_story_id: root, review_text: text }
  push(
    story,
    kind === 'visitor'
      ? toPiece(story, { item: 'post', verb: 'add', post_id: root, message: text })
      : toPiece(story, { ...review, recommendation_type: random.pick(['POSITIVE', 'NEGATIVE']) }),
  )
  expectEntry(lane, { providerId: root, content: kind === 'visitor' ? 'text' : 'review', text })
}

function tellComment(story: Story): void {
  const { entry, value } = makeComment(story)
  push(story, toPiece(story, value))
  if (!story.random.chance(0.2)) return
  // Anybody may like it, also somebody who has written nothing here.
  const by = story.random.pick([story.author, STRANGER])
  push(story, toReaction(story, entry, 'add', by))
  entry.changes.push('message.reaction_changed')
  entry.reaction = '❤️'
  if (!story.random.chance(0.4)) return
  push(story, toReaction(story, entry, 'remove', by))
  entry.changes.push('message.reaction_changed')
  entry.reaction = null
}

function tellPhoto(story: Story): void {
  const { entry, value } = makeComment(story)
  push(story, toPiece(story, { ...value, photo: 'https://scontent.example.com/b.jpg' }))
  entry.content = 'media'
}

/** The Page answers something that is known. */
function tellOwnReply(story: Story): void {
  const parent = story.random.pick(idsOf(story))
  const { entry, value } = makeComment(story, parent)
  entry.direction = 'outbound'
  entry.status = 'sent'
  push(story, toOwnPiece(story, value))
  if (!story.random.chance(0.3)) return
  push(story, toOwnPiece(story, { ...value, verb: 'edited', message: `${entry.text} (edited)` }))
  Object.assign(entry, { textNow: `${entry.text} (edited)`, changes: ['message.edited'] })
}

/** The Page's answer comes before what it answers: it waits, and so does what happened to it meanwhile. */
function tellAwaitedReply(story: Story, room: number): void {
  if (room < 2) return tellComment(story)
  const comment = makeComment(story)
  const reply = makeComment(story, comment.entry.providerId)
  reply.entry.direction = 'outbound'
  reply.entry.status = 'sent'
  push(story, toOwnPiece(story, reply.value))
  if (story.random.chance(0.4)) {
    push(story, toReaction(story, reply.entry, 'add', story.author))
    Object.assign(reply.entry, { reaction: '❤️', changes: ['message.reaction_changed'] })
  }
  push(story, toPiece(story, comment.value))
}

function tellEdit(story: Story): void {
  const { entry, value } = makeComment(story)
  const textNow = `${entry.text} (edited)`
  pushAround(story, value, { ...value, verb: 'edited', message: textNow })
  Object.assign(entry, { textNow, changes: ['message.edited'] } satisfies Partial<ExpectedEntry>)
}

function tellRemoval(story: Story): void {
  const { entry, value } = makeComment(story)
  pushAround(story, value, { ...value, verb: 'remove', message: undefined })
  const gone: Partial<ExpectedEntry> = { textNow: null, isRemoved: true, changes: ['message.removed'] }
  Object.assign(entry, gone)
}

/** The Page hides it from others, and sometimes shows it again. */
function tellHiding(story: Story): void {
  const { entry, value } = makeComment(story)
  pushAround(story, value, { ...value, verb: 'hide', message: undefined })
  entry.changes.push('message.hidden')
  entry.isHidden = true
  if (!story.random.chance(0.4)) return
  push(story, toPiece(story, { ...value, verb: 'unhide', message: undefined }))
  entry.changes.push('message.unhidden')
  entry.isHidden = false
}

/** The Page publishes something: nobody's message. */
function tellOwnPost(story: Story): void {
  const post = `${story.page}_8${story.random.characters(DIGITS, 14)}`
  push(story, toOwnPiece(story, { item: 'status', verb: 'add', post_id: post, message: 'News' }))
}

function makeComment(
  story: Story,
  parent = story.random.chance(0.4) ? story.random.pick(idsOf(story)) : story.root,
): { entry: ExpectedEntry; value: Record<string, unknown> } {
  const { root, kind, random, clock, lane } = story
  const text = makeUpText(random, clock.ordinal())
  const post = root.split('_').at(-1) ?? root
  const id = `${post}_6${random.characters(DIGITS, 14)}`
  const place = kind === 'review' ? { open_graph_story_id: root } : { post_id: root }
  const value = { item: 'comment', verb: 'add', comment_id: id, parent_id: parent, ...place, message: text }
  return { value, entry: expectEntry(lane, { providerId: id, content: 'text', text }) }
}

/** What is known of the lane, or its root while nothing is. */
function idsOf({ lane, root }: Story): [string, ...string[]] {
  const [first, ...others] = lane.entries.map(({ providerId }) => providerId)
  return first === undefined ? [root] : [first, ...others]
}

function toReaction(
  story: Story,
  { providerId }: ExpectedEntry,
  verb: 'add' | 'remove',
  by: PageAuthor,
): FacebookPiece {
  const target = { post_id: story.root, comment_id: providerId }
  return toPiece(story, { item: 'reaction', verb, reaction_type: 'love', ...target, from: by })
}

function pushAround(story: Story, value: Record<string, unknown>, change: Record<string, unknown>): void {
  const isEarly = story.random.chance(EARLY_SHARE)
  const pieces = isEarly ? [change, value] : [value, change]
  push(story, ...pieces.map((one) => toPiece(story, one)))
}

function toOwnPiece(story: Story, value: Record<string, unknown>): FacebookPiece {
  return toPiece(story, { ...value, from: { id: story.page, name: 'The Page' } })
}

function toPiece({ page, author, clock, kind }: Story, value: Record<string, unknown>): FacebookPiece {
  return toChangePiece(page, kind === 'review' ? 'ratings' : 'feed', author, clock.tick(), value)
}

function push({ lane }: Story, ...pieces: FacebookPiece[]): void {
  pushSteps(lane, ...pieces.map((piece) => ({ carrier: 'facebook' as const, piece })))
}
