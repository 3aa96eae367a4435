import * as z from 'zod/mini'

/** One element of a webhook body with what is needed to read it: the payload of an envelope. */
export const Piece = z.looseObject({
  /** `standby`: another app has the thread at the moment, this one only listens. */
  kind: z.enum(['messaging', 'standby', 'change']),
  /** The Page: scope of page-scoped ids. */
  page: z.string().check(z.minLength(1)),
  /** Of a change. */
  field: z.optional(z.string()),
  /** `time` of the entry: when the platform noticed. */
  time: z.optional(z.unknown()),
  /** The element (of a change: its value) as the platform sent it, texts masked. */
  item: z.optional(z.unknown()),
})
export type Piece = z.infer<typeof Piece>
