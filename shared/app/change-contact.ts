import type { IdentityRecord } from '../domain/contact.ts'
import {
  addIdentities,
  changeContact,
  createContact,
  decideOptOut,
  joinOptOuts,
} from '../domain/decide-contact.ts'
import type { Identity } from '../domain/identity.ts'
import { toContactId } from '../domain/ids.ts'
import type { InboundIdentityChange, InboundOptOut } from '../domain/inbound.ts'
import { toEventKey } from '../domain/seen.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { joinProven } from './join-proven.ts'
import { resolveContact } from './resolve-party.ts'

/** Records that a customer may no longer (or again) be written to. `ridesOnMessage`: its message already is the dedupe. */
export async function changeOptOut(
  event: InboundOptOut,
  ridesOnMessage: boolean,
  context: IngestContext,
): Promise<IngestOutcome> {
  if (!ridesOnMessage && (await isRepeated(context))) return { kind: 'duplicate' }
  const { unit, envelope } = context
  const accountId = envelope.account.id
  const contactId = await resolveContact(event.party, context)
  const [record] = await unit.identities([event.party.identities[0]])
  const contact = await unit.contact(contactId)
  if (!record || contact === null) return { kind: 'ignored', reason: 'contact_expired' }
  const optOut = decideOptOut(record.optOuts[accountId], event, envelope.receivedAt)
  if (optOut === null) {
    // Saved as it is, so that the condition proves that nothing was decided on an old read.
    unit.putIdentity(record)
    return { kind: 'unchanged', reason: 'same' }
  }
  unit.putIdentity({ ...record, optOuts: { ...record.optOuts, [accountId]: optOut } })
  const data = { identity: record.identity, accountId, scope: event.scope, by: event.by }
  const type = event.action === 'out' ? 'contact.opted_out' : 'contact.opted_in'
  unit.putContact(changeContact(contact, context.contact, { type, data }))
  return { kind: 'contact_changed', contactId }
}

/** A customer is known by new identities: they lead to the same contact and the same conversations from now on. */
export async function changeIdentities(
  event: InboundIdentityChange,
  context: IngestContext,
): Promise<IngestOutcome> {
  if (await isRepeated(context)) return { kind: 'duplicate' }
  const { unit } = context
  const identities = [...event.previous, ...event.current]
  const records = await unit.identities(identities)
  const lead = records.find((record) => record !== null)
  const contactId = lead?.contactId ?? toContactId(event.previous[0])
  const own = records.filter((record) => record?.contactId === contactId)
  const optOuts = joinOptOuts(records.flatMap((record) => (record === null ? [] : [record.optOuts])))
  const conversations = Object.fromEntries(
    own.toReversed().flatMap((record) => Object.entries(record?.conversations ?? {})),
  )
  // What leads to somebody else stays there: the two become one person, and nothing moves.
  const isFree = (_: Identity, index: number): boolean =>
    (records[index]?.contactId ?? contactId) === contactId
  identities.forEach((identity, index) => {
    const record = records[index]
    if (isFree(identity, index)) {
      unit.putIdentity({ ...(record ?? createRecord(identity, contactId, lead)), conversations, optOuts })
    } else if (record) unit.putIdentity({ ...record, optOuts })
  })
  const known = await unit.contact(contactId)
  unit.putContact(
    known === null
      ? createContact(
          { identities: [...event.previous, ...event.current], name: null, handle: null },
          context.contact,
        )
      : addIdentities(
          known,
          event.previous.filter(isFree),
          event.current.filter((identity, index) => isFree(identity, event.previous.length + index)),
          context.contact,
        ),
  )
  const contactIds = [contactId, ...records.flatMap((record) => record?.contactId ?? [])]
  await joinProven(contactIds, 'identity_change', context)
  return { kind: 'contact_changed', contactId }
}

function createRecord(
  identity: IdentityRecord['identity'],
  contactId: string,
  lead: IdentityRecord | null | undefined,
): IdentityRecord {
  return {
    identity,
    contactId,
    name: lead?.name ?? null,
    handle: lead?.handle ?? null,
    conversations: {},
    optOuts: {},
    version: 1,
  }
}

async function isRepeated({ unit, envelope }: IngestContext): Promise<boolean> {
  const key = toEventKey({ channel: envelope.channel, accountId: envelope.account.id, key: envelope.key })
  if ((await unit.claimed(key)) !== null) return true
  unit.putSeen({ kind: 'event', key })
  return false
}
