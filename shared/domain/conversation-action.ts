import * as z from 'zod'

const Seq = z.number().int().positive()

/** What our side does in a conversation beside writing. The platform is told once; nothing waits for it. */
export const ConversationAction = z.discriminatedUnion('kind', [
  /** What the customer wrote up to this entry was read. */
  z.strictObject({ kind: z.literal('read'), seq: Seq }),
  /** Hides a public message of the customer from others. */
  z.strictObject({ kind: z.literal('hide'), seq: Seq }),
  z.strictObject({ kind: z.literal('typing'), seq: Seq, at: z.iso.datetime() }),
  /** `emoji` null takes the reaction back. */
  z.strictObject({ kind: z.literal('reaction'), seq: Seq, emoji: z.string().nullable() }),
])
export type ConversationAction = z.infer<typeof ConversationAction>
