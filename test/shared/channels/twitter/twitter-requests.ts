import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import type { CutOutcome, WebhookRequest } from '../../../../shared/channels/contract.ts'
import { channel } from '../../../../shared/channels/twitter/index.ts'
import { Envelope } from '../../../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'

const SECRET = channel.manifest.secret.local['consumerSecret'] ?? ''

/** The webhook request that X would send for a body. */
export function sign(body: string | Uint8Array, secret = SECRET): WebhookRequest {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const signature = createHmac('sha256', secret).update(bytes).digest('base64')
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-twitter-webhooks-signature': `sha256=${signature}` },
    url: 'https://inbox.example.com/webhooks/twitter',
    rawQuery: '',
    body: bytes,
  }
}

/** A captured file is a whole body; one of them is an answer of the API, which no webhook should ever hold. */
export function toCapturedRequest(_file: string, bytes: Uint8Array): WebhookRequest {
  return sign(bytes)
}

/** What a signed body becomes: verified, cut, stamped, carried by the queue, parsed. */
export function receive(body: string | Uint8Array): CutOutcome & { events: InboundEvent[] } {
  const request = sign(body)
  expect(channel.verify(request, channel.manifest.secret.local).kind).toBe('verified')
  const outcome = channel.cut(request)
  return { ...outcome, events: outcome.envelopes.flatMap(parseCut) }
}

export function receiveJson(body: unknown): ReturnType<typeof receive> {
  return receive(JSON.stringify(body))
}

/** The one event of a body that holds one. */
export function readEvent(body: unknown): InboundEvent {
  const { events, uncut } = receiveJson(body)
  expect(uncut).toEqual([])
  expect(events).toHaveLength(1)
  const [event] = events
  if (event === undefined) throw new Error('no event')
  return event
}

export function parseCut({ group: _, ...cut }: CutOutcome['envelopes'][number]): InboundEvent[] {
  const stamped = { version: 1, source: 'twitter', receivedAt: '2026-11-22T12:00:00.000Z', ...cut }
  return channel.parse(Envelope.parse(JSON.parse(JSON.stringify(stamped))))
}
