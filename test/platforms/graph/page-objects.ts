import { type Json, textAt } from '../json.ts'
import { takeFile } from './graph-files.ts'
import type { PageObject } from './facebook-memory.ts'
import type { GraphContext, GraphOutcome } from './graph-emulator.ts'
import { findRow, invalidParameter } from './graph-error.ts'
import { MESSENGER_ERRORS } from './messenger-errors.ts'
import { type PageVerb, toPageDelivery } from './page-echo.ts'

const OBJECT_ID = /^\d+_\d+$/

export type PageCall = { method: string; id: string; edge: string | undefined; body: Json }

/**
 * Comments and posts of a Page: `/{id}/comments`, `/{id}/likes`, `/{id}`.
 * https://developers.facebook.com/docs/graph-api/reference/comment and /object/comments
 */
export function answerPageObject(graph: GraphContext, call: PageCall): GraphOutcome | Promise<GraphOutcome> {
  const object = graph.facebook.objectOf(call.id)
  if (!OBJECT_ID.test(call.id) || object?.isRemoved === true) return refuseUnknown()
  switch (`${call.method} ${call.edge ?? ''}`.trim()) {
    case 'POST comments':
      return reply(graph, call, object)
    case 'GET comments':
      return accept({ data: graph.facebook.childrenOf(call.id).map(toListed) })
    case 'POST likes':
    case 'DELETE likes':
      return accept({ success: true })
    case 'POST':
      return update(graph, call.body, object)
    case 'DELETE':
      return change(graph, object, 'remove', { isRemoved: true })
    default:
      return refuseUnknown()
  }
}

function refuseUnknown(): GraphOutcome {
  return { kind: 'refused', row: findRow(MESSENGER_ERRORS, 100, 33) }
}

function accept(body: unknown): GraphOutcome & { kind: 'accepted' } {
  return { kind: 'accepted', body, deliveries: [] }
}

async function reply(
  graph: GraphContext,
  { id, body }: PageCall,
  parent: PageObject | null,
): Promise<GraphOutcome> {
  const message = textAt(body, 'message')
  const picture = textAt(body, 'attachment_url')
  if (message === null && picture === null && textAt(body, 'attachment_id') === null) {
    return { kind: 'refused', row: invalidParameter('The parameter message is required') }
  }
  const file = picture === null ? null : await takeFile(picture, 'image')
  if (file?.kind === 'refused') return file
  const received = file?.received ?? []
  const postPart = parent?.postId.split('_')[1] ?? id.split('_')[0] ?? id
  const commentId = `${postPart}_${graph.random.characters('123456789', 16)}`
  const page = parent?.page ?? null
  const answer = { id: commentId }
  // Whose comment it is, only the token says; without a webhook that named the Page nobody hears of it.
  if (page === null) return { ...accept(answer), received }
  const comment: PageObject = {
    id: commentId,
    page,
    postId: parent?.postId ?? `${page}_${postPart}`,
    parentId: id,
    kind: 'comment',
    authorId: page,
    createdAt: graph.now().getTime(),
    isOurs: true,
    isRemoved: false,
    isHidden: false,
    isPrivatelyAnswered: false,
    text: message ?? '',
  }
  graph.facebook.remember(comment)
  return { kind: 'accepted', body: answer, deliveries: [toPageDelivery(graph, comment, 'add')], received }
}

/** `is_hidden` for others' comments, `message` for our own. */
function update(graph: GraphContext, body: Json, object: PageObject | null): GraphOutcome {
  const { is_hidden: isHidden, message } = body
  if (typeof isHidden === 'boolean') {
    return change(graph, object, isHidden ? 'hide' : 'unhide', { isHidden })
  }
  if (typeof message === 'string' && message !== '') return change(graph, object, 'edited', { text: message })
  return { kind: 'refused', row: invalidParameter('Nothing to change: is_hidden or message is required') }
}

function change(
  graph: GraphContext,
  object: PageObject | null,
  verb: PageVerb,
  fields: Partial<PageObject>,
): GraphOutcome {
  if (object === null) return accept({ success: true })
  const next = { ...object, ...fields }
  graph.facebook.remember(next)
  return { kind: 'accepted', body: { success: true }, deliveries: [toPageDelivery(graph, next, verb)] }
}

function toListed({ id, text, authorId, createdAt }: PageObject): Json {
  const created =
    createdAt === null ? {} : { created_time: new Date(createdAt).toISOString().replace('.000Z', '+0000') }
  return { id, message: text, ...(authorId === null ? {} : { from: { id: authorId } }), ...created }
}
