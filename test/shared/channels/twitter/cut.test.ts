import { describe, expect, it } from 'vitest'
import {
  ACCOUNT_ID,
  CHAT,
  CUSTOMER_ID,
  MESSAGE,
  MESSAGE_ID,
  POST,
  POST_ID,
  STATUS,
  toAccountActivity,
  toActivity,
  toMention,
  toReceivedMessages,
} from '../../../../shared/channels/twitter/wire-bodies.ts'
import { receive, receiveJson } from './twitter-requests.ts'

function decode(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}

function cutOne(body: unknown) {
  const { envelopes, uncut } = receiveJson(body)
  expect(uncut).toEqual([])
  expect(envelopes).toHaveLength(1)
  return envelopes[0]
}

describe('cut', () => {
  it('this guarantees that the queue gets the small piece and no other person’s data', () => {
    const { envelopes } = receiveJson({ data: toReceivedMessages([structuredClone(MESSAGE)]) })
    expect(envelopes).toEqual([
      {
        channel: 'twitter',
        provider: 'x',
        account: { id: ACCOUNT_ID, name: '@inlet_demo' },
        group: CUSTOMER_ID,
        key: `dm:${MESSAGE_ID}`,
        payload: {
          kind: 'dm',
          event: 'dm.received',
          item: MESSAGE,
          person: { id: CUSTOMER_ID, name: 'Mara Beispiel', handle: 'mara_b' },
        },
      },
    ])
  })

  it('this guarantees that several events in one body, and several messages in one event, all arrive in order', () => {
    const messages = ['1', '2'].map((id) => ({ ...MESSAGE, id }))
    const { envelopes } = receiveJson({ data: [toReceivedMessages(messages), toMention(POST)] })
    expect(envelopes.map(({ key }) => key)).toEqual(['dm:1', 'dm:2', `post:${POST_ID}`])
  })

  it('this guarantees that every list of an Account Activity body is read', () => {
    const lists = {
      tweet_create_events: [STATUS],
      direct_message_events: [MESSAGE],
      favorite_events: [{ id: 'f' }],
    }
    const { envelopes, uncut } = receiveJson(
      toAccountActivity(lists, { user_has_blocked: 'false', apps: { 1: {} } }),
    )
    expect(uncut).toEqual([])
    expect(envelopes.map(({ key }) => key.replace(/[\w-]{43}$/, ''))).toEqual([
      `post:${STATUS.id_str}`,
      `dm:${MESSAGE_ID}`,
      'favorite_events:',
    ])
  })

  it('this guarantees that a post has one key however it arrives', () => {
    const keys = ['post.mention.create', 'post.reply.create', 'post.quote.create', 'post.create'].map(
      (type) => cutOne({ data: toActivity(type, POST) })?.key,
    )
    const legacy = cutOne(toAccountActivity({ tweet_create_events: [{ ...STATUS, id_str: POST_ID }] }))?.key
    expect(new Set([...keys, legacy])).toEqual(new Set([`post:${POST_ID}`]))
  })

  it('this guarantees that a post and what stands under it are carried in one order', () => {
    const reply = { ...POST, id: '2', in_reply_to_tweet_id: POST_ID }
    const groups = [POST, reply].map((post) => cutOne({ data: toMention(post) })?.group)
    expect(groups).toEqual([POST_ID, POST_ID])
  })

  it('this guarantees that ignored events leave their content behind', () => {
    const cut = cutOne({ data: toActivity('follow.follow', { source: { data: { id: '1' } } }) })
    expect(cut?.payload).toEqual({ kind: 'event', event: 'follow.follow' })
  })

  it.each<[string, unknown]>([
    ['an empty string', ''],
    ['a string', 'typing'],
    ['nothing', null],
    ['a list', [1]],
  ])('this guarantees that an event whose payload is %s is still an event', (_, payload) => {
    expect(receiveJson({ data: toActivity('dm.indicate_typing', payload) }).events).toEqual([
      { kind: 'ignored', reason: 'typing' },
    ])
  })
})

describe('ids', () => {
  it('this guarantees that the text twin of an id is believed before the number', () => {
    const status = { ...STATUS, id: 1, user: { ...STATUS.user, id: 2 } }
    const { envelopes } = receiveJson(toAccountActivity({ tweet_create_events: [status] }))
    expect(envelopes[0]).toMatchObject({
      key: `post:${STATUS.id_str}`,
      payload: { person: { id: CUSTOMER_ID } },
    })
  })

  it('this guarantees that a number beyond 2^53 without a text twin is read digit for digit', () => {
    const body = `{"for_user_id":"${ACCOUNT_ID}","tweet_create_events":[{"id":2080000000000000001,"text":"hi","in_reply_to_status_id": 2080000000000000007,"user":{"id" :1500000000000000777,"name":"M"}}]}`
    expect(receive(body).events).toMatchObject([
      {
        kind: 'message',
        providerId: '2080000000000000001',
        replyTo: '2080000000000000007',
        thread: { party: { identities: [{ externalId: '1500000000000000777' }] } },
      },
    ])
  })

  it('this guarantees that a long number in a text is only text', () => {
    const text = 'order:2080000000000000001, [2080000000000000001'
    expect(receiveJson({ data: toMention({ ...POST, text }) }).events).toMatchObject([{ text }])
  })

  it('this guarantees that a short number is an id, and one with a fraction is none', () => {
    const of = (id: number) =>
      receiveJson(toAccountActivity({ tweet_create_events: [{ ...STATUS, id_str: null, id }] }))
    expect(of(20).envelopes[0]?.key).toBe('post:20')
    expect(of(20.5).uncut.map(({ reason }) => reason)).toEqual(['post_malformed'])
    expect(of(2e30).uncut.map(({ reason }) => reason)).toEqual(['post_malformed'])
  })
})

describe('what cannot be cut', () => {
  it.each<[string, string, string]>([
    ['truncated JSON', 'invalid_json', '{"data":'],
    ['nothing', 'invalid_json', ''],
    ['an array', 'unexpected_shape', '[]'],
    ['null', 'unexpected_shape', 'null'],
    ['an object of neither product', 'unexpected_shape', '{"hello":"world"}'],
  ])('this guarantees that a body of %s is kept whole as %s', (_, reason, body) => {
    const { envelopes, uncut } = receive(body)
    expect(envelopes).toEqual([])
    expect(uncut.map((piece) => [piece.reason, Buffer.from(piece.bytes).toString()])).toEqual([
      [reason, body],
    ])
  })

  it.each<[string, string, unknown]>([
    ['no type', 'event_malformed', { payload: POST }],
    ['a string for an event', 'event_malformed', 'x'],
    [
      'a filter by keyword, which names no account',
      'account_missing',
      toActivity('post.create', POST, { filter: { keyword: 'inlet' } }),
    ],
    ['no filter', 'account_missing', toActivity('post.create', POST, { filter: undefined })],
    ['a post without id', 'post_malformed', toMention({ text: 'hi' })],
    ['a post that is text', 'post_malformed', toMention('hi')],
    ['no list of messages', 'dm_malformed', toActivity('dm.received', {})],
    ['a message without sender', 'dm_malformed', toReceivedMessages([{ ...MESSAGE, message_create: {} }])],
    ['a chat without id', 'chat_malformed', toActivity('chat.received', { ...CHAT, id: undefined })],
    ['a deletion without id', 'delete_malformed', toActivity('post.delete', { author_id: '1' })],
    ['a revocation that is text', 'revoke_malformed', toActivity('oauth.revoke', 'x')],
  ])(
    'this guarantees that an event with %s is kept as %s, as a body that cuts the same',
    (_, reason, event) => {
      const { uncut } = receiveJson({ data: [toMention(POST), event] })
      expect(uncut.map((piece) => piece.reason)).toEqual([reason])
      expect(decode(uncut[0]?.bytes)).toEqual({ data: JSON.parse(JSON.stringify(event)) as unknown })
      expect(receive(uncut[0]?.bytes ?? '').uncut).toEqual(uncut)
    },
  )

  it.each<[string, string, unknown]>([
    ['an element that is text', 'post_malformed', toAccountActivity({ tweet_create_events: ['x'] })],
    ['a list that is an element', 'dm_malformed', toAccountActivity({ direct_message_events: {} })],
    ['an empty user', 'account_missing', { for_user_id: '', tweet_create_events: [STATUS] }],
    ['a user event of another kind', 'account_missing', { user_event: { welcome: {} } }],
  ])('this guarantees that Account Activity with %s is kept as %s', (_, reason, body) => {
    const { uncut } = receiveJson(body)
    expect(uncut.map((piece) => piece.reason)).toEqual([reason])
    expect(receive(uncut[0]?.bytes ?? '').uncut).toEqual(uncut)
  })
})
