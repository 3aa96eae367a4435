import { describe, expect, it } from 'vitest'
import {
  ACCOUNT_ID,
  CHAT,
  CUSTOMER_ID,
  MESSAGE,
  MESSAGE_ID,
  toAccountActivity,
  toActivity,
  toReceivedMessages,
} from '../../../../shared/channels/twitter/wire-bodies.ts'
import { readEvent } from './twitter-requests.ts'

const LINK = 'https://t.co/abc'
const CUSTOMER = {
  identities: [{ channel: 'twitter', scope: '-', externalId: CUSTOMER_ID }],
  name: 'Mara Beispiel',
  handle: 'mara_b',
}

function toMessage(data: object, more: object = {}) {
  return { ...MESSAGE, ...more, message_create: { ...MESSAGE.message_create, message_data: data } }
}

function readMessage(data: object, more: object = {}) {
  return readEvent({ data: toReceivedMessages([toMessage(data, more)]) })
}

describe('direct messages', () => {
  it('this guarantees that a message becomes a private one of its sender', () => {
    expect(readMessage({ text: 'Guten Tag' })).toEqual({
      kind: 'message',
      providerId: MESSAGE_ID,
      thread: { visibility: 'private', party: CUSTOMER },
      sentAt: '2026-11-22T11:59:58.000Z',
      text: 'Guten Tag',
      content: { type: 'text' },
      attachments: [],
      replyTo: null,
      referral: null,
      forwarded: false,
    })
  })

  it.each<[string, unknown]>([
    [
      'X Activity',
      { [CUSTOMER_ID]: { data: { id: CUSTOMER_ID, name: 'Mara Beispiel', username: 'mara_b' } } },
    ],
    [
      'Account Activity',
      { [CUSTOMER_ID]: { id: CUSTOMER_ID, name: 'Mara Beispiel', screen_name: 'mara_b' } },
    ],
  ])('this guarantees that the sender is named by users as %s writes them', (_, users) => {
    const body = toAccountActivity({ direct_message_events: [MESSAGE] }, { users })
    expect(readEvent(body)).toMatchObject({ thread: { party: CUSTOMER } })
  })

  it.each([null, {}, [], 'x', { [CUSTOMER_ID]: { data: { id: '1', name: 'Other' } } }])(
    'this guarantees that a sender is nameless, not lost, beside users of %j',
    (users) => {
      const body = toAccountActivity({ direct_message_events: [MESSAGE] }, { users })
      expect(readEvent(body)).toMatchObject({
        thread: { party: { identities: CUSTOMER.identities, name: null, handle: null } },
      })
    },
  )

  it('this guarantees that text is unescaped exactly once', () => {
    expect(readMessage({ text: '1 &lt; 2 &amp; 3 &gt; 2, &amp;amp;' })).toMatchObject({
      text: '1 < 2 & 3 > 2, &amp;',
    })
  })

  it('this guarantees that a pressed quick reply keeps its payload', () => {
    const data = { text: 'Yes', quick_reply_response: { type: 'options', metadata: 'external_id_2' } }
    expect(readMessage(data)).toMatchObject({
      kind: 'message',
      text: 'Yes',
      content: { type: 'interactive', kind: 'quick_reply', payload: 'external_id_2', description: null },
    })
  })

  it.each<[string, object, object]>([
    [
      'a message link of a post',
      { tweet_id: '123', welcome_message_id: '456' },
      { source: 'post', sourceId: '123' },
    ],
    ['our greeting', { welcome_message_id: '456' }, { source: 'welcome_message', sourceId: '456' }],
  ])('this guarantees that it is told when a customer came by %s', (_, initiated_via, referral) => {
    expect(readMessage({ text: 'hi' }, { initiated_via })).toMatchObject({ referral })
  })

  it.each<[string, string, string | null]>([
    ['after words', `look here ${LINK}`, 'look here'],
    ['alone', LINK, null],
    ['not X’s own', 'look https://t.co/other', 'look https://t.co/other'],
    ['in the middle', `${LINK} look`, `${LINK} look`],
  ])('this guarantees that X’s own link to a file, %s, is no word of the customer', (_, text, expected) => {
    const media = {
      id: 1,
      id_str: '2080',
      type: 'photo',
      url: LINK,
      media_url_https: 'https://ton.example/p',
    }
    expect(readMessage({ text, attachment: { type: 'media', media } })).toMatchObject({
      kind: 'message',
      text: expected,
      content: { type: 'media' },
      attachments: [{ type: 'image', providerMediaId: '2080', providerUrl: 'https://ton.example/p' }],
    })
  })

  it.each<[string, object, string]>([
    ['an attachment not known here', toMessage({ text: 'hi', attachment: { type: 'hologram' } }), 'hologram'],
    ['media without a file', toMessage({ text: 'hi', attachment: { type: 'media' } }), 'message_create'],
    [
      'no data',
      { ...MESSAGE, message_create: { ...MESSAGE.message_create, message_data: null } },
      'message_create',
    ],
    ['a type not known here', { ...MESSAGE, type: 'serenade' }, 'serenade'],
  ])(
    'this guarantees that a message with %s is shown as one that came, with the piece kept',
    (_, message, of) => {
      expect(readEvent({ data: toReceivedMessages([message]) })).toMatchObject({
        kind: 'unsupported',
        of,
        providerId: MESSAGE_ID,
        thread: { visibility: 'private', party: CUSTOMER },
        raw: message,
      })
    },
  )
})

describe('direct messages of our own', () => {
  const SENT = {
    ...MESSAGE,
    message_create: {
      ...MESSAGE.message_create,
      sender_id: ACCOUNT_ID,
      target: { recipient_id: CUSTOMER_ID },
    },
  }

  it.each<[string, unknown]>([
    ['dm.sent', { data: toActivity('dm.sent', { direct_message_events: [SENT] }) }],
    [
      'dm.received, whatever the name',
      { data: toActivity('dm.received', { direct_message_events: [SENT] }) },
    ],
    ['Account Activity', toAccountActivity({ direct_message_events: [SENT] })],
  ])('this guarantees that what we sent comes back as an echo to its recipient in %s', (_, body) => {
    expect(readEvent(body)).toMatchObject({
      kind: 'echo',
      text: 'Guten Tag',
      correlation: null,
      raw: null,
      thread: { visibility: 'private', party: { identities: CUSTOMER.identities } },
    })
  })

  it('this guarantees that it stays ours where nobody can read it', () => {
    const sent = { ...SENT, type: 'serenade' }
    expect(readEvent({ data: toActivity('dm.sent', { direct_message_events: [sent] }) })).toMatchObject({
      kind: 'echo',
      content: { type: 'unsupported', of: 'serenade' },
      raw: sent,
    })
  })

  it('this guarantees that a note to ourselves opens no conversation', () => {
    const note = { ...SENT, message_create: { ...SENT.message_create, target: { recipient_id: ACCOUNT_ID } } }
    expect(readEvent({ data: toActivity('dm.sent', { direct_message_events: [note] }) })).toEqual({
      kind: 'ignored',
      reason: 'message_to_self',
    })
  })
})

describe('encrypted chats', () => {
  it.each([`${CUSTOMER_ID}:${ACCOUNT_ID}`, `${ACCOUNT_ID}:${CUSTOMER_ID}`])(
    'this guarantees that a chat in %s is told to belong to the other one',
    (conversation_id) => {
      const chat = { ...CHAT, conversation_id }
      expect(readEvent({ data: toActivity('chat.received', chat) })).toMatchObject({
        kind: 'unsupported',
        of: 'encrypted_chat',
        sentAt: '2026-11-22T11:59:59.500Z',
        thread: { visibility: 'private', party: { identities: CUSTOMER.identities } },
        raw: chat,
      })
    },
  )

  it('this guarantees that a chat of ours is an echo', () => {
    const chat = { ...CHAT, sender_id: ACCOUNT_ID }
    expect(readEvent({ data: toActivity('chat.sent', chat) })).toMatchObject({
      kind: 'echo',
      text: null,
      content: { type: 'unsupported', of: 'encrypted_chat' },
      thread: { party: { identities: CUSTOMER.identities } },
      raw: chat,
    })
  })

  it('this guarantees that a group chat is ignored as one', () => {
    const chat = { ...CHAT, conversation_id: 'g1234567890' }
    expect(readEvent({ data: toActivity('chat.received', chat) })).toEqual({
      kind: 'ignored',
      reason: 'group_chat',
    })
  })

  it.each([undefined, '1:2', 'x:y', 42])(
    'this guarantees that a chat in %j goes to quarantine',
    (conversation_id) => {
      const event = readEvent({ data: toActivity('chat.received', { ...CHAT, conversation_id }) })
      expect(event).toMatchObject({ kind: 'unsupported', of: 'chat.received', thread: null })
    },
  )
})
