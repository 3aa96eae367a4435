import { hours } from '../emulator.ts'
import type { PageObject } from './facebook-memory.ts'
import type { GraphContext } from './graph-emulator.ts'
import { findRow, type GraphErrorRow } from './graph-error.ts'
import { MESSENGER_ERRORS } from './messenger-errors.ts'

/** https://developers.facebook.com/docs/messenger-platform/discovery/private-replies */
const PRIVATE_REPLY_MS = hours(7 * 24)
const OBJECT_ID = /^\d+_\d+$/

/** One message ever for a comment or post, within seven days of it. */
export function privateReplyProblem(graph: GraphContext, page: string, id: string): GraphErrorRow | null {
  if (!OBJECT_ID.test(id)) return findRow(MESSENGER_ERRORS, 100, 2018292)
  const object = graph.facebook.objectOf(id)
  if (object === null) return null
  if (object.isRemoved || object.page !== page) return findRow(MESSENGER_ERRORS, 100, 2018292)
  if (object.isPrivatelyAnswered) return findRow(MESSENGER_ERRORS, 10900)
  const isOld = object.createdAt !== null && graph.now().getTime() - object.createdAt > PRIVATE_REPLY_MS
  return isOld || object.isOurs ? findRow(MESSENGER_ERRORS, 10902) : null
}

/** Keeps that it was answered. The page-scoped id in the answer is what proves who wrote it. */
export function answerPrivately(graph: GraphContext, page: string, id: string): string {
  const object = graph.facebook.objectOf(id)
  graph.facebook.remember({ ...(object ?? toUnseen(page, id)), isPrivatelyAnswered: true })
  return graph.facebook.psidOf(page, object, id)
}

/** Answered once is answered, also where no webhook spoke of it. */
function toUnseen(page: string, id: string): PageObject {
  const post = id.split('_')[0] ?? id
  return {
    id,
    page,
    postId: `${page}_${post}`,
    parentId: null,
    kind: 'comment',
    authorId: null,
    createdAt: null,
    isOurs: false,
    isRemoved: false,
    isHidden: false,
    isPrivatelyAnswered: false,
    text: '',
  }
}
