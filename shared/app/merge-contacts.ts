import type { Actor } from '../domain/entry.ts'
import { CONTACT_PARTS_MAX, decideMerge, type MergeRefusal } from '../domain/decide-merge.ts'
import { readParts, readSurvivor } from './contact-parts.ts'
import type { Clock, ContactStore, Pacer } from './ports.ts'
import { type Refusal, type RefusalCode, refuse } from './refusal.ts'
import { retryConflicts } from './retry-conflicts.ts'

export type ContactWriting = { contacts: ContactStore; clock: Clock; pacer: Pacer }

/** Who asked, and by which request. */
export type ContactRequest = { actor: Actor; requestId: string }

const REFUSALS: Readonly<Record<MergeRefusal, { code: RefusalCode; detail: string }>> = {
  itself: { code: 'merge_into_itself', detail: '`into` and `from` are the same contact.' },
  cycle: { code: 'merge_cycle', detail: '`into` was merged into `from`. Unmerge it first.' },
  from_is_merged: {
    code: 'contact_already_merged',
    detail: '`from` was merged into another contact. Unmerge it first, or merge that one.',
  },
  into_is_merged: {
    code: 'contact_already_merged',
    detail: '`into` was merged into another contact. Merge into that one.',
  },
  too_many_parts: {
    code: 'contact_too_large',
    detail: `A contact may be made of ${CONTACT_PARTS_MAX} contacts, these two are made of more.`,
  },
}

/** Makes two contacts one person, because somebody says so. Merging what is merged changes nothing. */
export function mergeContacts(
  deps: ContactWriting,
  wanted: { into: string; from: string },
  { actor, requestId }: ContactRequest,
): Promise<{ kind: 'merged' } | Refusal> {
  const read = (id: string) => deps.contacts.contact(id, 'consistent')
  return retryConflicts<{ kind: 'merged' } | Refusal>(deps, async () => {
    const [into, from, survivor] = await Promise.all([
      read(wanted.into),
      read(wanted.from),
      readSurvivor(read, wanted.into),
    ])
    if (into === null || from === null || survivor === null) {
      const name = from === null ? 'from' : 'into'
      return settled(refuse('contact_unknown', `There is no contact with the id in \`${name}\`.`))
    }
    const parts = await Promise.all([readParts(read, into), readParts(read, from)])
    const decision = decideMerge(
      { into, from, intoSurvivorId: survivor.id, parts: parts.flat().length },
      'agent',
      { at: deps.clock.now().toISOString(), causationId: `req_${requestId}`, actor },
    )
    if (decision.kind === 'refused') {
      const { code, detail } = REFUSALS[decision.reason]
      return settled(refuse(code, detail))
    }
    if (decision.kind === 'unchanged') return settled({ kind: 'merged' })
    const saved = await deps.contacts.save([
      { kind: 'contact', contact: decision.survivor, expectedRevision: into.revision },
      { kind: 'contact', contact: decision.merged, expectedRevision: from.revision },
    ])
    return { saved, result: { kind: 'merged' } }
  })
}

/** Nothing is to be saved. */
function settled<Result>(result: Result): { saved: 'saved'; result: Result } {
  return { saved: 'saved', result }
}
