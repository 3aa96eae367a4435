import * as z from 'zod/mini'

export const AWS_PROVIDER = 'aws'

/** The name under which a send call's correlation value travels in the `Context` of a message and comes back in its events. */
export const CORRELATION_CONTEXT = 'inlet'

const Fields = z.record(z.string(), z.unknown())

/** What `cut` keeps and `parse` reads: what was published, text already masked, prices as text. */
export const AwsPayload = z.discriminatedUnion('kind', [
  /** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html: it has no time of its own. */
  z.object({ kind: z.literal('message'), publishedAt: z.nullable(z.string()), fields: Fields }),
  /** https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-features-messaging-events.html */
  z.object({ kind: z.literal('event'), fields: Fields }),
  /** About the subscription itself, lower snake case: `subscription_confirmation`. */
  z.object({ kind: z.literal('subscription'), change: z.string() }),
])
export type AwsPayload = z.infer<typeof AwsPayload>
