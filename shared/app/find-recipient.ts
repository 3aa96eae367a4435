import type { IdentityRecord } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Of a phone number or a platform-wide user id, which a platform takes wherever it also knows a narrower one. */
const WIDE_SCOPE = '-'

/** How the platform knows whom a private conversation is with: the identity to write to first, the newest before older ones. */
export async function findRecipients(
  unit: Pick<UnitOfWork, 'contact' | 'identities'>,
  { channel, contactId, account, id }: Conversation,
): Promise<IdentityRecord[]> {
  const contact = await unit.contact(contactId)
  const identities = (contact?.identities ?? []).filter((identity) => identity.channel === channel)
  const records = await unit.identities(identities)
  const own = records.filter(
    (record): record is IdentityRecord =>
      record?.contactId === contactId && record.conversations[account.id] === id,
  )
  const newestFirst = own.reverse()
  const isWide = ({ identity }: IdentityRecord): boolean => identity.scope === WIDE_SCOPE
  return [...newestFirst.filter(isWide), ...newestFirst.filter((record) => !isWide(record))]
}

/** Whether the customer wants no messages from the account: what they said last, by whichever identity. */
export function hasOptedOut(recipients: readonly IdentityRecord[], accountId: string): boolean {
  const said = recipients.flatMap(({ optOuts }) => optOuts[accountId] ?? [])
  return said.sort((left, right) => right.at.localeCompare(left.at))[0]?.scope === 'all'
}
