import * as z from 'zod'
import { parseEntryId } from '../../domain/ids.ts'
import type { Refusal } from '../refusal.ts'
import { type Claim, type Done, type Repeated, type SaveDeps, saveOnce } from '../save-once.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { isSealed, openEntry } from './open-entry.ts'
import type { ThreadSeals } from './thread-ports.ts'

/** null: this deployment has no secure threads. */
export type SealDeps = { seals: ThreadSeals | null }

/** What both kinds of line that hold words are answered with. */
type Written = { id: string; text: string | null }

const Kept = z.looseObject({ id: z.string(), text: z.string().nullable() })

/** As `saveOnce`, for words that may stand in a secure thread: the answer that is kept for repetitions has none of those. */
export async function saveSealed<Answer extends Written>(
  deps: SaveDeps & SealDeps,
  claim: Claim | null,
  attempt: (unit: UnitOfWork) => Promise<(Done<Answer> & { isSealed: boolean }) | Refusal>,
): Promise<Done<Answer> | Repeated | Refusal> {
  let isSealedNow = false
  const outcome = await saveOnce<Answer>(
    deps,
    claim,
    async (unit) => {
      const done = await attempt(unit)
      if (done.kind === 'refused') return done
      isSealedNow = done.isSealed
      return { kind: 'done', answer: done.answer }
    },
    undefined,
    (answer) => (isSealedNow ? { ...answer, text: answer.text === null ? null : '' } : answer),
  )
  return outcome.kind === 'repeated' ? { ...outcome, body: await reopen(deps, outcome.body) } : outcome
}

/** An answer that was kept, with the words that stand in the log. */
async function reopen({ store, seals }: SaveDeps & SealDeps, body: string): Promise<string> {
  const kept = Kept.parse(JSON.parse(body))
  const place = kept.text === '' && seals !== null ? parseEntryId(kept.id) : null
  if (place === null || seals === null) return body
  const { conversationId, seq } = place
  const conversation = await store.conversation(conversationId, 'consistent')
  const entry = await store.entry(conversationId, seq, 'consistent')
  if (conversation?.secure === undefined || entry === null || entry.kind === 'activity' || !isSealed(entry)) {
    return body
  }
  const { text } = await openEntry(seals, conversation.secure, entry)
  return JSON.stringify({ ...kept, text })
}
