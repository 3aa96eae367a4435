import * as z from 'zod'
import { addNote } from '../../app/add-note.ts'
import { NoteView } from '../../app/entry-view.ts'
import { AuthorKind } from '../../domain/reply-options.ts'
import { NOTE_EXAMPLE } from '../examples.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const TEXT_CHARS_MAX = 20_000

const Body = z.strictObject({
  text: z
    .string()
    .max(TEXT_CHARS_MAX)
    .refine((text) => text.trim() !== '', { error: 'This has no words.' }),
  author: z.strictObject({ kind: AuthorKind }).optional(),
})

export const addNoteRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/notes',
  scope: 'inbox:write',
  summary: 'Add a note that only our side sees',
  status: 201,
  idempotent: true,
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  body: Body,
  response: NoteView,
  documentation: {
    operationId: 'addNote',
    tag: 'Conversations',
    description: 'A line of the log like any other, never sent to anybody.',
    refusals: ['not_found', 'author_not_allowed'],
    bodyExample: { text: NOTE_EXAMPLE.text },
    example: NOTE_EXAMPLE,
  },
  handle: async ({ parameters: { id }, body: { text, author } }, context) => {
    const wish = { conversationId: id, text, author: author?.kind ?? null }
    const outcome = await addNote(context, wish, context.request)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
