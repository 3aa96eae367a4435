import {
  type FacebookPiece,
  type MessengerThread,
  toMessengerEchoPiece,
  toMessengerPiece,
} from '../../shared/channels/facebook/wire-pieces.ts'
import { wire } from '../../shared/channels/facebook/wire.ts'
import type { Random } from '../support/random.ts'
import { createLane, type ExpectedEntry, expectEntry, expectOptOut, type Lane, pushSteps } from './lane.ts'
import { type Clock, createClock, type Teller, type TellerContext, toBag, toDigits } from './teller.ts'
import { makeUpText } from './words.ts'

export const PAGES = ['770000000000021', '770000000000022'] as const
/** What comes before its message, of what may. */
const EARLY_SHARE = 0.3

type Story = {
  lane: Lane
  thread: MessengerThread
  random: Random
  clock: Clock
  hasStopped: boolean
}

const BAG = toBag<(story: Story) => void>([
  [8, tellText],
  [5, tellEcho],
  [4, tellOtherContent],
  [2, tellEdit],
  [1, tellRemoval],
  [2, tellReaction],
  [1, tellPreference],
  [1, tellTyping],
])

/** Somebody who writes to a Page in Messenger. */
export function createMessengerTeller({ random, index, startAt }: TellerContext): Teller {
  const thread = { page: random.pick(PAGES), psid: `21${toDigits(index, 14)}` }
  const lane = createLane({
    channel: 'facebook',
    visibility: 'private',
    accountId: thread.page,
    identity: { channel: 'facebook', scope: thread.page, externalId: thread.psid },
  })
  const story: Story = { lane, thread, random, clock: createClock(startAt), hasStopped: false }
  return { lanes: [lane], tell: (isFirst) => (isFirst ? tellText : random.pick(BAG))(story) }
}

function tellText(story: Story): void {
  writeText(story)
}

function tellOtherContent(story: Story): void {
  const words = makeUpText(story.random, story.clock.ordinal())
  const image = { type: 'image', payload: { url: 'https://scontent.example.com/a.jpg' } }
  const place = { type: 'location', title: 'Home', payload: { coordinates: { lat: 52.5, long: 13.4 } } }
  const [event, content, text] = story.random.pick([
    [{ attachments: [image] }, 'media', null],
    [{ text: words, attachments: [image, { ...image, type: 'file' }] }, 'media', words],
    [{ attachments: [place] }, 'location', null],
    [{ text: 'Yes', quick_reply: { payload: 'yes' } }, 'interactive', 'Yes'],
    [{ is_unsupported: true }, 'unsupported', null],
    [null, 'interactive', 'Get started'],
  ] as const)
  const mid = createMid(story)
  const pressed = { postback: { mid, title: 'Get started', payload: 'start' } }
  push(story, toPiece(story, event === null ? pressed : { message: { mid, ...event } }))
  expectEntry(story.lane, { providerId: mid, content, text })
}

/** What was read up to an instant is told once, before the message is known or after it. */
const WATERMARKS = [
  { before: [], after: ['delivery', 'read'], caused: [], changes: ['delivered', 'read'] },
  { before: [], after: ['read'], caused: [], changes: ['read'] },
  { before: [], after: ['read', 'delivery'], caused: [], changes: ['read'] },
  { before: ['delivery'], after: ['read'], caused: ['delivered'], changes: ['read'] },
  { before: ['delivery', 'read'], after: [], caused: ['read'], changes: [] },
  { before: ['read'], after: ['delivery'], caused: ['read'], changes: [] },
] as const

/** Our side writes, by another app or in the Page's own inbox. */
function tellEcho(story: Story): void {
  const { random, clock, lane, thread } = story
  const mid = createMid(story)
  const text = makeUpText(random, clock.ordinal())
  const at = clock.tick()
  const mark = (kind: 'delivery' | 'read'): FacebookPiece => {
    const mids = kind === 'delivery' && random.chance(0.5) ? { mids: [] } : {}
    return toPiece(story, { [kind]: { watermark: at.getTime(), ...mids } })
  }
  const { before, after, caused, changes } = random.pick(WATERMARKS)
  const metadata = random.chance(0.3) ? { metadata: 'another-app' } : {}
  push(story, ...before.map(mark))
  push(story, toMessengerEchoPiece(thread, at, { mid, text, ...metadata }))
  push(story, ...after.map(mark))
  expectEntry(lane, {
    providerId: mid,
    direction: 'outbound',
    content: 'text',
    text,
    status: 'read',
    caused: caused.map((status) => `message.${status}` as const),
    changes: changes.map((status) => `message.${status}` as const),
  })
}

function tellEdit(story: Story): void {
  const { entry, piece } = makeText(story)
  const textNow = `${entry.text} (edited)`
  const edit = toPiece(story, { message_edit: { mid: entry.providerId, text: textNow, num_edit: 1 } })
  pushAround(story, piece, edit)
  Object.assign(entry, { textNow, changes: ['message.edited'] } satisfies Partial<ExpectedEntry>)
}

function tellRemoval(story: Story): void {
  const { entry, piece } = makeText(story)
  const removal = toPiece(story, { message: { mid: entry.providerId, is_deleted: true } })
  pushAround(story, piece, removal)
  const gone: Partial<ExpectedEntry> = { textNow: null, isRemoved: true, changes: ['message.removed'] }
  Object.assign(entry, gone)
}

function tellReaction(story: Story): void {
  const entry = writeText(story)
  const reaction = { mid: entry.providerId, reaction: 'love', emoji: '❤️' }
  push(story, toPiece(story, { reaction: { ...reaction, action: 'react' } }))
  entry.changes.push('message.reaction_changed')
  entry.reaction = '❤️'
  if (!story.random.chance(0.4)) return
  push(story, toPiece(story, { reaction: { ...reaction, action: 'unreact' } }))
  entry.changes.push('message.reaction_changed')
  entry.reaction = null
}

function tellPreference(story: Story): void {
  story.hasStopped = !story.hasStopped
  const status = `${story.hasStopped ? 'STOP' : 'RESUME'}_NOTIFICATIONS`
  const optin = { type: 'notification_messages', notification_messages_status: status }
  push(story, toPiece(story, { optin }))
  expectOptOut(story.lane, story.hasStopped)
}

/** Between apps only: nothing to write, nothing to lose. */
function tellTyping(story: Story): void {
  push(story, toPiece(story, { pass_thread_control: { new_owner_app_id: '1' } }))
}

function writeText(story: Story): ExpectedEntry {
  const { entry, piece } = makeText(story)
  push(story, piece)
  return entry
}

function makeText(story: Story): { entry: ExpectedEntry; piece: FacebookPiece } {
  const mid = createMid(story)
  const text = makeUpText(story.random, story.clock.ordinal())
  const piece = toPiece(story, { message: { mid, text } })
  return { piece, entry: expectEntry(story.lane, { providerId: mid, content: 'text', text }) }
}

function pushAround(story: Story, message: FacebookPiece, amendment: FacebookPiece): void {
  const isEarly = story.random.chance(EARLY_SHARE)
  push(story, ...(isEarly ? [amendment, message] : [message, amendment]))
}

function toPiece({ thread, clock }: Story, event: Record<string, unknown>): FacebookPiece {
  return toMessengerPiece(thread, clock.tick(), event)
}

function createMid({ random }: Story): string {
  return wire.createMessageId(random, 'private')
}

function push({ lane }: Story, ...pieces: FacebookPiece[]): void {
  pushSteps(lane, ...pieces.map((piece) => ({ carrier: 'facebook' as const, piece })))
}
