import type { InboundAttachment } from '../../../../shared/domain/content.ts'
import type {
  ExpectedEvent,
  PayloadExpectation,
  PayloadExpectations,
} from '../../../support/payload-expectation.ts'
import { atSecond, author, expectPiece, file, PLAIN, underRoot } from './payload-expectation.ts'

const PAGE = '1234567890321'
const POST = '1234567890321_901097836652708'
const COMMENT = '901097836652708_903438993085259'
const EDITED = '900728623356296_900744590021366'
const PHOTO =
  'https://scontent-fra3-1.xx.fbcdn.net/v/t31.0-8/16715996_472849323104563_2289972788116415727_o.jpg?oh=7e0959913ff772d51e17b6d2bdebf44f&oe=593B77BB'

/** The Page's own: the entry and the author have the same id. */
function ownComment(attachments: InboundAttachment[]): PayloadExpectation {
  return expectPiece(PAGE, POST, `feed:comment:${COMMENT}:add:1449135003`, {
    kind: 'echo',
    providerId: COMMENT,
    thread: { visibility: 'public', party: null, root: POST, parent: POST, subject: null },
    sentAt: atSecond(1449135003),
    text: 'and the next one',
    content: { type: attachments.length > 0 ? 'media' : 'text' },
    attachments,
    replyTo: POST,
    forwarded: false,
    correlation: null,
  })
}

function ownEdit(attachments: InboundAttachment[]): PayloadExpectation {
  const key = `feed:comment:${EDITED}:edited:1448555737:1448555737:`
  return expectPiece(PAGE, '1234567890321_900728623356296', key, {
    kind: 'edit',
    target: EDITED,
    by: 'external',
    at: atSecond(1448555737),
    text: "Let's see the Webhooks in action :D",
    content: { type: attachments.length > 0 ? 'media' : 'text' },
    attachments,
  })
}

function hiding(verb: 'hide' | 'unhide'): PayloadExpectation {
  return expectPiece(PAGE, POST, `feed:comment:${EDITED}:${verb}:1467894562:1467894562`, {
    kind: 'hiding',
    target: EDITED,
    hidden: verb === 'hide',
    by: 'external',
    at: atSecond(1467894562),
  })
}

type Reaction = Extract<ExpectedEvent, { kind: 'reaction' }>

function ownReaction(
  key: string,
  group: string,
  fields: Pick<Reaction, 'target' | 'emoji' | 'ifUnknown'>,
  name: string | null = 'John Doe',
  time = 1475578854,
): PayloadExpectation {
  const party = author(PAGE, PAGE, name)
  return expectPiece(PAGE, group, key, {
    kind: 'reaction',
    by: 'external',
    party,
    at: atSecond(time),
    ...fields,
  })
}

export const COMMENTS: PayloadExpectations = {
  'feed-comment-add-211.json': ownComment([]),
  // Before Graph API 2.11: `sender_id`, a number, and `sender_name`.
  'feed-comment-add-25.json': ownComment([]),
  'feed-comment-add-with-photo.json': ownComment([file('image', PHOTO)]),
  'feed-comment-edited-25.json': ownEdit([]),
  'feed-comment-edited-with-photo.json': ownEdit([file('image', PHOTO)]),
  'feed-comment-hide.json': hiding('hide'),
  'feed-comment-unhide.json': hiding('unhide'),
  // By whom is not said; the author, which is the Page here.
  'feed-comment-remove-25.json': expectPiece(
    PAGE,
    '1234567890321_905578656204626',
    'feed:comment:905578656204626_905579239537901:remove:1452107182',
    {
      kind: 'removal',
      target: '905578656204626_905579239537901',
      by: 'external',
      at: atSecond(1452107182),
    },
  ),
  // No `post_id`: the root follows from the comment's id.
  'feed-like-add-comment-25.json': expectPiece(
    PAGE,
    '1234567890321_940663242694065',
    'feed:like:940663242694065_659751347534292:add:1450701319:1450701319:909653922461664',
    {
      kind: 'reaction',
      target: '940663242694065_659751347534292',
      by: 'contact',
      party: author(PAGE, '909653922461664', 'Tester'),
      emoji: '👍',
      at: atSecond(1450701319),
    },
  ),
  'feed-like-remove-25.json': ownReaction(
    'feed:like:1234567890321_940663242694065:remove:1450701322:1450701322:1234567890321',
    '1234567890321_940663242694065',
    { target: '1234567890321_940663242694065', emoji: null, ifUnknown: 'ignore' },
    null,
    1450701322,
  ),
  'feed-reaction-add-comment.json': ownReaction(
    'feed:reaction:1234567890321_1264545546974600:add:1475578854:1449135003:1234567890321:love',
    '1234567890321_98735342324352',
    { target: '1234567890321_1264545546974600', emoji: '❤️' },
  ),
  'feed-reaction-add-reply.json': ownReaction(
    'feed:reaction:1234567890321_1357555177673636:add:1475578854:1449135003:1234567890321:like',
    '1234567890321_98735342324352',
    { target: '1234567890321_1357555177673636', emoji: '👍' },
  ),
  // Its `parent_id` is no comment (there is no `comment_id`) and not its `post_id` either; the post is what it is about.
  'feed-reaction-add.json': ownReaction(
    'feed:reaction:1234567890321_98735342324352:add:1475578854:1449135003:1234567890321:love',
    '1234567890321_98735342324352',
    { target: '1234567890321_98735342324352', emoji: '❤️', ifUnknown: 'ignore' },
  ),
  'feed-reaction-remove.json': ownReaction(
    'feed:reaction:1234567890321_98735342324352:remove:1475578854:1449135003:1234567890321:wow',
    '1234567890321_98735342324352',
    { target: '1234567890321_98735342324352', emoji: null, ifUnknown: 'ignore' },
  ),
  // No author at all: `unknown:` and the comment's id, until somebody looks them up.
  'mention-comment-add.json': expectPiece(
    PAGE,
    '1234567890321_7363534231324',
    'mention:comment:7363534231324_3754798971271444:add:1614340862',
    {
      ...PLAIN,
      providerId: '7363534231324_3754798971271444',
      thread: underRoot(
        author(PAGE, 'unknown:7363534231324_3754798971271444', null),
        '1234567890321_7363534231324',
        '1234567890321_7363534231324',
      ),
      sentAt: atSecond(1614340862),
      text: 'Just a test message',
      replyTo: '1234567890321_7363534231324',
    },
  ),
  // A mention without words. Its author is named in the old way, although newer mentions name nobody.
  'mention-post-add.json': expectPiece(PAGE, '44444444_444444444', 'mention:post:44444444_444444444:add', {
    ...PLAIN,
    providerId: '44444444_444444444',
    thread: underRoot(author(PAGE, '44444444', 'Example Name'), '44444444_444444444', null),
    sentAt: atSecond(1496349586),
  }),
  // No words either (a sticker, most likely). Its post is the review, known by its story.
  'ratings-comment-add-25.json': expectPiece(
    PAGE,
    '6767676767',
    'ratings:comment:904801129604590_904802532937783:add:1448795386',
    {
      ...PLAIN,
      providerId: '904801129604590_904802532937783',
      thread: underRoot(author(PAGE, '705955836155788', 'Tester'), '6767676767', '6767676767'),
      sentAt: atSecond(1448795386),
      replyTo: '6767676767',
    },
  ),
  'ratings-rating-remove-25.json': expectPiece(
    PAGE,
    '904801129604590',
    'ratings:rating:904801129604590:remove:1452107389',
    { kind: 'removal', target: '904801129604590', by: 'contact', at: atSecond(1452107389) },
  ),
  'ratings-reaction-add.json': expectPiece(
    PAGE,
    '716630661754264',
    'ratings:reaction:100002241334695_904801129604590:add:1489617863:1489617864:705955836155788:haha',
    {
      kind: 'reaction',
      target: '716630661754264',
      by: 'contact',
      party: author(PAGE, '705955836155788', 'Testers Paradise'),
      emoji: '😆',
      at: atSecond(1489617863),
    },
  ),
}
