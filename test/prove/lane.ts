import type { FacebookPiece } from '../../shared/channels/facebook/wire-pieces.ts'
import type { TwilioForm } from '../../shared/channels/sms/wire-twilio.ts'
import type { WhatsAppPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import type { WireText } from '../../shared/channels/wire.ts'
import type { ChannelName, Visibility } from '../../shared/domain/channel-name.ts'
import type { EventType } from '../../shared/domain/event-part.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { toContactId } from '../../shared/domain/ids.ts'

/** What a platform puts on the wire for one thing that happened. */
export type Wording =
  | { carrier: 'whatsapp'; piece: WhatsAppPiece }
  | { carrier: 'facebook'; piece: FacebookPiece }
  | { carrier: 'twitter'; event: Record<string, unknown> }
  | { carrier: 'sms'; form: TwilioForm }
  /** Published to the topic of `sms`. */
  | { carrier: 'aws'; message: string }
  /** Of a channel that has no stories of its own. */
  | { carrier: 'wire'; channel: string; text: WireText }

/** An entry that the log must hold, as the one who sent it knows it. */
export type ExpectedEntry = {
  providerId: string
  direction: 'inbound' | 'outbound'
  content: string
  /** The words when it was written, and the words now. */
  text: string | null
  textNow: string | null
  isRemoved: boolean
  isHidden: boolean
  reaction: string | null
  status: 'received' | 'sent' | 'delivered' | 'read' | 'failed'
  /** How many files of it its platform has, whatever happens before they are handed out. */
  filesToKeep: number
  /** Event types that writing it caused beside its own, without the opening of its conversation. */
  caused: EventType[]
  /** Event types of its revisions 2, 3 … */
  changes: EventType[]
}

/** One customer on one account, in private or under one post: everything that happens here, in its order, and what must come of it. */
export type Lane = {
  channel: ChannelName
  visibility: Visibility
  accountId: string
  /** One of the customer's identities. */
  identity: Identity
  contactId: string
  /** What the platform promises about the order of these; none: entries may stand in any. */
  isOrdered: boolean
  /** A round begins when all of the one before has been ingested. */
  rounds: Wording[][]
  entries: ExpectedEntry[]
  /** Event types of the contact's revisions 1, 2 …; empty where another lane has the same contact. */
  contactChanges: EventType[]
  isOptedOut: boolean
  /** Contacts that are one person in the end, this lane's among them. */
  person: string[]
}

type NewLane = Pick<Lane, 'channel' | 'visibility' | 'accountId' | 'identity'> &
  Partial<Pick<Lane, 'isOrdered' | 'contactChanges'>>

export function createLane(of: NewLane): Lane {
  const contactId = toContactId(of.identity)
  return {
    isOrdered: true,
    contactChanges: ['contact.created'],
    ...of,
    contactId,
    rounds: [[]],
    entries: [],
    isOptedOut: false,
    person: [contactId],
  }
}

export function pushSteps(lane: Lane, ...wordings: Wording[]): void {
  lane.rounds.at(-1)?.push(...wordings)
}

export function expectEntry(
  lane: Lane,
  entry: Pick<ExpectedEntry, 'providerId' | 'content' | 'text'> & Partial<ExpectedEntry>,
): ExpectedEntry {
  const expected: ExpectedEntry = {
    direction: 'inbound',
    textNow: entry.text,
    isRemoved: false,
    isHidden: false,
    reaction: null,
    status: 'received',
    filesToKeep: 0,
    caused: [],
    changes: [],
    ...entry,
  }
  lane.entries.push(expected)
  return expected
}

export function expectOptOut(lane: Lane, isOut: boolean): void {
  lane.isOptedOut = isOut
  lane.contactChanges.push(isOut ? 'contact.opted_out' : 'contact.opted_in')
}

/** Events that a lane must publish, by type. */
export function countEvents(lanes: readonly Lane[]): Map<EventType, number> {
  const counts = new Map<EventType, number>()
  const add = (type: EventType): void => void counts.set(type, (counts.get(type) ?? 0) + 1)
  for (const { entries, contactChanges } of lanes) {
    if (entries.length > 0) add('conversation.opened')
    contactChanges.forEach(add)
    for (const { direction, caused, changes } of entries) {
      add(direction === 'inbound' ? 'message.received' : 'message.sent')
      caused.forEach(add)
      changes.forEach(add)
    }
  }
  return counts
}
