import type { ChannelName } from '../../shared/domain/channel-name.ts'
import type { EventType } from '../../shared/domain/event-part.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { TwilioForm } from '../../shared/channels/sms/wire-twilio.ts'
import type { WhatsAppPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'

/** What a platform puts on the wire for one thing that happened. */
export type Wording = { carrier: 'whatsapp'; piece: WhatsAppPiece } | { carrier: 'sms'; form: TwilioForm }

/** An entry that the log must hold, as the one who sent it knows it. */
export type ExpectedEntry = {
  providerId: string
  direction: 'inbound' | 'outbound'
  content: string
  /** The words when it was written, and the words now. */
  text: string | null
  textNow: string | null
  isRemoved: boolean
  reaction: string | null
  status: 'received' | 'sent' | 'delivered' | 'read' | 'failed'
  /** Event types of its revisions 2, 3 … */
  changes: EventType[]
}

/** One customer on one account: everything that happens here, in its order, and what must come of it. */
export type Lane = {
  channel: ChannelName
  accountId: string
  /** One of the customer's identities. */
  identity: Identity
  steps: Wording[]
  entries: ExpectedEntry[]
  /** Event types of the contact's revisions 1, 2 … */
  contactChanges: EventType[]
}

export function createLane(of: Pick<Lane, 'channel' | 'accountId' | 'identity'>): Lane {
  return { ...of, steps: [], entries: [], contactChanges: ['contact.created'] }
}

export function expectEntry(
  lane: Lane,
  entry: Pick<ExpectedEntry, 'providerId' | 'content' | 'text'> & Partial<ExpectedEntry>,
): void {
  lane.entries.push({
    direction: 'inbound',
    textNow: entry.text,
    isRemoved: false,
    reaction: null,
    status: 'received',
    changes: [],
    ...entry,
  })
}

/** Events that a lane must publish, by type. */
export function countEvents(lanes: readonly Lane[]): Map<EventType, number> {
  const counts = new Map<EventType, number>()
  const add = (type: EventType): void => void counts.set(type, (counts.get(type) ?? 0) + 1)
  for (const { entries, contactChanges } of lanes) {
    if (entries.length > 0) add('conversation.opened')
    contactChanges.forEach(add)
    for (const { direction, changes } of entries) {
      add(direction === 'inbound' ? 'message.received' : 'message.sent')
      changes.forEach(add)
    }
  }
  return counts
}
