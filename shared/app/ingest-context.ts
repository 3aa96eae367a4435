import type { Refusal } from '../channels/sender.ts'
import type { ContactContext } from '../domain/decide-contact.ts'
import type { Envelope } from '../domain/envelope.ts'
import { toEnvelopeId } from '../domain/ids.ts'
import type { Quarantine } from './ports.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What happened to one inbound event. */
export type IngestOutcome =
  /** `settled`: a message that we sent and did not know the fate of. */
  | { kind: 'stored' | 'amended' | 'settled'; conversationId: string; seq: number }
  /** `covered`: messages of ours that were delivered or read by it. */
  | { kind: 'watermark_moved'; conversationId: string; covered: number }
  | { kind: 'contact_changed'; contactId: string }
  /** Waits under its message's key until that message is written. */
  | { kind: 'parked' }
  | { kind: 'duplicate' }
  | { kind: 'unchanged'; reason: string }
  | { kind: 'ignored'; reason: string }
  | { kind: 'account_recorded' }
  /** That its account still receives could not be written; the next event will say so too. */
  | { kind: 'account_not_recorded' }
  | { kind: 'quarantined'; reason: string }

/** What every step of one envelope needs. */
export type IngestContext = {
  unit: UnitOfWork
  envelope: Envelope
  causationId: string
  contact: ContactContext
  shards: { queue: number; feed: number }
  quarantine: Quarantine
  /** What the provider is documented to refuse messages with. */
  refusals: readonly Refusal[]
}

/** What it takes to know who somebody is. */
export type PartyContext = Pick<IngestContext, 'unit' | 'contact'>

export function createIngestContext(
  unit: UnitOfWork,
  envelope: Envelope,
  shards: IngestContext['shards'],
  quarantine: Quarantine,
  refusals: readonly Refusal[] = [],
): IngestContext {
  const { receivedAt } = envelope
  const causationId = toEnvelopeId(envelope)
  return {
    unit,
    envelope,
    causationId,
    contact: { at: receivedAt, causationId, feedShards: shards.feed },
    shards,
    quarantine,
    refusals,
  }
}
