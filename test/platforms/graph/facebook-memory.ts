import { createHash } from 'node:crypto'
import { at, isObject, listAt, textAt } from '../json.ts'

/** Keys of a `messaging` item that are an action of the person and open the window. */
const ACTIONS = ['message', 'postback', 'referral', 'reaction', 'optin'] as const
/** Some fixtures stamp seconds where the documents say milliseconds. */
const SECONDS_BELOW = 100_000_000_000

/** A comment or a visitor's post. */
export type PageObject = {
  id: string
  page: string
  /** The post that it is, or stands under. */
  postId: string
  parentId: string | null
  kind: 'comment' | 'post'
  authorId: string | null
  createdAt: number | null
  isOurs: boolean
  isRemoved: boolean
  isHidden: boolean
  isPrivatelyAnswered: boolean
  text: string
}

/** What Facebook knows of the people and comments that webhooks spoke of, and of what was sent. */
export type FacebookMemory = {
  learn: (webhookBody: unknown) => void
  /** null: never seen anywhere. */
  threadOf: (page: string, psid: string) => MessengerThread | null
  /** The page-scoped id of whoever wrote it: the same again for the same author. */
  psidOf: (page: string, object: PageObject | null, objectId: string) => string
  objectOf: (id: string) => PageObject | null
  remember: (object: PageObject) => void
  childrenOf: (id: string) => PageObject[]
}

export type MessengerThread =
  | { kind: 'here'; lastActionAt: number | null }
  /** Ids are page-scoped: this one belongs to another Page. */
  | { kind: 'elsewhere' }

export function createFacebookMemory(): FacebookMemory {
  const lastActions = new Map<string, Map<string, number | null>>()
  const objects = new Map<string, PageObject>()
  const note = (page: string, psid: string, actionAt: number | null): void => {
    const pages = lastActions.get(psid) ?? new Map<string, number | null>()
    const known = pages.get(page) ?? null
    pages.set(page, actionAt === null || (known !== null && known > actionAt) ? known : actionAt)
    lastActions.set(psid, pages)
  }
  return {
    learn: (body) => {
      for (const entry of listAt(body, 'entry')) {
        const page = textAt(entry, 'id')
        if (page === null) continue
        for (const item of listAt(entry, 'messaging')) learnItem(page, item, note)
        for (const change of listAt(entry, 'changes')) {
          if (at(change, 'field') === 'feed') learnChange(page, at(change, 'value'), objects)
        }
      }
    },
    threadOf: (page, psid) => {
      const pages = lastActions.get(psid)
      if (pages === undefined) return null
      const lastActionAt = pages.get(page)
      return lastActionAt === undefined ? { kind: 'elsewhere' } : { kind: 'here', lastActionAt }
    },
    psidOf: (page, object, objectId) => {
      const psid = toPsid(`${page}:${object?.authorId ?? objectId}`)
      note(page, psid, null)
      return psid
    },
    objectOf: (id) => objects.get(id) ?? null,
    remember: (object) => void objects.set(object.id, object),
    childrenOf: (id) =>
      [...objects.values()].filter(({ parentId, isRemoved }) => parentId === id && !isRemoved),
  }
}

function learnItem(
  page: string,
  item: unknown,
  note: (page: string, psid: string, actionAt: number | null) => void,
): void {
  const sender = textAt(item, 'sender', 'id')
  if (sender === null || sender === page || at(item, 'message', 'is_echo') === true) return
  const isAction = ACTIONS.some((key) => isObject(at(item, key)))
  const timestamp = Number(textAt(item, 'timestamp') ?? Number.NaN)
  const time = timestamp < SECONDS_BELOW ? timestamp * 1_000 : timestamp
  note(page, sender, isAction && Number.isFinite(time) ? time : null)
}

function learnChange(page: string, value: unknown, objects: Map<string, PageObject>): void {
  const commentId = textAt(value, 'comment_id')
  const postId = textAt(value, 'post_id')
  const id = commentId ?? postId
  const item = textAt(value, 'item') ?? ''
  if (id === null || ['like', 'reaction'].includes(item)) return
  const verb = textAt(value, 'verb') ?? ''
  const known = objects.get(id)
  if (known !== undefined) {
    objects.set(id, {
      ...known,
      isRemoved: known.isRemoved || verb === 'remove' || verb === 'delete',
      isHidden: verb === 'hide' || (known.isHidden && verb !== 'unhide'),
      text: textAt(value, 'message') ?? known.text,
    })
    return
  }
  const authorId = textAt(value, 'from', 'id') ?? textAt(value, 'sender_id')
  const createdTime = at(value, 'created_time')
  objects.set(id, {
    id,
    page,
    postId: postId ?? id,
    parentId: commentId === null ? null : textAt(value, 'parent_id'),
    kind: commentId === null ? 'post' : 'comment',
    authorId,
    createdAt: typeof createdTime === 'number' ? createdTime * 1_000 : null,
    isOurs: authorId === page,
    isRemoved: verb === 'remove' || verb === 'delete',
    isHidden: verb === 'hide',
    isPrivatelyAnswered: false,
    text: textAt(value, 'message') ?? '',
  })
}

/** Sixteen digits, as page-scoped ids have. */
function toPsid(seed: string): string {
  const digest = createHash('sha256').update(seed).digest()
  return `7${(digest.readBigUInt64BE(0) % 10n ** 15n).toString().padStart(15, '0')}`
}
