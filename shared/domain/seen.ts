import * as z from 'zod'
import { ParkedFact } from './parked-fact.ts'

/** What is known under one provider id or idempotency key of an account: the dedupe and the look-up in one record. */
export const SeenRecord = z.discriminatedUnion('kind', [
  /** A message: lives as long as its entry, and at least as long as platforms redeliver. */
  z.strictObject({
    kind: z.literal('entry'),
    key: z.string(),
    conversationId: z.string(),
    seq: z.number().int().positive(),
  }),
  /** Another event that must not be applied twice. */
  z.strictObject({ kind: z.literal('event'), key: z.string() }),
  /** Facts about a message that is not written yet. */
  z.strictObject({
    kind: z.literal('parked'),
    key: z.string(),
    facts: z.array(ParkedFact).min(1),
    version: z.number().int().positive(),
  }),
])
export type SeenRecord = z.infer<typeof SeenRecord>

/** Of a message: its provider id. */
export function toMessageKey(of: { channel: string; accountId: string; providerId: string }): string {
  return `${of.channel}#${of.accountId}#${of.providerId}`
}

/** Of any other event: the idempotency key of its envelope, apart from every message's. */
export function toEventKey(of: { channel: string; accountId: string; key: string }): string {
  return `${of.channel}#${of.accountId}#event#${of.key}`
}
