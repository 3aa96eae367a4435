import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import type { CutOutcome, WebhookRequest } from '../../../../shared/channels/contract.ts'
import { channel } from '../../../../shared/channels/whatsapp/index.ts'
import { Envelope } from '../../../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import { type Change, toBody } from '../../../../shared/channels/whatsapp/wire-fixtures.ts'

const SECRET = channel.manifest.secret.local['appSecret'] ?? ''

/** The webhook request that Meta would send for a body. */
export function sign(body: string | Uint8Array, secret = SECRET): WebhookRequest {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const signature = createHmac('sha256', secret).update(bytes).digest('hex')
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    url: 'https://inbox.example.com/webhooks/whatsapp',
    rawQuery: '',
    body: bytes,
  }
}

/** A captured file is a whole body. */
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

export function receiveChanges(...changes: Change[]): ReturnType<typeof receive> {
  return receive(toBody(...changes))
}

export function parseCut({ group: _, ...cut }: CutOutcome['envelopes'][number]): InboundEvent[] {
  const stamped = { version: 1, source: 'whatsapp', receivedAt: '2026-11-22T12:00:00.000Z', ...cut }
  return channel.parse(Envelope.parse(JSON.parse(JSON.stringify(stamped))))
}
