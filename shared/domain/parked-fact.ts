import * as z from 'zod'
import { Content, InboundAttachment } from './content.ts'
import { Identity } from './identity.ts'
import type { InboundEdit, InboundReaction, InboundReceipt, InboundRemoval } from './inbound.ts'

/** An inbound event about a message that is already written, or will be. */
export type InboundAmendment = InboundEdit | InboundRemoval | InboundReaction | InboundReceipt

const Time = z.iso.datetime().nullable()
const By = z.enum(['contact', 'external'])

/** `InboundAmendment` as it is stored while its message is not known. */
const Amendment = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('edit'),
    target: z.string(),
    by: By,
    at: Time,
    text: z.string().nullable(),
    content: Content,
    attachments: z.array(InboundAttachment),
  }),
  z.strictObject({ kind: z.literal('removal'), target: z.string(), by: By, at: Time }),
  z.strictObject({
    kind: z.literal('reaction'),
    target: z.string(),
    by: By,
    party: z.strictObject({
      identities: z.tuple([Identity], Identity),
      name: z.string().nullable(),
      handle: z.string().nullable(),
    }),
    emoji: z.string().nullable(),
    at: Time,
  }),
  z.strictObject({
    kind: z.literal('receipt'),
    target: z.string(),
    status: z.enum(['sent', 'delivered', 'read', 'failed']),
    at: Time,
    correlation: z.string().nullable(),
    error: z.strictObject({ providerCode: z.string(), title: z.string() }).nullable(),
  }),
]) satisfies z.ZodType<InboundAmendment>

/** An amendment with where it came from; parked under its message's key until that message is written. */
export const AmendmentFact = z.strictObject({
  amendment: Amendment,
  /** Idempotency key of the envelope it came in. */
  key: z.string(),
  receivedAt: z.iso.datetime(),
  causationId: z.string(),
})
export type AmendmentFact = z.infer<typeof AmendmentFact>
