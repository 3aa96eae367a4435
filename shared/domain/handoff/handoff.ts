import * as z from 'zod'
import { ChannelName } from '../channel-name.ts'
import { Actor } from '../entry.ts'
import { Identity } from '../identity.ts'

/** Where a public conversation goes on in private. `to`: a number that the customer gave, E.164. */
export const HandoffTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same_platform') }),
  z.strictObject({ kind: z.literal('whatsapp'), to: z.string().optional() }),
  z.strictObject({ kind: z.literal('sms'), to: z.string().optional() }),
  z.strictObject({ kind: z.literal('secure_thread') }),
])
export type HandoffTarget = z.infer<typeof HandoffTarget>

export const HANDOFF_TARGET_KINDS = ['same_platform', 'whatsapp', 'sms', 'secure_thread'] as const
export const HandoffTargetKind = z.enum(HANDOFF_TARGET_KINDS)
export type HandoffTargetKind = HandoffTarget['kind']

/** Why the conversation has to leave the public. Only `other` needs words. */
export const HandoffReasonCode = z.enum(['account_data', 'payment', 'identity', 'complaint', 'other'])
export const HandoffReason = z.strictObject({ code: HandoffReasonCode, text: z.string().optional() })
export type HandoffReason = z.infer<typeof HandoffReason>

/**
 * What proves that who arrives is who was asked. `platform`: the platform names the same person; `code`: words that only
 * they were sent; `tap_and_code`: they pressed a button first, which only they were shown; `link`: nothing but the link.
 */
export const Verification = z.enum(['platform', 'link', 'tap_and_code', 'code'])
export type Verification = z.infer<typeof Verification>

/** In the order in which a handoff that goes well passes them. */
export const HANDOFF_STEPS = ['offered', 'delivered', 'opened', 'verified', 'completed'] as const
export type HandoffStep = (typeof HANDOFF_STEPS)[number]

export const HandoffState = z.enum([...HANDOFF_STEPS, 'expired', 'declined'])
export type HandoffState = z.infer<typeof HandoffState>

/** Who ended it, where it was declined. `code`: the platform's refusal, as a send failure is called. */
export const DeclinedBy = z.strictObject({
  kind: z.enum(['customer', 'agent', 'platform']),
  code: z.string().nullable(),
})
export type DeclinedBy = z.infer<typeof DeclinedBy>

/** How the offer reaches the customer. */
export const OfferRoute = z.enum([
  /** The platform's one private answer to a public comment. */
  'private_reply',
  /** A private conversation that there is, or one that may be started. */
  'direct',
  /** A link under the public post, for everybody to see. */
  'public_link',
])
export type OfferRoute = z.infer<typeof OfferRoute>

/** The tracked move of a public conversation to a private one. */
export const Handoff = z.strictObject({
  id: z.string(),
  state: HandoffState,
  target: HandoffTarget,
  verification: Verification,
  route: OfferRoute,
  reason: HandoffReason,
  /** Who offered it. */
  actor: Actor,
  publicConversationId: z.string(),
  channel: ChannelName,
  /** Of the account that the customer arrives at; null where none of the platforms is the target. */
  targetAccount: z.strictObject({ channel: ChannelName, id: z.string() }).nullable(),
  contactId: z.string(),
  /** Who is to come, as the platform names them in private; null until that is known. */
  awaited: Identity.nullable(),
  /** Where the customer was met in private; on the way there, where the offer went. */
  privateConversationId: z.string().nullable(),
  offeredAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** When it reached each of its steps, the last one included. */
  reachedAt: z.partialRecord(HandoffState, z.iso.datetime()),
  by: DeclinedBy.nullable(),
  /** What is sent once somebody has come who was asked to: `link` is what its `{link}` stands for. */
  way: z.array(z.strictObject({ text: z.string(), link: z.string().nullable() })),
  /** What is said to whoever comes with a code that nobody waits for any more. */
  tooLateText: z.string(),
  version: z.number().int().positive(),
  queueShard: z.number().int().nonnegative(),
})
export type Handoff = z.infer<typeof Handoff>

export function isOpen({ state }: Pick<Handoff, 'state'>): boolean {
  return state !== 'completed' && state !== 'expired' && state !== 'declined'
}
