import type { EventType } from '../../shared/domain/event-part.ts'
import type { Random } from '../support/random.ts'
import { createWamid } from '../../shared/channels/whatsapp/wire-body.ts'
import {
  toEchoPiece,
  toMessagePiece,
  toPreferencePiece,
  toStatusPiece,
  type WhatsAppAccount,
  type WhatsAppCustomer,
  type WhatsAppPiece,
} from '../../shared/channels/whatsapp/wire-pieces.ts'
import { type ExpectedEntry, expectEntry, type Lane } from './lane.ts'
import { makeUpText } from './words.ts'

/** What a story writes with: one customer, one account, a clock that only this customer turns. */
export type WhatsAppTeller = {
  lane: Lane
  account: WhatsAppAccount
  customer: WhatsAppCustomer
  random: Random
  at: Date
  ordinal: number
  hasStopped: boolean
}

type Story = (teller: WhatsAppTeller) => void

/** How often each happens, in the order of their frequency. Every story adds at most one entry. */
const STORIES: readonly [weight: number, story: Story][] = [
  [10, tellText],
  [5, tellEcho],
  [3, tellOtherContent],
  [2, tellEdit],
  [2, tellReaction],
  [1, tellRemoval],
  [1, tellUnknownReceipt],
  [1, tellPreference],
  [1, tellGroupMessage],
]
const BAG = STORIES.flatMap(([weight, story]) => Array.from({ length: weight }, () => story)) as [
  Story,
  ...Story[],
]

export function tellWhatsAppStory(teller: WhatsAppTeller, isFirst: boolean): void {
  // Whoever is new has written: what only amends needs no customer.
  ;(isFirst ? tellText : teller.random.pick(BAG))(teller)
}

function tellText(teller: WhatsAppTeller): void {
  const { id, text } = writeText(teller)
  expectEntry(teller.lane, { providerId: id, content: 'text', text })
}

function tellOtherContent(teller: WhatsAppTeller): void {
  const id = createWamid(teller.random)
  const caption = makeUpText(teller.random, ++teller.ordinal)
  const [type, body, content, text, more] = teller.random.pick([
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
  push(teller, toMessagePiece(teller.account, teller.customer, { id, at: tick(teller) }, type, body, more))
  expectEntry(teller.lane, { providerId: id, content, text })
}

/** The edit may overtake its message: it is parked until that is written. */
function tellEdit(teller: WhatsAppTeller): void {
  const { id, text, piece } = makeText(teller)
  const textNow = `${text} (edited)`
  const edit = { original_message_id: id, message: { type: 'text', text: { body: textNow } } }
  const pieces = [piece, makeMessage(teller, 'edit', edit)]
  push(teller, ...(teller.random.chance(0.3) ? pieces.toReversed() : pieces))
  expectEntry(teller.lane, { providerId: id, content: 'text', text, textNow, changes: ['message.edited'] })
}

function tellRemoval(teller: WhatsAppTeller): void {
  const { id, text, piece } = makeText(teller)
  const pieces = [piece, makeMessage(teller, 'revoke', { original_message_id: id })]
  push(teller, ...(teller.random.chance(0.3) ? pieces.toReversed() : pieces))
  const gone = { textNow: null, isRemoved: true, changes: ['message.removed' as const] }
  expectEntry(teller.lane, { providerId: id, content: 'text', text, ...gone })
}

/** The customer reacts to what they wrote themselves, and sometimes takes it back. */
function tellReaction(teller: WhatsAppTeller): void {
  const { id, text } = writeText(teller)
  const isTakenBack = teller.random.chance(0.4)
  push(teller, makeMessage(teller, 'reaction', { message_id: id, emoji: '👍' }))
  if (isTakenBack) push(teller, makeMessage(teller, 'reaction', { message_id: id }))
  const changes: EventType[] = ['message.reaction_changed']
  if (isTakenBack) changes.push('message.reaction_changed')
  expectEntry(teller.lane, {
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
function tellEcho(teller: WhatsAppTeller): void {
  const { account, customer, random } = teller
  const id = createWamid(random)
  const text = makeUpText(random, ++teller.ordinal)
  const receipts = random.pick(RECEIPTS)
  const toReceipt = (status: string): WhatsAppPiece =>
    toStatusPiece(account, customer, { id, at: tick(teller) }, status)
  push(teller, ...receipts.before.map(toReceipt))
  push(teller, toEchoPiece(account, customer, { id, at: tick(teller) }, text))
  push(teller, ...receipts.after.map(toReceipt))
  const status: ExpectedEntry['status'] = receipts.changes.at(-1) ?? 'sent'
  const changes = receipts.changes.map((receipt): EventType => `message.${receipt}`)
  expectEntry(teller.lane, { providerId: id, direction: 'outbound', content: 'text', text, status, changes })
}

/** Another system sent something on the same account: nothing to write, nothing to lose. */
function tellUnknownReceipt(teller: WhatsAppTeller): void {
  const id = createWamid(teller.random)
  push(teller, toStatusPiece(teller.account, teller.customer, { id, at: tick(teller) }, 'delivered'))
}

function tellPreference(teller: WhatsAppTeller): void {
  teller.hasStopped = !teller.hasStopped
  const value = teller.hasStopped ? 'stop' : 'resume'
  push(teller, toPreferencePiece(teller.account, teller.customer, tick(teller), value))
  teller.lane.contactChanges.push(teller.hasStopped ? 'contact.opted_out' : 'contact.opted_in')
}

function tellGroupMessage(teller: WhatsAppTeller): void {
  const id = createWamid(teller.random)
  const body = { body: 'to everybody' }
  const more = { group_id: 'group-1' }
  push(teller, toMessagePiece(teller.account, teller.customer, { id, at: tick(teller) }, 'text', body, more))
}

function writeText(teller: WhatsAppTeller): { id: string; text: string } {
  const { piece, ...written } = makeText(teller)
  push(teller, piece)
  return written
}

function makeText(teller: WhatsAppTeller): { id: string; text: string; piece: WhatsAppPiece } {
  const text = makeUpText(teller.random, ++teller.ordinal)
  const id = createWamid(teller.random)
  const stamp = { id, at: tick(teller) }
  return { id, text, piece: toMessagePiece(teller.account, teller.customer, stamp, 'text', { body: text }) }
}

function makeMessage(teller: WhatsAppTeller, type: string, body: unknown): WhatsAppPiece {
  const stamp = { id: createWamid(teller.random), at: tick(teller) }
  return toMessagePiece(teller.account, teller.customer, stamp, type, body)
}

function push({ lane }: WhatsAppTeller, ...pieces: WhatsAppPiece[]): void {
  lane.steps.push(...pieces.map((piece) => ({ carrier: 'whatsapp' as const, piece })))
}

/** The platform's clock has whole seconds: what happens later is at least one later. */
function tick(teller: WhatsAppTeller): Date {
  teller.at = new Date(teller.at.getTime() + 1000)
  return teller.at
}
