import { describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/sms/index.ts'
import { INBOUND_TEXT, STATUS_UNDELIVERED } from '../../../fixtures/sms/twilio-parameters.ts'
import { receive, signForm, toForm, type Parameters } from './twilio-requests.ts'

const status = (parameters: Parameters) => receive(signForm(toForm({ ...STATUS_UNDELIVERED, ...parameters })))

describe('status callbacks', () => {
  it('this guarantees that a receipt belongs to our number, in the order of the customer it went to', () => {
    const { envelope, group } = status({})
    expect(envelope).toMatchObject({ channel: 'sms', account: { id: '+15005550006' } })
    expect(group).toBe('+15005550001')
    const inbound = receive(signForm(toForm(INBOUND_TEXT)))
    expect({ account: inbound.envelope.account, group: inbound.group }).toEqual({
      account: envelope.account,
      group,
    })
  })

  it('this guarantees that each status of a message has its own key, and none the key of the message', () => {
    const keys = ['sent', 'delivered', 'undelivered'].map(
      (name) => status({ MessageStatus: name }).envelope.key,
    )
    const message = receive(
      signForm(toForm({ ...INBOUND_TEXT, MessageSid: STATUS_UNDELIVERED['MessageSid'] ?? '' })),
    )
    expect(new Set([...keys, message.envelope.key]).size).toBe(4)
  })

  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
  ])('this guarantees that %s is the receipt %s without an error', (name, receipt) => {
    expect(status({ MessageStatus: name, SmsStatus: name, ErrorCode: '' }).events).toEqual([
      {
        kind: 'receipt',
        target: 'SM00000000000000000000000000000104',
        status: receipt,
        at: null,
        correlation: null,
        error: null,
      },
    ])
  })

  it.each([
    ['undelivered', {}, { providerCode: '30003', title: 'undelivered' }],
    [
      'failed',
      { ErrorCode: '21610', ErrorMessage: 'Unsubscribed' },
      { providerCode: '21610', title: 'Unsubscribed' },
    ],
    [
      'undelivered',
      { ErrorCode: '63024', ChannelStatusMessage: 'No such user' },
      { providerCode: '63024', title: 'No such user' },
    ],
    ['canceled', { ErrorCode: '' }, { providerCode: 'canceled', title: 'canceled' }],
  ])(
    'this guarantees that %s is a failure with a code that can be explained (%o)',
    (name, parameters, error) => {
      expect(status({ MessageStatus: name, SmsStatus: name, ...parameters }).events).toEqual([
        expect.objectContaining({ kind: 'receipt', status: 'failed', error }),
      ])
    },
  )

  it.each(['accepted', 'scheduled', 'queued', 'sending', 'receiving', 'partially_delivered'])(
    'this guarantees that %s is ignored with its name',
    (name) => {
      expect(status({ MessageStatus: name, SmsStatus: name }).events).toEqual([
        { kind: 'ignored', reason: `status_${name}` },
      ])
    },
  )

  it.each(['evaporated', 'constructor', '__proto__'])(
    'this guarantees that an unknown status (%s) is kept for a person to look at',
    (name) => {
      expect(status({ MessageStatus: name, SmsStatus: name }).events).toEqual([
        expect.objectContaining({ kind: 'unsupported', thread: null, of: 'status' }),
      ])
    },
  )

  it('this guarantees that a message whose status says received is a message', () => {
    const { events } = receive(signForm(toForm({ ...INBOUND_TEXT, MessageStatus: 'received' })))
    expect(events).toEqual([expect.objectContaining({ kind: 'message' })])
  })
})

describe('what cannot be cut', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')

  it.each([
    ['message_sid_missing', bytes(toForm({ ...INBOUND_TEXT, MessageSid: '' }))],
    ['message_sid_missing', bytes('')],
    ['message_sid_missing', bytes('{"MessageSid":"SM1"}')],
    ['address_missing', bytes(toForm({ ...INBOUND_TEXT, From: '' }))],
    ['address_missing', bytes(toForm({ ...STATUS_UNDELIVERED, To: '' }))],
    ['invalid_utf8', bytes('MessageSid=SM1&Body=\xff')],
  ])('this guarantees that it is handed on whole with its reason (%s)', (reason, body) => {
    const request = { ...signForm(''), body }
    expect(channel.cut(request)).toEqual({ envelopes: [], uncut: [{ reason, bytes: body }] })
  })

  it.each([
    ['null', null],
    ['a list', [1]],
    ['fields that are not strings', { fields: { MessageSid: 1 } }],
    ['fields without an id', { fields: { From: '+1', To: '+2' } }],
    ['fields without addresses', { fields: { MessageSid: 'SM1' } }],
  ])('this guarantees that an envelope holding %s is kept as unsupported', (_, payload) => {
    const { envelope } = receive(signForm(toForm(INBOUND_TEXT)))
    expect(channel.parse({ ...envelope, payload })).toEqual([
      {
        kind: 'unsupported',
        providerId: envelope.key,
        thread: null,
        sentAt: null,
        of: 'envelope',
        raw: payload,
      },
    ])
  })
})
