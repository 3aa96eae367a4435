import type { IdentityRecord } from '../domain/contact.ts'
import { changeContact, decideOptOut } from '../domain/decide-contact.ts'
import type { InboundOptOut } from '../domain/inbound.ts'
import type { IngestContext } from './ingest-context.ts'

/** The platform says at sending that the customer wants nothing from this account: from then on it is known before any call. */
export async function recordRefusedRecipient(
  recipient: IdentityRecord,
  accountId: string,
  { unit, contact: origin }: IngestContext,
): Promise<void> {
  const contact = await unit.contact(recipient.contactId)
  const event: InboundOptOut = {
    kind: 'opt_out',
    party: { identities: [recipient.identity], name: null, handle: null },
    action: 'out',
    scope: 'all',
    by: 'platform',
    at: origin.at,
  }
  const optOut = decideOptOut(recipient.optOuts[accountId], event, origin.at)
  if (optOut === null || contact === null) return
  unit.putIdentity({ ...recipient, optOuts: { ...recipient.optOuts, [accountId]: optOut } })
  const actor = { kind: 'system', id: null, name: null } as const
  const data = { identity: recipient.identity, accountId, scope: event.scope, by: event.by }
  unit.putContact(changeContact(contact, { ...origin, actor }, { type: 'contact.opted_out', data }))
}
