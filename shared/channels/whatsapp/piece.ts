import * as z from 'zod/mini'

/** One element of a webhook body with what is needed to read it: the payload of an envelope. */
export const Piece = z.looseObject({
  kind: z.enum(['message', 'echo', 'status', 'preference', 'user_id_update', 'errors', 'change']),
  field: z.string(),
  /** WhatsApp Business Account id: the scope of business-scoped user ids. */
  waba: z.string().check(z.minLength(1)),
  /** The element as the platform sent it, texts masked. */
  item: z.optional(z.unknown()),
  /** The item of `contacts[]` that describes the element's customer. */
  contact: z.optional(z.unknown()),
  /** `errors[]` of the value, where the message has none of its own. */
  errors: z.optional(z.unknown()),
  /** `time` of the entry, which only events of the account carry. */
  time: z.optional(z.unknown()),
})
export type Piece = z.infer<typeof Piece>

/** Change fields that are understood and not stored. Their value is not even queued: a `history` body may hold 3 MB. */
export const IGNORED_FIELDS: ReadonlySet<string> = new Set([
  'automatic_events',
  'calls',
  'flows',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'history',
  'partner_solutions',
  'payment_configuration_update',
  'smb_app_state_sync',
  'tracking_events',
])
