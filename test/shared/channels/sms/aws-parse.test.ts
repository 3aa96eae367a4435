import { describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/sms/index.ts'
import {
  CUSTOMER,
  DELIVERY_EVENT,
  PUBLISHED_AT,
  receiveNotification,
  toNotification,
  TWO_WAY_TEXT,
} from './aws-notifications.ts'

const PARTY = {
  identities: [{ channel: 'sms', scope: '-', externalId: CUSTOMER }],
  name: null,
  handle: null,
}

const textEvents = (more: Record<string, unknown> = {}) =>
  receiveNotification(toNotification({ ...TWO_WAY_TEXT, ...more })).events
const eventEvents = (more: Record<string, unknown> = {}) =>
  receiveNotification(toNotification({ ...DELIVERY_EVENT, ...more })).events

describe('a text by AWS', () => {
  it('this guarantees that it is what the customer wrote, to whom, when, and in answer to what', () => {
    expect(textEvents()).toEqual([
      {
        kind: 'message',
        providerId: TWO_WAY_TEXT.inboundMessageId,
        thread: { visibility: 'private', party: PARTY },
        sentAt: PUBLISHED_AT,
        text: 'Where is my parcel?',
        content: { type: 'text' },
        attachments: [],
        replyTo: TWO_WAY_TEXT.previousPublishedMessageId,
        referral: null,
        forwarded: false,
      },
    ])
  })

  it.each([undefined, null, ''])(
    'this guarantees that an unsolicited text answers nothing (%s)',
    (previousPublishedMessageId) => {
      expect(textEvents({ previousPublishedMessageId })).toMatchObject([{ kind: 'message', replyTo: null }])
    },
  )

  it('this guarantees that an empty text is a message without words', () => {
    expect(textEvents({ messageBody: '' })).toMatchObject([{ kind: 'message', text: null }])
  })

  it.each(['  spaces stay \n', '👩‍👩‍👧 👍🏽', '\u0000\uffff'])(
    'this guarantees that words arrive as they were written (%j)',
    (messageBody) => {
      expect(textEvents({ messageBody })).toMatchObject([{ text: messageBody }])
    },
  )

  it.each([
    ['no body', { messageBody: undefined }, 'unknown'],
    ['a body that is no text', { messageBody: 7 }, 'unknown'],
    ['another type', { messageType: 'LOCATION' }, 'LOCATION'],
  ])('this guarantees that a message with %s stays visible', (_, more, of) => {
    expect(textEvents(more)).toEqual([
      {
        kind: 'unsupported',
        providerId: TWO_WAY_TEXT.inboundMessageId,
        thread: { visibility: 'private', party: PARTY },
        sentAt: PUBLISHED_AT,
        of,
        raw: expect.objectContaining({ inboundMessageId: TWO_WAY_TEXT.inboundMessageId }),
      },
    ])
  })

  it.each([
    ...['ARRET', 'cancel', 'End', 'OPT-OUT', 'optout', 'QUIT', 'Remove', ' STOP \n', 'td', 'Unsubscribe'].map(
      (word): [string, string] => [word, 'out'],
    ),
    ['START', 'in'],
    ['unstop', 'in'],
  ])('this guarantees that %j is a message and an opt-%s', (messageBody, action) => {
    expect(textEvents({ messageBody })).toEqual([
      expect.objectContaining({ kind: 'message', text: messageBody }),
      { kind: 'opt_out', party: PARTY, action, scope: 'all', by: 'keyword', at: PUBLISHED_AT },
    ])
  })

  it.each([
    ['more than the word', { messageBody: 'please stop calling' }],
    ['a word of the other carrier', { messageBody: 'STOPALL' }],
    ['a keyword that AWS names', { messageBody: 'no', messageKeyword: 'STOP' }],
    ['a member of every object', { messageBody: 'constructor' }],
  ])('this guarantees that %s opts nobody out', (_, more) => {
    expect(textEvents(more)).toEqual([expect.objectContaining({ kind: 'message' })])
  })
})

describe('a delivery event', () => {
  it('this guarantees that it is a receipt with its time and our correlation value', () => {
    expect(eventEvents()).toEqual([
      {
        kind: 'receipt',
        target: DELIVERY_EVENT.messageId,
        status: 'delivered',
        at: '2026-11-22T12:00:00.123Z',
        correlation: 'msg_0000000000000000000000000a',
        error: null,
      },
    ])
  })

  it.each([
    ['TEXT_SENT', 'sent'],
    ['TEXT_SUCCESSFUL', 'sent'],
    ['TEXT_DELIVERED', 'delivered'],
    ['MEDIA_SUCCESSFUL', 'sent'],
    ['MEDIA_DELIVERED', 'delivered'],
  ])('this guarantees that %s is the receipt %s', (eventType, status) => {
    expect(eventEvents({ eventType })).toEqual([expect.objectContaining({ status, error: null })])
  })

  it.each([
    ...['INVALID', 'INVALID_MESSAGE', 'UNREACHABLE', 'CARRIER_UNREACHABLE', 'BLOCKED', 'CARRIER_BLOCKED'],
    ...['SPAM', 'TTL_EXPIRED', 'PROTECT_BLOCKED'],
  ])('this guarantees that TEXT_%s is a failure that can be explained', (ending) => {
    const eventType = `TEXT_${ending}`
    expect(eventEvents({ eventType, messageStatusDescription: 'why' })).toEqual([
      expect.objectContaining({ status: 'failed', error: { providerCode: eventType, title: 'why' } }),
    ])
    expect(eventEvents({ eventType, isFinal: false })).toEqual([
      { kind: 'ignored', reason: `event_${eventType.toLowerCase()}_not_final` },
    ])
  })

  it.each([
    ['the status', { messageStatusDescription: undefined, messageStatus: 'BLOCKED' }, 'BLOCKED'],
    ['the type', { messageStatusDescription: undefined, messageStatus: undefined }, 'TEXT_BLOCKED'],
  ])('this guarantees that a failure without description has %s as title', (_, more, title) => {
    expect(eventEvents({ eventType: 'TEXT_BLOCKED', ...more })).toMatchObject([{ error: { title } }])
  })

  it.each(['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_UNKNOWN', 'MEDIA_QUEUED'])(
    'this guarantees that %s is ignored with its name',
    (eventType) => {
      expect(eventEvents({ eventType })).toEqual([
        { kind: 'ignored', reason: `event_${eventType.toLowerCase()}` },
      ])
    },
  )

  it('this guarantees that a phone call is ignored', () => {
    expect(eventEvents({ eventType: 'VOICE_ANSWERED' })).toEqual([{ kind: 'ignored', reason: 'event_voice' }])
  })

  it.each(['TEXT_EVAPORATED', 'TEXT_constructor', 'REGISTRATION_STATUS', 'TEXT_'])(
    'this guarantees that an unknown type (%s) is kept for a person to look at',
    (eventType) => {
      expect(eventEvents({ eventType })).toEqual([
        expect.objectContaining({ kind: 'unsupported', thread: null, of: 'event' }),
      ])
    },
  )

  it.each([
    ['no context', { context: undefined }],
    ['a context of others', { context: { account: 'bar' } }],
    ['a context that is none', { context: 'inlet' }],
    ['a value that is no text', { context: { inlet: 7 } }],
  ])('this guarantees that %s correlates with nothing', (_, more) => {
    expect(eventEvents(more)).toMatchObject([{ correlation: null }])
  })

  it('this guarantees that a wrong time is no time', () => {
    expect(eventEvents({ eventTimestamp: 'noon' })).toMatchObject([{ at: null }])
  })
})

describe('an envelope of AWS', () => {
  it.each([
    ['null', null],
    ['another kind', { kind: 'call' }],
    ['fields without an id', { kind: 'message', publishedAt: null, fields: {} }],
    ['an event without an id', { kind: 'event', fields: { eventType: 'TEXT_DELIVERED' } }],
    ['what Twilio sent', { fields: { MessageSid: 'SM1' } }],
  ])('this guarantees that %s is kept as unsupported', (_, payload) => {
    const { envelope } = receiveNotification(toNotification(TWO_WAY_TEXT))
    const expected = { providerId: envelope.key, thread: null, sentAt: null, of: 'envelope', raw: payload }
    expect(channel.parse({ ...envelope, payload })).toEqual([{ kind: 'unsupported', ...expected }])
  })
})
