import { describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/whatsapp/index.ts'
import {
  CONTACT,
  ECHO,
  FAILED_STATUS,
  METADATA,
  PHONE_NUMBER_ID,
  STATUS,
  TEXT_MESSAGE,
  toBody,
  toEchoes,
  toMessage,
  toMessages,
  toStatuses,
  toUserIdUpdates,
  USER_ID,
  USER_ID_UPDATE,
  WA_ID,
  WABA,
  WAMID,
} from '../../../../shared/channels/whatsapp/wire-fixtures.ts'
import { receive, receiveChanges, sign } from './whatsapp-requests.ts'

function cut(body: string | Uint8Array) {
  return channel.cut(sign(body))
}

function keysOf(body: string): string[] {
  return cut(body).envelopes.map(({ key }) => key)
}

function decode(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}

describe('cut', () => {
  it('this guarantees that messages and statuses of several changes and entries all arrive, in order', () => {
    const other = { ...TEXT_MESSAGE, id: 'wamid.2' }
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        { id: WABA, changes: [toMessages([TEXT_MESSAGE, other], { statuses: [STATUS] }), toEchoes([ECHO])] },
        { id: '2', changes: [toStatuses([FAILED_STATUS])] },
      ],
    })
    expect(keysOf(body)).toEqual([
      `message:${WAMID}`,
      'message:wamid.2',
      `status:${WAMID}:delivered`,
      `echo:${ECHO.id}`,
      `status:${WAMID}:failed`,
    ])
  })

  it('this guarantees that the queue gets the small piece and no other person’s data', () => {
    const other = { profile: { name: 'Someone Else' }, wa_id: '4915550002222' }
    const { envelopes } = cut(toBody(toMessages([TEXT_MESSAGE], { contacts: [other, CONTACT] })))
    expect(envelopes).toEqual([
      {
        channel: 'whatsapp',
        provider: 'meta',
        account: { id: PHONE_NUMBER_ID, name: METADATA.display_phone_number },
        group: USER_ID,
        key: `message:${WAMID}`,
        payload: { kind: 'message', field: 'messages', waba: WABA, item: TEXT_MESSAGE, contact: CONTACT },
      },
    ])
  })

  it.each<[string, string, string | Uint8Array]>([
    ['invalid UTF-8', 'invalid_utf8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['truncated JSON', 'invalid_json', toBody(toMessages([TEXT_MESSAGE])).slice(0, -3)],
    ['nothing', 'invalid_json', ''],
    ['absurd nesting', 'nested_too_deep', '['.repeat(5_000) + ']'.repeat(5_000)],
    ['an array', 'unexpected_shape', '[]'],
    ['a string', 'unexpected_shape', '"x"'],
    ['null', 'unexpected_shape', 'null'],
    ['no entries', 'unexpected_shape', '{"object":"whatsapp_business_account"}'],
    ['a body of another product', 'unexpected_object', '{"object":"page","entry":[]}'],
  ])('this guarantees that a body of %s is kept whole as %s', (_, reason, body) => {
    const bytes = typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : new Uint8Array(body)
    const { envelopes, uncut } = cut(body)
    expect(envelopes).toEqual([])
    expect(uncut.map((piece) => ({ reason: piece.reason, bytes: new Uint8Array(piece.bytes) }))).toEqual([
      { reason, bytes },
    ])
  })

  it.each([
    ['entries', '{"object":"whatsapp_business_account","entry":[]}'],
    ['changes', toBody()],
    ['messages', toBody(toMessages([]))],
    ['statuses', toBody(toStatuses([]))],
    ['errors', toBody(toMessages([], { errors: [] }))],
  ])('this guarantees that an empty list of %s is nothing at all', (_, body) => {
    expect(cut(body)).toEqual({ envelopes: [], uncut: [] })
  })

  it.each<[string, string, unknown]>([
    ['a number', 'message_malformed', 17],
    ['no id', 'message_malformed', { ...TEXT_MESSAGE, id: undefined }],
    ['an empty id', 'message_malformed', { ...TEXT_MESSAGE, id: '' }],
    ['an id that is a number', 'message_malformed', { ...TEXT_MESSAGE, id: 1 }],
  ])('this guarantees that only the message that is or has %s is set aside', (_, reason, bad) => {
    const { envelopes, uncut } = cut(
      toBody(toMessages([TEXT_MESSAGE, bad, { ...TEXT_MESSAGE, id: 'wamid.3' }])),
    )
    expect(envelopes.map(({ key }) => key)).toEqual([`message:${WAMID}`, 'message:wamid.3'])
    expect(uncut.map((piece) => piece.reason)).toEqual([reason])
    expect(decode(uncut[0]?.bytes)).toMatchObject({
      entry: [{ id: WABA, changes: [{ field: 'messages', value: { metadata: METADATA } }] }],
    })
    expect(cut(uncut[0]?.bytes ?? '').uncut).toEqual(uncut)
  })

  it.each<[string, string, unknown]>([
    ['an entry that is a string', 'entry_malformed', 'x'],
    ['an entry without id', 'entry_malformed', { changes: [toMessages([TEXT_MESSAGE])] }],
    ['an entry without changes', 'entry_malformed', { id: WABA }],
    ['a change that is null', 'change_malformed', { id: WABA, changes: [null] }],
    ['a change without field', 'change_malformed', { id: WABA, changes: [{ value: {} }] }],
    ['a change without value', 'change_malformed', { id: WABA, changes: [{ field: 'messages' }] }],
    ['a list that is an object', 'list_malformed', { id: WABA, changes: [toMessages({ 0: 1 } as never)] }],
    [
      'a message without number',
      'metadata_missing',
      { id: WABA, changes: [toMessages([TEXT_MESSAGE], { metadata: undefined })] },
    ],
    [
      'a status without status',
      'status_malformed',
      { id: WABA, changes: [toStatuses([{ ...STATUS, status: null }])] },
    ],
  ])('this guarantees that %s is kept as %s and its neighbours live', (_, reason, entry) => {
    const good = { id: WABA, changes: [toEchoes([ECHO])] }
    const { envelopes, uncut } = cut(
      JSON.stringify({ object: 'whatsapp_business_account', entry: [good, entry, good] }),
    )
    expect(envelopes).toHaveLength(2)
    expect(uncut.map((piece) => piece.reason)).toEqual([reason])
  })

  it('this guarantees that a message and its status never share a key', () => {
    const body = toBody(toMessages([TEXT_MESSAGE], { statuses: [STATUS, { ...STATUS, status: 'read' }] }))
    expect(new Set(keysOf(body)).size).toBe(3)
  })

  it('this guarantees that receipts of two members of a group are two', () => {
    const of = (member: string) => ({
      ...STATUS,
      recipient_type: 'group',
      recipient_participant_user_id: member,
    })
    expect(new Set(keysOf(toBody(toStatuses([of('DE.1'), of('DE.2')])))).size).toBe(2)
  })

  it.each<[string, string, Parameters<typeof toMessages>]>([
    ['the user id of the message', USER_ID, [[TEXT_MESSAGE], { contacts: [] }]],
    ['the user id of the contact', USER_ID, [[{ ...TEXT_MESSAGE, from_user_id: undefined }]]],
    [
      'a user id that stands in from',
      USER_ID,
      [[{ ...TEXT_MESSAGE, from: USER_ID, from_user_id: undefined }], { contacts: [] }],
    ],
    ['the phone number', `+${WA_ID}`, [[{ ...TEXT_MESSAGE, from_user_id: undefined }], { contacts: [] }]],
    ['the only contact', USER_ID, [[{ ...TEXT_MESSAGE, from: undefined, from_user_id: undefined }]]],
    [
      'the account where nobody is named',
      PHONE_NUMBER_ID,
      [[{ ...TEXT_MESSAGE, from: undefined, from_user_id: undefined }], { contacts: [CONTACT, CONTACT] }],
    ],
    [
      'the new user id of a changed one',
      'DE.99',
      [[toMessage('system', { type: 'user_changed_user_id', user_id: 'DE.99', previous_user_id: USER_ID })]],
    ],
  ])('this guarantees that order is kept by %s', (_, group, [messages, value]) => {
    expect(cut(toBody(toMessages(messages, value))).envelopes.map((envelope) => envelope.group)).toEqual([
      group,
    ])
  })

  it('this guarantees that a changed user id is applied before the first message under the new one', () => {
    expect(cut(toBody(toUserIdUpdates([USER_ID_UPDATE]))).envelopes[0]?.group).toBe(USER_ID)
  })

  it('this guarantees that what is not stored is not queued either', () => {
    const value = { metadata: METADATA, history: [{ threads: ['x'.repeat(100_000)] }] }
    const { envelopes } = cut(toBody({ field: 'history', value }))
    expect(JSON.stringify(envelopes).length).toBeLessThan(500)
  })

  it('this guarantees that errors beside statuses are not lost', () => {
    const { events } = receiveChanges(
      toStatuses([STATUS], { errors: [{ code: 131000, title: 'Something' }] }),
    )
    expect(events.map(({ kind }) => kind)).toEqual(['receipt', 'account'])
  })

  it('this guarantees that a key like __proto__ neither harms nor vanishes', () => {
    const poisoned = JSON.stringify(toMessage('poem', {})).replace(
      '"poem":{}',
      '"poem":{"__proto__":{"polluted":"4242 4242 4242 4242"}}',
    )
    const { envelopes } = cut(toBody(toMessages(['REPLACED'])).replace('"REPLACED"', poisoned))
    expect(JSON.stringify(envelopes)).toContain('"__proto__":{"polluted":"•••• 4242"}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('this guarantees that a thousand messages of as many people come out of one body', () => {
    const messages = Array.from({ length: 1_000 }, (_, index) => ({
      ...TEXT_MESSAGE,
      id: `wamid.${index}`,
      from: `49155${100_000 + index}`,
      from_user_id: undefined,
    }))
    const contacts = messages.map(({ from }) => ({ profile: { name: `Name ${from}` }, wa_id: from }))
    const { events } = receive(toBody(toMessages(messages, { contacts })))
    expect(events).toHaveLength(1_000)
    expect(events[999]).toMatchObject({ thread: { party: { name: 'Name 49155100999' } } })
  })
})
