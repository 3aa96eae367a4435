import type { PublicThread } from '../domain/inbound.ts'
import { toUnknownAuthor } from '../domain/unknown-author.ts'
import { changeIdentities } from './change-contact.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { rememberParty } from './resolve-party.ts'

/**
 * A public message that is here already is told again, this time with its author: Facebook tells of a comment that mentions
 * the Page twice, and once without. Whoever wrote it was a contact of their own until now.
 */
export async function learnAuthor(
  providerId: string,
  { party }: PublicThread,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit } = context
  const [author] = party.identities
  const unknown = { ...author, externalId: toUnknownAuthor(providerId) }
  const [record] = await unit.identities([unknown])
  if (!record || author.externalId === unknown.externalId) return { kind: 'duplicate' }
  const outcome = await changeIdentities(
    { kind: 'identity_change', previous: [unknown], current: party.identities, at: null },
    context,
  )
  if (outcome.kind !== 'contact_changed') return outcome
  await rememberParty(party, await unit.identities(party.identities), outcome.contactId, null, context)
  return outcome
}
