import type { Contact, MergeProof } from '../domain/contact.ts'
import { decideMerge } from '../domain/decide-merge.ts'
import { readParts, readSurvivor } from './contact-parts.ts'
import type { PartyContext } from './ingest-context.ts'

/** These are proven to be one person: the one known longest stands for all. What cannot be joined stays apart. */
export async function joinProven(
  contactIds: readonly string[],
  proof: MergeProof,
  { unit, contact }: PartyContext,
): Promise<void> {
  const actor = { kind: 'system', id: null, name: null } as const
  const survivors = new Map<string, Contact>()
  for (const id of contactIds) {
    const survivor = await readSurvivor(unit.contact, id)
    if (survivor !== null) survivors.set(survivor.id, survivor)
  }
  const [oldest, ...others] = [...survivors.values()].sort(byAge)
  if (oldest === undefined) return
  let into = oldest
  for (const from of others) {
    const parts = [...(await readParts(unit.contact, into)), ...(await readParts(unit.contact, from))].length
    const candidates = { into, from, intoSurvivorId: into.id, parts }
    const decision = decideMerge(candidates, proof, { ...contact, actor })
    if (decision.kind !== 'merged') continue
    unit.putContact(decision.survivor)
    unit.putContact(decision.merged)
    into = decision.survivor
  }
}

function byAge(left: Contact, right: Contact): number {
  return left.createdAt.localeCompare(right.createdAt) || left.id.localeCompare(right.id)
}
