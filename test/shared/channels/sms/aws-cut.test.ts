import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/sms/index.ts'
import { Envelope } from '../../../../shared/domain/envelope.ts'
import {
  CUSTOMER,
  cutTopic,
  DELIVERY_EVENT,
  OURS,
  PUBLISHED_AT,
  receiveNotification,
  toNotification,
  toReceived,
  toTopicMessage,
  TWO_WAY_TEXT,
} from './aws-notifications.ts'
import { receive, signForm, toForm } from './twilio-requests.ts'

const text = (more: Record<string, unknown>) =>
  receiveNotification(toNotification({ ...TWO_WAY_TEXT, ...more }))

describe('a notification of SNS', () => {
  it('this guarantees that a text has the key of its id, our number as account and its customer as group', () => {
    const { envelope, group } = text({})
    expect(envelope).toMatchObject({
      channel: 'sms',
      provider: 'aws',
      account: { id: OURS, name: null },
      key: `aws:message:${TWO_WAY_TEXT.inboundMessageId}`,
    })
    expect(group).toBe(CUSTOMER)
  })

  it('this guarantees that one customer is one group and one identity, whether Twilio or AWS carries the number', () => {
    const byAws = text({})
    const byTwilio = receive(
      signForm(toForm({ MessageSid: 'SM1', From: CUSTOMER, To: OURS, Body: 'hello', SmsStatus: 'received' })),
    )
    expect(byTwilio.group).toBe(byAws.group)
    expect(byTwilio.envelope.account).toEqual(byAws.envelope.account)
    expect(byTwilio.envelope.channel).toBe(byAws.envelope.channel)
    const partyOf = (events: object[]) => events.map((event) => ('thread' in event ? event.thread : null))
    expect(partyOf(byTwilio.events)).toEqual(partyOf(byAws.events))
  })

  it('this guarantees that an event stands in the order of the customer it went to, under a key of its own', () => {
    const { envelope, group } = receiveNotification(toNotification(DELIVERY_EVENT))
    expect(envelope.account).toEqual({ id: OURS, name: null })
    expect(group).toBe(CUSTOMER)
    const keys = [{}, { eventType: 'TEXT_SUCCESSFUL' }, { eventTimestamp: 1_795_348_800_124 }].map(
      (more) => receiveNotification(toNotification({ ...DELIVERY_EVENT, ...more })).envelope.key,
    )
    expect(new Set(keys).size).toBe(3)
    expect(keys[0]).toBe(envelope.key)
  })

  const inner = JSON.stringify(TWO_WAY_TEXT)
  const sns = { Type: 'Notification', MessageId: 'm', TopicArn: 't', Message: inner, Timestamp: PUBLISHED_AT }
  it.each([
    ['as text', toNotification(inner), PUBLISHED_AT],
    ['as an object', toTopicMessage({ ...sns, Message: TWO_WAY_TEXT }), PUBLISHED_AT],
    [
      'as Lambda hands it on',
      toTopicMessage({ Records: [{ EventSource: 'aws:sns', Sns: sns }] }),
      PUBLISHED_AT,
    ],
    ['with raw delivery', toTopicMessage(inner), null],
    ['without a time', toNotification(inner, { Timestamp: undefined }), null],
    ['with a time that is none', toNotification(inner, { Timestamp: 'noon' }), null],
    [
      'with a time in another zone',
      toNotification(inner, { Timestamp: '2026-11-22T12:59:58.25+01:00' }),
      PUBLISHED_AT,
    ],
  ])('this guarantees that a text is read %s', (_, message, sentAt) => {
    const { events } = receiveNotification(message)
    expect(events).toEqual([
      expect.objectContaining({ kind: 'message', text: 'Where is my parcel?', sentAt }),
    ])
  })

  it('this guarantees that several notifications in one message are several envelopes, whatever stands between', () => {
    const other = { ...sns, Message: JSON.stringify({ ...TWO_WAY_TEXT, inboundMessageId: 'other' }) }
    const { envelopes, uncut } = cutTopic(
      toTopicMessage({ Records: [{ Sns: sns }, { s3: 'an event of S3' }, { Sns: other }] }),
    )
    expect(envelopes.map(({ key }) => key)).toEqual([
      `aws:message:${TWO_WAY_TEXT.inboundMessageId}`,
      'aws:message:other',
    ])
    expect(uncut).toEqual([{ reason: 'not_a_notification', bytes: Buffer.from('{"s3":"an event of S3"}') }])
  })

  it.each([
    ['invalid_json', toTopicMessage('Hello world!')],
    ['nested_too_deep', toTopicMessage('['.repeat(100) + ']'.repeat(100))],
    ['not_an_object', toTopicMessage('[1]')],
    ['not_an_object', toTopicMessage('null')],
    ['not_a_notification', toTopicMessage({ Type: 'Announcement', Message: '{}' })],
    ['not_a_notification', toTopicMessage({ Type: 'SubscriptionConfirmation' })],
    ['not_an_object', toTopicMessage({ Type: 'Notification' })],
    ['message_invalid_json', toNotification('Hello world!')],
    ['not_an_object', toNotification('"Hello world!"')],
    ['neither_message_nor_event', toNotification({ AlarmName: 'too hot' })],
    ['neither_message_nor_event', toNotification({ ...TWO_WAY_TEXT, inboundMessageId: '' })],
    ['neither_message_nor_event', toNotification({ ...TWO_WAY_TEXT, inboundMessageId: 7 })],
    ['address_missing', toNotification({ ...TWO_WAY_TEXT, originationNumber: undefined })],
    ['address_missing', toNotification({ ...TWO_WAY_TEXT, destinationNumber: null })],
    ['message_id_missing', toNotification({ ...DELIVERY_EVENT, messageId: undefined })],
    ['address_missing', toNotification({ ...DELIVERY_EVENT, originationPhoneNumber: '' })],
  ])('this guarantees that what cannot be cut is handed on whole with its reason (%s)', (reason, message) => {
    expect(cutTopic(message)).toEqual({
      envelopes: [],
      uncut: [{ reason, bytes: Buffer.from(message.body) }],
    })
  })

  it.each([
    ['SubscriptionConfirmation', 'subscription_confirmation'],
    ['UnsubscribeConfirmation', 'unsubscribe_confirmation'],
  ])(
    'this guarantees that a %s is ignored with a reason, and its link and token are not kept',
    (Type, reason) => {
      const { envelope, events } = receiveNotification(
        toNotification('You have chosen …', {
          Type,
          Token: 'secret-token',
          SubscribeURL: 'https://example.com/',
        }),
      )
      expect(events).toEqual([{ kind: 'ignored', reason, namesNoAccount: true }])
      expect(JSON.stringify(envelope)).not.toMatch(/secret-token|example\.com/)
    },
  )
})

describe('what comes to rest in the queue', () => {
  const CARD = '4242 4242 4242 4242'

  it.each(['messageBody', 'messageKeyword', 'aFieldNotKnownHere'])(
    'this guarantees that a card number in %s is masked',
    (name) => {
      expect(JSON.stringify(text({ [name]: `my card is ${CARD}` }).envelope.payload)).toContain('•••• 4242')
    },
  )

  it.each(['messageStatusDescription', 'carrierName'])(
    'this guarantees that a card number in the %s of an event is masked',
    (name) => {
      const message = toNotification({
        ...DELIVERY_EVENT,
        [name]: CARD,
        context: { note: CARD },
        list: [CARD],
      })
      expect(JSON.stringify(receiveNotification(message).envelope.payload)).not.toContain(CARD)
    },
  )

  it('this guarantees that digits in ids and numbers stay as they are', () => {
    const digits = CARD.replaceAll(' ', '')
    const ids = { inboundMessageId: digits, previousPublishedMessageId: digits, originationNumber: digits }
    const { envelope, events } = text(ids)
    expect(envelope.payload).toMatchObject({ fields: ids })
    expect(events).toMatchObject([{ providerId: digits, replyTo: digits }])
  })

  it('this guarantees that prices rest as decimal text, never as floats', () => {
    const { envelope } = receiveNotification(toNotification(DELIVERY_EVENT))
    expect(envelope.payload).toMatchObject({
      fields: { totalMessagePrice: '0.00581', totalCarrierFee: '0.0022', totalMessageParts: 1 },
    })
  })

  it('this guarantees that any message of the queue becomes envelopes or is handed on, and every envelope is read', () => {
    const fields = fc.record(
      Object.fromEntries(
        [...Object.keys(TWO_WAY_TEXT), ...Object.keys(DELIVERY_EVENT), '__proto__', 'toJSON'].map((name) => [
          name,
          fc.jsonValue(),
        ]),
      ),
      { requiredKeys: [] },
    )
    const published = fc.oneof(
      fc.jsonValue(),
      fields.map((more) => ({ ...TWO_WAY_TEXT, ...more })),
      fields.map((more) => ({ ...DELIVERY_EVENT, ...more })),
    )
    const body = fc.oneof(
      fc.string(),
      published.map((message) => JSON.stringify(message)),
      published.map((message) => toNotification(JSON.stringify(message)).body),
      published.map((message) => JSON.stringify({ Records: [message, { Sns: message }] })),
    )
    fc.assert(
      fc.property(body, (text) => {
        const { envelopes, uncut } = cutTopic(toTopicMessage(text))
        expect(envelopes.length + uncut.length).toBeGreaterThan(0)
        for (const cut of envelopes) {
          const { envelope, events } = toReceived(cut, PUBLISHED_AT)
          expect(Envelope.parse(JSON.parse(JSON.stringify(envelope)))).toEqual(envelope)
          expect(events.length).toBeGreaterThan(0)
          expect(channel.parse(envelope)).toEqual(events)
        }
      }),
      { numRuns: 500, seed: 3 },
    )
  })
})
