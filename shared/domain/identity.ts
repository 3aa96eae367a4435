import * as z from 'zod'
import { ChannelName } from './channel-name.ts'

/**
 * One way a platform names a person. `scope` is what makes the id unique: the Page id for a PSID, the WABA id for a
 * WhatsApp business-scoped user id, `-` for phone numbers (E.164) and X user ids.
 */
export const Identity = z.strictObject({
  channel: ChannelName,
  scope: z.string().min(1),
  externalId: z.string().min(1),
})
export type Identity = z.infer<typeof Identity>

/** A person as one event names them: at least one identity, the most stable first. */
export type Party = {
  identities: [Identity, ...Identity[]]
  name: string | null
  /** `@handle` without the `@`; shown, never used as a key. */
  handle: string | null
}

export function toIdentityKey(identity: Identity): string {
  return `${identity.channel}#${identity.scope}#${identity.externalId}`
}
