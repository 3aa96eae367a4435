import { createUserId, createWamid } from '../../shared/channels/whatsapp/wire-body.ts'
import {
  toEchoPiece,
  toMessagePiece,
  toPreferencePiece,
  toStatusPiece,
  type WhatsAppAccount,
  type WhatsAppCustomer,
  type WhatsAppPiece,
} from '../../shared/channels/whatsapp/wire-pieces.ts'
import type { EventType } from '../../shared/domain/event-part.ts'
import type { Random } from '../support/random.ts'
import { type ExpectedEntry, expectEntry, expectOptOut, type Lane, pushSteps } from './lane.ts'
import { type Clock, toBag } from './teller.ts'
import { makeUpText } from './words.ts'

/** What a story writes with: one customer, one account, a clock that only this customer turns. */
export type WhatsAppStory = {
  lane: Lane
  account: WhatsAppAccount
  customer: WhatsAppCustomer
  random: Random
  clock: Clock
  hasStopped: boolean
  /** When the customer last said whether they may be written to. */
  stoppedAt: Date | null
}

/** Every story adds at most one entry. */
const BAG = toBag<(story: WhatsAppStory) => void>([
  [10, tellText],
  [5, tellEcho],
  [3, tellOtherContent],
  [2, tellEdit],
  [2, tellReaction],
  [1, tellRemoval],
  [1, tellUnknownReceipt],
  [1, tellPreference],
  [1, tellGroupMessage],
])

export function tellWhatsAppStory(story: WhatsAppStory, isFirst: boolean): void {
  // Whoever is new has written: what only amends needs no customer.
  ;(isFirst ? tellText : story.random.pick(BAG))(story)
}

/** The customer's user id is another one from now on. */
export function tellNewUserId(story: WhatsAppStory, phone: string | null): void {
  const { account, customer, random, lane } = story
  const current = createUserId(random)
  const item = {
    user_id: { previous: customer.userId, current },
    timestamp: String(Math.floor(tick(story).getTime() / 1000)),
    detail: 'User id has been updated.',
    ...(phone === null ? {} : { wa_id: phone }),
  }
  push(story, { account, field: 'user_id_update', list: 'user_id_update', item, contact: null })
  lane.contactChanges.push('contact.identity_changed')
  lane.identity = { ...lane.identity, externalId: current }
  customer.userId = current
}

function tellText(story: WhatsAppStory): void {
  const { id, text } = writeText(story)
  expectEntry(story.lane, { providerId: id, content: 'text', text })
}

function tellOtherContent(story: WhatsAppStory): void {
  const id = createWamid(story.random)
  const caption = makeUpText(story.random, story.clock.ordinal())
  const [type, body, content, text, more] = story.random.pick([
    ['image', { id: '7001', mime_type: 'image/jpeg', sha256: 'c2hh', caption }, 'media', caption, {}],
    ['audio', { id: '7002', mime_type: 'audio/ogg', sha256: 'c2hh', voice: true }, 'media', null, {}],
    ['location', { latitude: 52.5, longitude: 13.4, name: 'Home' }, 'location', null, {}],
    [
      'contacts',
      [{ name: { formatted_name: 'Ada' }, phones: [{ phone: '+4930555' }] }],
      'contacts',
      null,
      {},
    ],
    ['button', { payload: 'p-1', text: 'Yes please' }, 'interactive', 'Yes please', {}],
    ['unsupported', { type: 'poll_creation' }, 'unsupported', null, { errors: [{ code: 131051 }] }],
  ] as const)
  push(story, toMessagePiece(story.account, story.customer, { id, at: tick(story) }, type, body, more))
  expectEntry(story.lane, { providerId: id, content, text })
}

/** The edit may overtake its message: it is parked until that is written. */
function tellEdit(story: WhatsAppStory): void {
  const { id, text, piece } = makeText(story)
  const textNow = `${text} (edited)`
  const edit = { original_message_id: id, message: { type: 'text', text: { body: textNow } } }
  const pieces = [piece, makeMessage(story, 'edit', edit)]
  push(story, ...(story.random.chance(0.3) ? pieces.toReversed() : pieces))
  expectEntry(story.lane, { providerId: id, content: 'text', text, textNow, changes: ['message.edited'] })
}

function tellRemoval(story: WhatsAppStory): void {
  const { id, text, piece } = makeText(story)
  const pieces = [piece, makeMessage(story, 'revoke', { original_message_id: id })]
  push(story, ...(story.random.chance(0.3) ? pieces.toReversed() : pieces))
  const gone = { textNow: null, isRemoved: true, changes: ['message.removed' as const] }
  expectEntry(story.lane, { providerId: id, content: 'text', text, ...gone })
}

/** The customer reacts to what they wrote themselves, and sometimes takes it back. */
function tellReaction(story: WhatsAppStory): void {
  const { id, text } = writeText(story)
  const isTakenBack = story.random.chance(0.4)
  push(story, makeMessage(story, 'reaction', { message_id: id, emoji: '👍' }))
  if (isTakenBack) push(story, makeMessage(story, 'reaction', { message_id: id }))
  const changes: EventType[] = ['message.reaction_changed']
  if (isTakenBack) changes.push('message.reaction_changed')
  expectEntry(story.lane, {
    providerId: id,
    content: 'text',
    text,
    reaction: isTakenBack ? null : '👍',
    changes,
  })
}

const RECEIPTS = [
  { before: [], after: ['delivered', 'read'], changes: ['delivered', 'read'] },
  { before: ['sent', 'delivered'], after: ['read'], changes: ['delivered', 'read'] },
  { before: ['delivered', 'read'], after: [], changes: ['delivered', 'read'] },
  { before: [], after: ['read', 'delivered'], changes: ['read'] },
  { before: [], after: ['sent', 'failed'], changes: ['failed'] },
  { before: ['failed'], after: [], changes: ['failed'] },
  { before: [], after: [], changes: [] },
] as const

/** Our side answers in the Business app; receipts for the echo come after it, before it, or swapped. */
function tellEcho(story: WhatsAppStory): void {
  const { account, customer, random } = story
  const id = createWamid(random)
  const text = makeUpText(random, story.clock.ordinal())
  const receipts = random.pick(RECEIPTS)
  const toReceipt = (status: string): WhatsAppPiece =>
    toStatusPiece(account, customer, { id, at: tick(story) }, status)
  push(story, ...receipts.before.map(toReceipt))
  push(story, toEchoPiece(account, customer, { id, at: tick(story) }, text))
  push(story, ...receipts.after.map(toReceipt))
  const status: ExpectedEntry['status'] = receipts.changes.at(-1) ?? 'sent'
  const changes = receipts.changes.map((receipt): EventType => `message.${receipt}`)
  expectEntry(story.lane, { providerId: id, direction: 'outbound', content: 'text', text, status, changes })
}

/** Another system sent something on the same account: nothing to write, nothing to lose. */
function tellUnknownReceipt(story: WhatsAppStory): void {
  const id = createWamid(story.random)
  push(story, toStatusPiece(story.account, story.customer, { id, at: tick(story) }, 'delivered'))
}

function tellPreference(story: WhatsAppStory): void {
  story.hasStopped = !story.hasStopped
  const value = story.hasStopped ? 'stop' : 'resume'
  story.stoppedAt = tick(story)
  push(story, toPreferencePiece(story.account, story.customer, story.stoppedAt, value))
  expectOptOut(story.lane, story.hasStopped)
}

function tellGroupMessage(story: WhatsAppStory): void {
  const id = createWamid(story.random)
  const body = { body: 'to everybody' }
  const more = { group_id: 'group-1' }
  push(story, toMessagePiece(story.account, story.customer, { id, at: tick(story) }, 'text', body, more))
}

function writeText(story: WhatsAppStory): { id: string; text: string } {
  const { piece, ...written } = makeText(story)
  push(story, piece)
  return written
}

function makeText(story: WhatsAppStory): { id: string; text: string; piece: WhatsAppPiece } {
  const text = makeUpText(story.random, story.clock.ordinal())
  const id = createWamid(story.random)
  const stamp = { id, at: tick(story) }
  return { id, text, piece: toMessagePiece(story.account, story.customer, stamp, 'text', { body: text }) }
}

function makeMessage(story: WhatsAppStory, type: string, body: unknown): WhatsAppPiece {
  const stamp = { id: createWamid(story.random), at: tick(story) }
  return toMessagePiece(story.account, story.customer, stamp, type, body)
}

function push({ lane }: WhatsAppStory, ...pieces: WhatsAppPiece[]): void {
  pushSteps(lane, ...pieces.map((piece) => ({ carrier: 'whatsapp' as const, piece })))
}

function tick({ clock }: WhatsAppStory): Date {
  return clock.tick()
}
