import type { IdentityRecord } from '../domain/contact.ts'
import { changeContact, decideOptOut } from '../domain/decide-contact.ts'
import type { InboundOptOut } from '../domain/inbound.ts'
import type { AmendmentFact } from '../domain/parked-fact.ts'
import { findRecipients } from './find-recipient.ts'
import type { IngestContext } from './ingest-context.ts'
import type { OwnMessage } from './settle-sent.ts'

/** The platform says at sending that the customer wants nothing from this account: from then on it is known before any call. */
export async function recordRefusedRecipient(
  recipient: IdentityRecord,
  accountId: string,
  { unit, contact: origin }: IngestContext,
  at: string = origin.at,
): Promise<void> {
  const contact = await unit.contact(recipient.contactId)
  const event: InboundOptOut = {
    kind: 'opt_out',
    party: { identities: [recipient.identity], name: null, handle: null },
    action: 'out',
    scope: 'all',
    by: 'platform',
    at,
  }
  const optOut = decideOptOut(recipient.optOuts[accountId], event, at)
  if (optOut === null || contact === null) return
  unit.putIdentity({ ...recipient, optOuts: { ...recipient.optOuts, [accountId]: optOut } })
  const actor = { kind: 'system', id: null, name: null } as const
  const data = { identity: recipient.identity, accountId, scope: event.scope, by: event.by }
  unit.putContact(changeContact(contact, { ...origin, actor }, { type: 'contact.opted_out', data }))
}

/** As `recordRefusedRecipient`, where the platform took the message and said so later. It was so when the message was sent. */
export async function recordRefusedLater(
  { amendment }: AmendmentFact,
  { entry, conversation }: OwnMessage,
  context: IngestContext,
): Promise<void> {
  if (amendment.kind !== 'receipt' || amendment.error?.optOut !== true) return
  const [recipient] = await findRecipients(context.unit, conversation)
  if (recipient === undefined || conversation.visibility === 'public') return
  await recordRefusedRecipient(recipient, conversation.account.id, context, entry.sentAt)
}
