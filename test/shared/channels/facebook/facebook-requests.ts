import { expect } from 'vitest'
import type { CutOutcome, WebhookRequest } from '../../../../shared/channels/contract.ts'
import { channel } from '../../../../shared/channels/facebook/index.ts'
import { signFacebook } from '../../../../shared/channels/facebook/wire-body.ts'
import { toWebhookRequest } from '../../../../shared/channels/wire.ts'
import { Envelope } from '../../../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'

/** The Page of captured items that were printed without their entry. */
const DOCUMENTED_PAGE = '<PAGE_ID>'

export function sign(body: string | Uint8Array): WebhookRequest {
  return toWebhookRequest(signFacebook(body, 'https://inbox.example.com'))
}

/** A captured file is a whole body, or what documentation prints of one: an entry, or an item of `messaging`. */
export function toCapturedRequest(file: string, bytes: Uint8Array): WebhookRequest {
  return sign(wrap(file, Buffer.from(bytes).toString('utf8')))
}

function wrap(file: string, text: string): string {
  if (file.endsWith('.entry.json')) return `{"object":"page","entry":[${text}]}`
  if (!file.endsWith('.item.json')) return text
  return `{"object":"page","entry":[{"id":"${DOCUMENTED_PAGE}","messaging":[${text}]}]}`
}

/** What a signed request becomes: verified, cut, stamped, carried by the queue, parsed. */
export function receive(request: WebhookRequest): CutOutcome & { events: InboundEvent[][] } {
  expect(channel.verify(request, channel.manifest.secret.local).kind).toBe('verified')
  const outcome = channel.cut(request)
  return { ...outcome, events: outcome.envelopes.map(parseCut) }
}

function parseCut({ group: _, ...cut }: CutOutcome['envelopes'][number]): InboundEvent[] {
  const stamped = { version: 1, source: 'facebook', receivedAt: '2026-11-22T12:00:00.000Z', ...cut }
  return channel.parse(Envelope.parse(JSON.parse(JSON.stringify(stamped))))
}

/** The events of a body of one element. */
export function eventsOf(body: string | Uint8Array): InboundEvent[] {
  const { envelopes, uncut, events } = receive(sign(body))
  expect({ envelopes: envelopes.length, uncut }).toEqual({ envelopes: 1, uncut: [] })
  return events.flat()
}
