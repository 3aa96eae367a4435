import type { NoteEntry } from '../domain/entry.ts'
import type { AuthorKind } from '../domain/reply-options.ts'
import { type NoteView, toNoteView } from './entry-view.ts'
import { type Refusal, refuse } from './refusal.ts'
import { type Done, type Repeated, type SaveDeps, saveOnce } from './save-once.ts'
import { toAuthor, toCausationId, type WriteRequest } from './write-request.ts'

export type NoteWish = { conversationId: string; text: string; author: AuthorKind | null }

/** Adds a line that only our side sees. */
export function addNote(
  deps: SaveDeps,
  { conversationId, text, author: wanted }: NoteWish,
  request: WriteRequest,
): Promise<Done<NoteView> | Repeated | Refusal> {
  return saveOnce<NoteView>(deps, request.claim, async (unit) => {
    const conversation = await unit.conversation(conversationId, false)
    if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
    const author = toAuthor(request.actor, wanted)
    if (author.kind === 'refused') return author
    const at = deps.clock.now().toISOString()
    const entry: NoteEntry = {
      kind: 'note',
      conversationId,
      seq: conversation.seq + 1,
      revision: 1,
      at,
      actor: author.author,
      causationId: toCausationId(request),
      caused: [],
      changes: [],
      text,
    }
    unit.putEntry(entry)
    unit.putConversation({
      ...conversation,
      seq: entry.seq,
      updatedAt: at > conversation.updatedAt ? at : conversation.updatedAt,
    })
    return { kind: 'done', answer: toNoteView(entry) }
  })
}
