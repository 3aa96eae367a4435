import { type Contact, CONTACT_CHANGES_MAX, type OptOut } from './contact.ts'
import type { Actor } from './entry.ts'
import type { EventPart } from './event-part.ts'
import { type Identity, type Party, toIdentityKey } from './identity.ts'
import { toContactId, toShard } from './ids.ts'
import type { InboundOptOut } from './inbound.ts'
import { laterOf } from './instants.ts'

/** Who changes a contact, when and why. Without an actor it is the contact. */
export type ContactContext = { at: string; causationId: string; feedShards: number; actor?: Actor | null }

/** A person nobody has seen before. */
export function createContact(party: Party, context: ContactContext): Contact {
  const id = toContactId(party.identities[0])
  return {
    id,
    name: party.name,
    handle: party.handle,
    identities: party.identities,
    mergedInto: null,
    merged: [],
    revision: 1,
    changes: [
      {
        revision: 1,
        at: context.at,
        actor: context.actor ?? null,
        causationId: context.causationId,
        parts: [{ type: 'contact.created', data: { identities: party.identities } }],
      },
    ],
    createdAt: context.at,
    updatedAt: context.at,
    feedShard: toShard(id, context.feedShards),
  }
}

/** Adds identities that are proven to name the same person; the same contact where all are known already. */
export function addIdentities(
  contact: Contact,
  previous: readonly Identity[],
  current: readonly Identity[],
  context: ContactContext,
): Contact {
  const known = new Set(contact.identities.map(toIdentityKey))
  const added = [...previous, ...current].filter((identity) => !known.has(toIdentityKey(identity)))
  if (added.length === 0) return contact
  return changeContact({ ...contact, identities: [...contact.identities, ...added] }, context, {
    type: 'contact.identity_changed',
    data: { previous, current },
  })
}

/** The name as the platform last told it. No event of its own, so no revision. */
export function renameContact(contact: Contact, party: Party, at: string): Contact {
  return {
    ...contact,
    name: party.name ?? contact.name,
    handle: party.handle ?? contact.handle,
    updatedAt: laterOf(contact.updatedAt, at),
  }
}

export function changeContact(
  contact: Contact,
  { at, actor = null, causationId }: Omit<ContactContext, 'feedShards'>,
  part: EventPart,
): Contact {
  const revision = contact.revision + 1
  const change = { revision, at, actor, causationId, parts: [part] }
  return {
    ...contact,
    revision,
    changes: [...contact.changes, change].slice(-CONTACT_CHANGES_MAX),
    updatedAt: laterOf(contact.updatedAt, at),
  }
}

/** The opt-out state after an event, or null where the event changes nothing: same, older, or marketing under a full opt-out. */
export function decideOptOut(
  before: OptOut | undefined,
  event: InboundOptOut,
  receivedAt: string,
): OptOut | null {
  const at = event.at ?? receivedAt
  const scope = event.action === 'in' ? 'none' : event.scope
  // "Yes" is an opt-in word and an ordinary answer: it means something only to somebody who had opted out.
  if (before === undefined)
    return scope === 'none' && event.by === 'keyword' ? null : { at, by: event.by, scope }
  if (at < before.at || before.scope === scope) return null
  const isNarrower = event.scope === 'marketing' && before.scope === 'all'
  return isNarrower ? null : { at, by: event.by, scope }
}

/** What one person said by several identities: who said stop by one of them has said it by all, until a newer word. */
export function joinOptOuts(known: readonly Readonly<Record<string, OptOut>>[]): Record<string, OptOut> {
  const joined: Record<string, OptOut> = {}
  const inOrder = known.flatMap(Object.entries<OptOut>).toSorted(([, a], [, b]) => a.at.localeCompare(b.at))
  for (const [accountId, optOut] of inOrder) {
    const isNarrower = optOut.scope === 'marketing' && joined[accountId]?.scope === 'all'
    if (!isNarrower) joined[accountId] = optOut
  }
  return joined
}
