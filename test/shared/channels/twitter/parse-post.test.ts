import { describe, expect, it } from 'vitest'
import {
  ACCOUNT_ID,
  CUSTOMER_ID,
  POST,
  POST_ID,
  STATUS,
  toAccountActivity,
  toActivity,
  toMention,
} from '../../../../shared/channels/twitter/wire-bodies.ts'
import { readEvent } from './twitter-requests.ts'

const PARENT = '2080000000000000900'
const CUSTOMER = {
  identities: [{ channel: 'twitter', scope: '-', externalId: CUSTOMER_ID }],
  name: 'Mara Beispiel',
  handle: 'mara_b',
}
const OWN = { ...POST, id: '2080000000000000950', author_id: ACCOUNT_ID }

function readPost(more: object, includes: object = {}) {
  return readEvent({ data: toMention({ ...POST, ...more }, includes) })
}

function readStatus(more: object) {
  return readEvent(toAccountActivity({ tweet_create_events: [{ ...STATUS, ...more }] }))
}

describe('posts by others', () => {
  it('this guarantees that a mention becomes a public message under its own root', () => {
    expect(readPost({})).toEqual({
      kind: 'message',
      providerId: POST_ID,
      thread: { visibility: 'public', party: CUSTOMER, root: POST_ID, parent: null, subject: null },
      sentAt: '2026-11-22T11:59:58.000Z',
      text: '@inlet_demo guten Tag',
      content: { type: 'text' },
      attachments: [],
      replyTo: null,
      referral: null,
      forwarded: false,
    })
  })

  it.each<[string, object]>([
    ['by field', { in_reply_to_tweet_id: PARENT }],
    [
      'by reference',
      {
        referenced_tweets: [
          { type: 'quoted', id: '7' },
          { type: 'replied_to', id: PARENT },
        ],
      },
    ],
  ])(
    'this guarantees that a reply, named %s, stands in its conversation and answers its parent',
    (_, more) => {
      expect(readPost({ conversation_id: '2080000000000000800', ...more })).toMatchObject({
        kind: 'message',
        replyTo: PARENT,
        thread: { root: '2080000000000000800', parent: PARENT },
      })
    },
  )

  it('this guarantees that a reply in Account Activity, which names no conversation, is filed under its parent', () => {
    expect(readStatus({ in_reply_to_status_id_str: PARENT })).toMatchObject({
      providerId: STATUS.id_str,
      sentAt: '2026-11-22T11:59:57.000Z',
      replyTo: PARENT,
      thread: { root: PARENT, parent: PARENT, party: CUSTOMER },
    })
  })

  it.each<[string, unknown]>([
    ['v2', { data: toMention({ ...POST, referenced_tweets: [{ type: 'quoted', id: PARENT }] }) }],
    [
      'v1.1',
      toAccountActivity({
        tweet_create_events: [
          {
            ...STATUS,
            quoted_status_id_str: PARENT,
            quoted_status: { ...STATUS, id_str: PARENT, text: 'ours' },
          },
        ],
      }),
    ],
  ])('this guarantees that a quote in %s is a message of its own that answers the quoted post', (_, body) => {
    expect(readEvent(body)).toMatchObject({
      kind: 'message',
      text: '@inlet_demo guten Tag',
      replyTo: PARENT,
      thread: { parent: null, party: CUSTOMER },
    })
  })

  it.each<[string, unknown]>([
    ['v2', { data: toMention({ ...POST, referenced_tweets: [{ type: 'retweeted', id: PARENT }] }) }],
    ['v2 without a reference', { data: toActivity('post.repost.create', POST) }],
    ['v1.1', toAccountActivity({ tweet_create_events: [{ ...STATUS, retweeted_status: STATUS }] })],
    [
      'v1.1 of a quote',
      toAccountActivity({
        tweet_create_events: [{ ...STATUS, retweeted_status: STATUS, quoted_status_id_str: '1' }],
      }),
    ],
  ])('this guarantees that a repost in %s is ignored', (_, body) => {
    expect(readEvent(body)).toEqual({ kind: 'ignored', reason: 'repost' })
  })

  it.each<[string, unknown, string | null]>([
    [
      'as X Activity writes them for posts',
      [{ id: CUSTOMER_ID, name: 'Mara Beispiel', username: 'mara_b' }],
      'mara_b',
    ],
    ['wrapped', [{ data: { id: CUSTOMER_ID, name: 'Mara Beispiel', username: 'mara_b' } }], 'mara_b'],
    ['of somebody else', [{ id: '1', name: 'Other', username: 'other' }], null],
    ['without the author', [], null],
    ['that are no list', 'x', null],
  ])('this guarantees that an author is named by users %s, or not at all', (_, users, handle) => {
    const event = readEvent({ data: toActivity('post.reply.create', POST, { includes: { users } }) })
    expect(event).toMatchObject({ thread: { party: { identities: CUSTOMER.identities, handle } } })
  })

  it.each([{}, undefined, null, 'x'])(
    'this guarantees that a post with %j for includes is a message',
    (includes) => {
      const event = readEvent({ data: toActivity('post.quote.create', POST, { includes }) })
      expect(event).toMatchObject({ kind: 'message', thread: { party: { name: null, handle: null } } })
    },
  )

  it('this guarantees that a post whose author nobody names is kept under one who is looked up later', () => {
    expect(readPost({ author_id: undefined })).toMatchObject({
      kind: 'message',
      thread: { party: { identities: [{ externalId: `unknown:${POST_ID}` }], name: null } },
    })
  })

  it('this guarantees that a post without readable text is shown as one that came, with the piece kept', () => {
    const post = { ...POST, text: 42 }
    expect(readEvent({ data: toMention(post) })).toEqual({
      kind: 'unsupported',
      providerId: POST_ID,
      thread: { visibility: 'public', party: CUSTOMER, root: POST_ID, parent: null, subject: null },
      sentAt: '2026-11-22T11:59:58.000Z',
      of: 'post',
      raw: post,
    })
  })
})

describe('posts of our own', () => {
  it.each<[string, unknown, string]>([
    [
      'v2',
      { data: toActivity('post.create', { ...OWN, conversation_id: POST_ID, in_reply_to_tweet_id: PARENT }) },
      POST_ID,
    ],
    [
      'v1.1',
      toAccountActivity({
        tweet_create_events: [
          { ...STATUS, id_str: OWN.id, user: { id_str: ACCOUNT_ID }, in_reply_to_status_id_str: PARENT },
        ],
      }),
      PARENT,
    ],
  ])(
    'this guarantees that our reply in %s is an echo that belongs to whoever wrote its parent',
    (_, body, root) => {
      expect(readEvent(body)).toMatchObject({
        kind: 'echo',
        providerId: OWN.id,
        text: '@inlet_demo guten Tag',
        replyTo: PARENT,
        correlation: null,
        thread: { visibility: 'public', party: null, root, parent: PARENT, subject: null },
      })
    },
  )

  it('this guarantees that our reply stays ours where nobody can read it', () => {
    const post = { ...OWN, in_reply_to_tweet_id: PARENT, text: 42 }
    expect(readEvent({ data: toActivity('post.create', post) })).toMatchObject({
      kind: 'echo',
      text: null,
      content: { type: 'unsupported', of: 'post' },
      raw: post,
    })
  })

  it.each<[string, object]>([
    ['a post', {}],
    ['a quote', { referenced_tweets: [{ type: 'quoted', id: PARENT }] }],
  ])('this guarantees that %s of ours that answers nobody is ignored', (_, more) => {
    const body = { data: toActivity('post.create', { ...OWN, ...more }) }
    expect(readEvent(body)).toEqual({ kind: 'ignored', reason: 'own_post' })
  })
})

describe('deletions', () => {
  it.each<[string, unknown, object]>([
    ['ours', toActivity('post.delete', { id: '5', author_id: ACCOUNT_ID }), { by: 'external', at: null }],
    ['theirs', toActivity('post.delete', { id: '5', author_id: CUSTOMER_ID }), { by: 'contact', at: null }],
    ['of one that is not named', toActivity('post.delete', { id: '5' }), { by: 'contact', at: null }],
  ])('this guarantees that a deletion of a post, %s, removes it', (_, data, expected) => {
    expect(readEvent({ data })).toEqual({ kind: 'removal', target: '5', ...expected })
  })

  it('this guarantees that a deletion in Account Activity says when', () => {
    const deletion = { status: { id: '5', user_id: CUSTOMER_ID }, timestamp_ms: '1795348799000' }
    expect(readEvent(toAccountActivity({ tweet_delete_events: [deletion] }))).toEqual({
      kind: 'removal',
      target: '5',
      by: 'contact',
      at: '2026-11-22T11:59:59.000Z',
    })
  })
})
