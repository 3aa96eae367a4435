import * as z from 'zod'
import { Content, InboundAttachment } from './content.ts'
import { Identity } from './identity.ts'
import type {
  InboundEcho,
  InboundEdit,
  InboundHiding,
  InboundReaction,
  InboundReceipt,
  InboundRemoval,
  OwnReplyThread,
} from './inbound.ts'
import { SEND_FAILURES, type SendFailureCode } from './outgoing.ts'

/** An inbound event about a message that is already written, or will be. */
export type InboundAmendment = InboundEdit | InboundRemoval | InboundReaction | InboundReceipt | InboundHiding

/** A public message of our own side that names its parent, not its customer. */
export type OwnReply = Omit<InboundEcho, 'thread'> & { thread: OwnReplyThread }

const Time = z.iso.datetime().nullable()
const By = z.enum(['contact', 'external'])
const FailureCode = z.enum(Object.keys(SEND_FAILURES) as SendFailureCode[])

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
    masked: z.array(z.string()).exactOptional(),
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
    error: z
      .strictObject({
        providerCode: z.string(),
        title: z.string(),
        code: FailureCode.exactOptional(),
        optOut: z.boolean().exactOptional(),
      })
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('hiding'),
    target: z.string(),
    hidden: z.boolean(),
    by: z.literal('external'),
    at: Time,
  }),
]) satisfies z.ZodType<InboundAmendment>

const Origin = {
  /** Idempotency key of the envelope it came in. */
  key: z.string(),
  receivedAt: z.iso.datetime(),
  causationId: z.string(),
}

/** An amendment with where it came from; parked under its message's key until that message is written. */
export const AmendmentFact = z.strictObject({ amendment: Amendment, ...Origin })
export type AmendmentFact = z.infer<typeof AmendmentFact>

/** Our own public reply; parked under its parent's key until the parent tells whose conversation it is. */
export const OwnReplyFact = z.strictObject({
  reply: z.strictObject({
    kind: z.literal('echo'),
    providerId: z.string(),
    thread: z.strictObject({
      visibility: z.literal('public'),
      party: z.null(),
      root: z.string(),
      parent: z.string(),
      subject: z.string().nullable(),
    }),
    sentAt: Time,
    text: z.string().nullable(),
    content: Content,
    attachments: z.array(InboundAttachment),
    replyTo: z.string().nullable(),
    forwarded: z.boolean(),
    correlation: z.string().nullable(),
    masked: z.array(z.string()).exactOptional(),
  }) satisfies z.ZodType<Omit<OwnReply, 'raw'>>,
  /** JSON of the piece where its content is `unsupported`. */
  raw: z.string().nullable(),
  ...Origin,
})
export type OwnReplyFact = z.infer<typeof OwnReplyFact>

/** What is known of a message before it comes. */
export const ParkedFact = z.union([AmendmentFact, OwnReplyFact])
export type ParkedFact = z.infer<typeof ParkedFact>
