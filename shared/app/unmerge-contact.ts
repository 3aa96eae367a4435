import { decideUnmerge } from '../domain/decide-merge.ts'
import { AppError } from '../domain/errors.ts'
import type { ContactRequest, ContactWriting } from './merge-contacts.ts'
import { type Refusal, refuse } from './refusal.ts'
import { retryConflicts } from './retry-conflicts.ts'

/** Makes a merged contact stand on its own again, with everything that is its own. */
export function unmergeContact(
  deps: ContactWriting,
  id: string,
  { actor, requestId }: ContactRequest,
): Promise<{ kind: 'unmerged' } | Refusal> {
  const read = (contactId: string) => deps.contacts.contact(contactId, 'consistent')
  return retryConflicts<{ kind: 'unmerged' } | Refusal>(deps, async () => {
    const merged = await read(id)
    if (merged === null) {
      return { saved: 'saved', result: refuse('not_found', 'There is no contact with this id.') }
    }
    if (merged.mergedInto === null) {
      const result = refuse('contact_not_merged', 'This contact stands on its own already.')
      return { saved: 'saved', result }
    }
    const survivor = await read(merged.mergedInto)
    if (survivor === null)
      throw new AppError('item_invalid', 'a contact was merged into one that is not there')
    const decision = decideUnmerge(survivor, merged, {
      at: deps.clock.now().toISOString(),
      causationId: `req_${requestId}`,
      actor,
    })
    const saved = await deps.contacts.save([
      { kind: 'contact', contact: decision.survivor, expectedRevision: survivor.revision },
      { kind: 'contact', contact: decision.merged, expectedRevision: merged.revision },
    ])
    return { saved, result: { kind: 'unmerged' } }
  })
}
