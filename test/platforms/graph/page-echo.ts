import type { Delivery } from '../emulator.ts'
import type { PageObject } from './facebook-memory.ts'
import type { GraphContext } from './graph-emulator.ts'
import { toMetaDelivery } from './meta-webhook.ts'

export type PageVerb = 'add' | 'edited' | 'remove' | 'hide' | 'unhide'

/** A change of field `feed`: https://developers.facebook.com/docs/graph-api/webhooks/reference/page/#feed */
export function toPageDelivery(
  graph: Pick<GraphContext, 'now' | 'inboxUrl'>,
  object: PageObject,
  verb: PageVerb,
): Delivery {
  const { id, page, postId, parentId, kind, authorId, createdAt, text } = object
  const value = {
    item: kind,
    verb,
    post_id: kind === 'post' ? id : postId,
    ...(kind === 'comment' ? { comment_id: id, parent_id: parentId ?? postId } : {}),
    ...(authorId === null
      ? {}
      : { from: { id: authorId, name: authorId === page ? 'Inlet Demo' : 'A visitor' } }),
    ...(verb === 'remove' ? {} : { message: text }),
    created_time: Math.floor((createdAt ?? graph.now().getTime()) / 1_000),
  }
  const time = Math.floor(graph.now().getTime() / 1_000)
  const body = { object: 'page', entry: [{ id: page, time, changes: [{ field: 'feed', value }] }] }
  return toMetaDelivery('facebook', verb === 'add' ? 'echo' : verb, graph.inboxUrl, body)
}
