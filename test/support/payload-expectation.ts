import type { InboundEvent } from '../../shared/domain/inbound.ts'

/** `raw` is left out: it is the piece itself. */
export type ExpectedEvent = WithoutRaw<InboundEvent>

/** What a real body must become, written by reading the body and the platform's documentation. */
export type PayloadExpectation = {
  /** Envelopes in their order. */
  pieces: ExpectedPiece[]
  /** Why the rest could not be cut. Absent: all of it could. */
  uncut?: string[]
}

export type ExpectedPiece = {
  channel: string
  account: { id: string; name: string | null }
  /** Whole, or up to its last colon where a digest of the content follows. */
  key: string
  /** What keeps it in order, where the expectation says so. */
  group?: string
  events: ExpectedEvent[]
}

/** By file name. */
export type PayloadExpectations = Readonly<Record<string, PayloadExpectation>>

type WithoutRaw<Event> = Event extends { raw: unknown } ? Omit<Event, 'raw'> : Event

export function toExpectedEvent(event: InboundEvent): ExpectedEvent {
  if (!('raw' in event)) return event
  const { raw: _, ...rest } = event
  return rest
}

/** A key that ends in the digest of its content, up to the digest where that much is expected. */
export function toExpectedKey(key: string, expected: string): string {
  return expected.endsWith(':') ? key.replace(/[\w-]{43}$/, '') : key
}
