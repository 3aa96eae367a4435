import type { Channel, CutEnvelope } from '../../shared/channels/contract.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'

/** As a function stamps it and the queue carries it: through ASCII-only JSON and the strict schema. */
export function carry(channel: Channel, { group: _, ...cut }: CutEnvelope): Envelope {
  const receivedAt = '2026-11-22T12:00:00.000Z'
  const stamped = { version: 1, source: channel.manifest.name, receivedAt, ...cut }
  return Envelope.parse(JSON.parse(JSON.stringify(stamped)))
}

/** What a channel makes of an envelope; the envelope stays as it is. */
export function parseCarried(channel: Channel, envelope: Envelope): InboundEvent[] {
  return channel.parse(structuredClone(envelope))
}
