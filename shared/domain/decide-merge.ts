import type { Contact, MergeProof } from './contact.ts'
import { changeContact, type ContactContext } from './decide-contact.ts'

/** Contacts that one person may be made of, the survivor included: whoever reads the person reads them all. */
export const CONTACT_PARTS_MAX = 50

export type MergeContext = Pick<ContactContext, 'at' | 'causationId' | 'actor'>

export type MergeCandidates = {
  into: Contact
  from: Contact
  /** Whom `into` stands for: itself, or the contact at the end of its merges. */
  intoSurvivorId: string
  /** How many contacts both hold in all, themselves included. */
  parts: number
}

export type MergeDecision =
  | { kind: 'merged'; survivor: Contact; merged: Contact }
  /** They are one already, by this very merge. */
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: MergeRefusal }

export type MergeRefusal = 'itself' | 'cycle' | 'from_is_merged' | 'into_is_merged' | 'too_many_parts'

/**
 * Puts `from` into `into`: one write each, nothing moves. Both must stand on their own, so of two merges at once that
 * would make a circle, or a person of too many parts, the second finds what the first has written.
 */
export function decideMerge(
  { into, from, intoSurvivorId, parts }: MergeCandidates,
  proof: MergeProof,
  context: MergeContext,
): MergeDecision {
  if (into.id === from.id) return { kind: 'refused', reason: 'itself' }
  if (from.mergedInto === into.id) return { kind: 'unchanged' }
  if (intoSurvivorId === from.id) return { kind: 'refused', reason: 'cycle' }
  if (from.mergedInto !== null) return { kind: 'refused', reason: 'from_is_merged' }
  if (into.mergedInto !== null) return { kind: 'refused', reason: 'into_is_merged' }
  if (parts > CONTACT_PARTS_MAX) return { kind: 'refused', reason: 'too_many_parts' }
  const held = { ...into, merged: [...into.merged, { id: from.id, at: context.at, proof }] }
  return {
    kind: 'merged',
    survivor: changeContact(held, context, {
      type: 'contact.merged',
      data: { role: 'survivor', with: from.id, proof },
    }),
    merged: changeContact({ ...from, mergedInto: into.id }, context, {
      type: 'contact.merged',
      data: { role: 'merged', with: into.id, proof },
    }),
  }
}

/** Takes a contact out of the one it was merged into. What others were merged into it stays with it. */
export function decideUnmerge(
  survivor: Contact,
  merged: Contact,
  context: MergeContext,
): { survivor: Contact; merged: Contact } {
  const proof = survivor.merged.find(({ id }) => id === merged.id)?.proof ?? 'agent'
  const left = { ...survivor, merged: survivor.merged.filter(({ id }) => id !== merged.id) }
  return {
    survivor: changeContact(left, context, {
      type: 'contact.unmerged',
      data: { role: 'survivor', with: merged.id, proof },
    }),
    merged: changeContact({ ...merged, mergedInto: null }, context, {
      type: 'contact.unmerged',
      data: { role: 'merged', with: survivor.id, proof },
    }),
  }
}
