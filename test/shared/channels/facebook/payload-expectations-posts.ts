import type { PayloadExpectation, PayloadExpectations } from '../../../support/payload-expectation.ts'
import { atSecond, author, expectPiece, PLAIN, underRoot } from './payload-expectation.ts'

const PAGE = '1234567890321'
const VISITOR_POST = '1234567890321_7293787835232'

function ownPost(post: string, key: string): PayloadExpectation {
  return expectPiece(PAGE, post, key, { kind: 'ignored', reason: 'own_post' })
}

/** About a video that the Page shows: it names no post and no person. */
function videoVerb(verb: string): PayloadExpectation {
  return expectPiece(PAGE, PAGE, 'feed:', { kind: 'ignored', reason: `feed_${verb}` })
}

function visitorHiding(verb: 'hide' | 'unhide'): PayloadExpectation {
  return expectPiece(PAGE, VISITOR_POST, `feed:post:${VISITOR_POST}:${verb}:1467890409`, {
    kind: 'hiding',
    target: VISITOR_POST,
    hidden: verb === 'hide',
    by: 'external',
    at: atSecond(1467890409),
  })
}

function ignoredField(field: string): PayloadExpectation['pieces'][number] {
  return {
    channel: 'facebook',
    account: { id: PAGE, name: null },
    key: `${field}:`,
    group: PAGE,
    events: [{ kind: 'ignored', reason: `${field}_not_stored` }],
  }
}

export const POSTS: PayloadExpectations = {
  // The id starts with the Page's although a visitor wrote it: only the author tells. Its `sender_id` differs by a digit.
  'feed-post-add-25.json': expectPiece(PAGE, VISITOR_POST, `feed:post:${VISITOR_POST}:add`, {
    ...PLAIN,
    providerId: VISITOR_POST,
    thread: underRoot(author(PAGE, '8423678347823', 'John Doe'), VISITOR_POST, null),
    sentAt: atSecond(1454707020),
    text: "Let's check this",
  }),
  'feed-post-edit.json': expectPiece(
    PAGE,
    VISITOR_POST,
    `feed:post:${VISITOR_POST}:edit:1467890409:1467890409:`,
    {
      kind: 'edit',
      target: VISITOR_POST,
      by: 'contact',
      at: atSecond(1467890409),
      text: "Let's check this",
      content: { type: 'text' },
      attachments: [],
    },
  ),
  'feed-post-hide.json': visitorHiding('hide'),
  'feed-post-unhide.json': visitorHiding('unhide'),
  // A `post`, but by the Page.
  'feed-post-remove-25.json': ownPost(
    '1234567890321_901097836652708',
    'feed:post:1234567890321_901097836652708:remove:1452098986:1452098986',
  ),
  'feed-status-add-25.json': ownPost(
    '1234567890321_930145403745849',
    'feed:status:1234567890321_930145403745849:add:1448633038',
  ),
  'feed-status-add-photos.json': ownPost(
    '1234567890321_930145403745849',
    'feed:status:1234567890321_930145403745849:add:1448633038',
  ),
  'feed-status-edited-25.json': ownPost(
    '1234567890321_949560725137650',
    'feed:status:1234567890321_949560725137650:edited:1451949415:1451949440:',
  ),
  'feed-photo-add-message.json': ownPost(
    '1234567890321_900767076685784',
    'feed:photo:1234567890321_900767076685784:add:1448555796',
  ),
  'feed-photo-edited-message.json': ownPost(
    '1234567890321_901097836652708',
    'feed:photo:1234567890321_901097836652708:edited:1467889659:1467890039:',
  ),
  'feed-photo-hide.json': ownPost(
    '1234567890321_900767076685784',
    'feed:photo:1234567890321_900767076685784:hide:1467893527',
  ),
  'feed-video-add.json': ownPost(
    '1234567890321_901097836652708',
    'feed:video:1234567890321_901097836652708:add:1549627082',
  ),
  'feed-video-remove-25.json': ownPost(
    '1234567890321_900767076685784',
    'feed:video:1234567890321_900767076685784:remove:1448555879:1448555879',
  ),
  'feed-video-block.json': videoVerb('block'),
  'feed-video-mute.json': videoVerb('mute'),
  'feed-video-unblock.json': videoVerb('unblock'),
  'feed-share-add-25.json': ownPost(
    '1234567890321_98735342324352',
    'feed:share:1234567890321_98735342324352:add:1460111843',
  ),
  'feed-share-hide.json': ownPost(
    '1234567890321_98735342324352',
    'feed:share:1234567890321_98735342324352:hide:1467894138',
  ),
  // An album names no post: by its sender it is the Page's.
  'feed-album-add.json': ownPost(PAGE, 'feed:'),
  // An event names nobody; its story says that the Page added it.
  'feed-event-add.json': ownPost(
    '1234567890321_1944041199140689',
    'feed:event:1234567890321_1944041199140689:add:1502232487',
  ),
  // Changes of the Page's profile, without a value.
  'feed-two-entries-25.json': { pieces: [ignoredField('parking'), ignoredField('payment_options')] },
  'unknown-change-value.json': expectPiece(
    PAGE,
    '100002241334695_904801129604590',
    'foo:bar:100002241334695_904801129604590:remove:1451775296:1452107389',
    {
      kind: 'unsupported',
      providerId: 'foo:bar:100002241334695_904801129604590:remove:1451775296:1452107389',
      thread: null,
      sentAt: atSecond(1451775296),
      of: 'foo',
    },
  ),
}
