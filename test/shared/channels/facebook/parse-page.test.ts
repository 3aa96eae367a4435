import { describe, expect, it } from 'vitest'
import {
  AUTHOR,
  changes,
  COMMENT,
  type Item,
  PAGE,
  POST,
  REVIEW,
  TIME,
  toChange,
  toComment,
} from '../../../../shared/channels/facebook/wire-fixtures.ts'
import { eventsOf } from './facebook-requests.ts'
import { author, file } from './payload-expectation.ts'

const AT = new Date(TIME * 1000).toISOString()
const ADA = author(PAGE, AUTHOR, 'Ada Beispiel')
const OWN = { from: { id: PAGE, name: 'Our Page' } }

function feed(value: Item): unknown {
  return only(toComment(value))
}

function only(change: Item): unknown {
  const [event, ...others] = eventsOf(changes(change))
  expect(others).toEqual([])
  return event
}

describe('comments', () => {
  it('this guarantees that a comment is its author’s, under its post', () => {
    expect(feed({})).toEqual({
      kind: 'message',
      providerId: COMMENT,
      thread: { visibility: 'public', party: ADA, root: POST, parent: POST, subject: null },
      sentAt: AT,
      text: 'Do you ship to Norway?',
      content: { type: 'text' },
      attachments: [],
      replyTo: POST,
      referral: null,
      forwarded: false,
    })
  })

  it.each<[string, Item, { root: string; parent: string }]>([
    ['a reply', { comment_id: '5_9', parent_id: COMMENT }, { root: POST, parent: COMMENT }],
    ['one that names itself as parent', { parent_id: COMMENT }, { root: POST, parent: POST }],
    ['one without a parent', { parent_id: undefined }, { root: POST, parent: POST }],
    [
      'one without a post',
      { post_id: undefined, parent_id: undefined },
      { root: `${PAGE}_500000000000001`, parent: `${PAGE}_500000000000001` },
    ],
  ])('this guarantees that %s finds its thread', (_, value, thread) => {
    expect(feed(value)).toMatchObject({ thread, replyTo: thread.parent })
  })

  it('this guarantees that a comment by nobody is a message of an unknown author of its own', () => {
    expect(feed({ from: undefined })).toMatchObject({
      thread: { party: author(PAGE, `unknown:${COMMENT}`, null) },
    })
  })

  it('this guarantees that the Page’s own reply belongs to whoever it answers', () => {
    expect(feed({ ...OWN, comment_id: '5_9', parent_id: COMMENT })).toMatchObject({
      kind: 'echo',
      providerId: '5_9',
      thread: { visibility: 'public', party: null, root: POST, parent: COMMENT, subject: null },
      raw: null,
    })
  })

  it('this guarantees that a photo, a video and a bare sticker in a comment arrive', () => {
    expect(feed({ photo: 'p' })).toMatchObject({
      content: { type: 'media' },
      attachments: [file('image', 'p')],
    })
    expect(feed({ video: 'v', message: undefined })).toMatchObject({
      text: null,
      attachments: [file('video', 'v')],
    })
    expect(feed({ message: undefined })).toMatchObject({ kind: 'message', text: null })
  })

  it.each<[string, Item, unknown]>([
    ['edit', {}, { kind: 'edit', by: 'contact', text: 'Do you ship to Norway?' }],
    ['edited', {}, { kind: 'edit', by: 'contact' }],
    ['edited', OWN, { kind: 'edit', by: 'external' }],
    ['remove', { message: undefined, from: undefined }, { kind: 'removal', by: 'contact' }],
    ['delete', {}, { kind: 'removal', by: 'contact' }],
    ['remove', OWN, { kind: 'removal', by: 'external' }],
    ['hide', {}, { kind: 'hiding', hidden: true, by: 'external' }],
    ['unhide', { from: undefined }, { kind: 'hiding', hidden: false, by: 'external' }],
  ])('this guarantees that the verb %s changes the comment (%#)', (verb, value, expected) => {
    // `created_time` stays that of the comment, so the time of the change is the entry's.
    expect(feed({ verb, created_time: TIME - 500, ...value })).toMatchObject({
      target: COMMENT,
      at: AT,
      ...(expected as object),
    })
  })

  it.each<[string, Item, string]>([
    ['a verb not known here', { verb: 'sing' }, 'feed_comment_sing'],
    ['an item not known here', { item: 'poem' }, 'feed_poem_add'],
    ['a comment without an id', { comment_id: null }, 'feed_comment_add'],
    ['a value of no shape', { item: 7 }, 'feed'],
  ])('this guarantees that %s is kept where a person looks', (_, value, of) => {
    const change = toComment(value)
    expect(only(change)).toMatchObject({
      kind: 'unsupported',
      thread: null,
      of,
      raw: JSON.parse(JSON.stringify(change['value'])),
    })
  })

  it.each(['block', 'follow', 'mute'])('this guarantees that the verb %s is ignored by name', (verb) => {
    expect(feed({ verb })).toEqual({ kind: 'ignored', reason: `feed_${verb}` })
  })
})

describe('posts', () => {
  const post = (item: string, value: Item = {}) =>
    feed({ item, comment_id: undefined, parent_id: undefined, ...value })

  it('this guarantees that a visitor’s photo post is a thread of its own, with its photo', () => {
    expect(post('photo', { link: 'https://cdn.example/p.jpg', photo_id: 900767076685784 })).toMatchObject({
      kind: 'message',
      providerId: POST,
      thread: { party: ADA, root: POST, parent: null },
      replyTo: null,
      content: { type: 'media' },
      attachments: [file('image', 'https://cdn.example/p.jpg', { providerMediaId: '900767076685784' })],
    })
  })

  it('this guarantees that several photos and a shared link arrive', () => {
    expect(post('post', { photos: ['a', 'b'], link: 'l' })).toMatchObject({
      attachments: [file('image', 'a'), file('image', 'b'), file('share', 'l')],
    })
  })

  it.each<[string, Item, 'message' | 'own_post']>([
    ['post', { from: undefined }, 'message'],
    ['post', OWN, 'own_post'],
    ['status', { from: undefined }, 'own_post'],
    ['photo', { from: undefined }, 'own_post'],
    ['video', { from: undefined, sender_id: AUTHOR }, 'message'],
    ['photo', { from: undefined, post_id: `${AUTHOR}_1` }, 'message'],
    ['share', { from: { id: AUTHOR } }, 'message'],
  ])(
    'this guarantees that without an author only what a Page publishes is taken for the Page’s own (%s, %#)',
    (item, value, expected) => {
      const event = post(item, value) as { kind: string; reason?: string }
      expect(event.reason ?? event.kind).toBe(expected)
    },
  )

  it.each(['post', 'photo', 'status', 'video', 'share'])(
    'this guarantees that a %s that is hidden or removed by nobody is not taken for the Page’s own',
    (item) => {
      const of = { from: undefined, message: undefined }
      expect(post(item, { ...of, verb: 'hide' })).toMatchObject({
        kind: 'hiding',
        target: POST,
        hidden: true,
        ifUnknown: 'ignore',
      })
      expect(post(item, { ...of, verb: 'remove' })).toMatchObject({ kind: 'removal', target: POST })
      expect(post(item, { verb: 'remove' })).not.toHaveProperty('ifUnknown')
      expect(post(item, { ...OWN, verb: 'remove' })).toEqual({ kind: 'ignored', reason: 'own_post' })
    },
  )

  it('this guarantees that a mention whose author is kept back is a message all the same', () => {
    const value = { item: 'post', verb: 'add', post_id: '44_55', message: 'Ask @Page', created_time: TIME }
    expect(only(toChange('mention', value))).toMatchObject({
      kind: 'message',
      thread: { party: author(PAGE, 'unknown:44_55', null), root: '44_55', parent: null },
      text: 'Ask @Page',
    })
  })
})

describe('reviews', () => {
  const review = (value: Item = {}) => only(toChange('ratings', { ...REVIEW, ...value }))

  it('this guarantees that a recommendation is a public message with its verdict', () => {
    expect(review()).toMatchObject({
      kind: 'message',
      providerId: '500000000000009',
      thread: { visibility: 'public', party: ADA, root: '500000000000009', parent: null },
      text: 'Quick and friendly.',
      content: { type: 'review', rating: null, ratingMax: null, recommendation: 'positive' },
    })
  })

  it('this guarantees that an old rating without words keeps its stars', () => {
    expect(review({ rating: 3, recommendation_type: undefined, review_text: '' })).toMatchObject({
      text: null,
      content: { type: 'review', rating: 3, ratingMax: 5, recommendation: null },
    })
  })

  it('this guarantees that a changed review is an edit and a comment on it stands under it', () => {
    expect(review({ verb: 'edit', recommendation_type: 'NEGATIVE' })).toMatchObject({
      kind: 'edit',
      target: '500000000000009',
      content: { type: 'review', recommendation: 'negative' },
    })
    const answer = { item: 'comment', comment_id: '9_1', post_id: '100_9', parent_id: '100_9', ...OWN }
    expect(review({ ...answer, reviewer_id: undefined })).toMatchObject({
      kind: 'echo',
      thread: { party: null, root: '500000000000009', parent: '500000000000009' },
    })
  })
})

describe('reactions on the Page', () => {
  it.each<[string, Item, unknown]>([
    ['a comment', { reaction_type: 'care' }, { target: COMMENT, emoji: '🤗', by: 'contact', party: ADA }],
    ['a changed mind', { reaction_type: 'sad', verb: 'edit' }, { target: COMMENT, emoji: '😢' }],
    ['a withdrawal', { reaction_type: 'sad', verb: 'remove' }, { target: COMMENT, emoji: null }],
    ['a like', { item: 'like' }, { target: COMMENT, emoji: '👍' }],
    [
      'a post',
      { comment_id: null, reaction_type: 'love' },
      { target: POST, emoji: '❤️', ifUnknown: 'ignore' },
    ],
    ['our own', { ...OWN, item: 'like' }, { by: 'external' }],
  ])('this guarantees that a reaction to %s is told', (_, value, expected) => {
    expect(feed({ item: 'reaction', message: undefined, ...value })).toMatchObject({
      kind: 'reaction',
      ...(expected as object),
    })
  })

  it('this guarantees that a customer’s comment is waited for, a post is not', () => {
    expect(feed({ item: 'like' })).not.toHaveProperty('ifUnknown')
  })

  it.each<[string, Item, string]>([
    ['the Page itself', { comment_id: null, post_id: null, user_id: AUTHOR }, 'like_without_target'],
    ['something by nobody', { from: undefined }, 'like_without_person'],
  ])('this guarantees that a like of %s is ignored by name', (_, value, reason) => {
    expect(feed({ item: 'like', ...value })).toEqual({ kind: 'ignored', reason })
  })
})
