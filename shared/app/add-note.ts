import type { Conversation } from '../domain/conversation.ts'
import type { NoteEntry } from '../domain/entry.ts'
import type { AuthorKind } from '../domain/reply-options.ts'
import { type NoteView, toNoteView } from './entry-view.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Done, Repeated, SaveDeps } from './save-once.ts'
import { isSecure } from './thread/put-thread-message.ts'
import { type SealDeps, saveSealed } from './thread/save-sealed.ts'
import { toAuthor, toCausationId, type WriteRequest } from './write-request.ts'

export type NoteWish = { conversationId: string; text: string; author: AuthorKind | null }

/** Adds a line that only our side sees. */
export function addNote(
  deps: SaveDeps & SealDeps,
  { conversationId, text, author: wanted }: NoteWish,
  request: WriteRequest,
): Promise<Done<NoteView> | Repeated | Refusal> {
  return saveSealed<NoteView>(deps, request.claim, async (unit) => {
    const conversation = await unit.conversation(conversationId, false)
    if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
    const author = toAuthor(request.actor, wanted)
    if (author.kind === 'refused') return author
    const at = deps.clock.now().toISOString()
    const seq = conversation.seq + 1
    const words = await toStoredWords(deps, conversation, seq, text)
    if (words === null) return refuse('provider_unsupported', 'Secure threads are switched off here.')
    const entry: NoteEntry = {
      kind: 'note',
      conversationId,
      seq,
      revision: 1,
      at,
      actor: author.author,
      causationId: toCausationId(request),
      caused: [],
      changes: [],
      ...words,
    }
    unit.putEntry(entry)
    unit.putConversation({
      ...conversation,
      seq: entry.seq,
      updatedAt: at > conversation.updatedAt ? at : conversation.updatedAt,
    })
    const answer = { ...toNoteView(entry), text }
    return { kind: 'done', answer, isSealed: entry.sealed !== undefined }
  })
}

/** A note about what a customer said in private says it again: in a secure thread it is sealed as well. */
async function toStoredWords(
  { seals }: SealDeps,
  conversation: Conversation,
  seq: number,
  text: string,
): Promise<Pick<NoteEntry, 'text' | 'sealed'> | null> {
  if (!isSecure(conversation)) return { text }
  if (seals === null) return null
  const { id: conversationId, secure } = conversation
  return { text: '', sealed: await seals.seal({ conversationId, seq, key: secure.key }, text) }
}
