import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import {
  CONTACT,
  ECHO,
  TEXT_MESSAGE,
  toEchoes,
  toMessage,
  toMessages,
  USER_ID,
  WA_ID,
  WABA,
} from '../../../../shared/channels/whatsapp/wire-fixtures.ts'
import { receiveChanges } from './whatsapp-requests.ts'

const PARTY = {
  identities: [
    { channel: 'whatsapp', scope: WABA, externalId: USER_ID },
    { channel: 'whatsapp', scope: '-', externalId: `+${WA_ID}` },
  ],
  name: 'Mara Beispiel',
  handle: 'mara.b',
}
const AT = new Date(1_790_000_000_000).toISOString()
const NOBODY = { from: undefined, from_user_id: undefined }

function eventOf(message: unknown, value: object = {}): InboundEvent | undefined {
  return receiveChanges(toMessages([message], value)).events[0]
}

function echoOf(echo: unknown): InboundEvent | undefined {
  return receiveChanges(toEchoes([echo])).events[0]
}

describe('who sent it', () => {
  const identitiesOf = (message: object, contacts: unknown) => {
    const event = eventOf({ ...TEXT_MESSAGE, ...message }, { contacts })
    return event?.kind === 'message'
      ? event.thread.party.identities.map(({ externalId }) => externalId)
      : null
  }

  it.each<[string, object, unknown, string[]]>([
    ['a username without number', { from: undefined }, [{ ...CONTACT, wa_id: undefined }], [USER_ID]],
    [
      'a user id where a number belongs',
      { from: USER_ID, from_user_id: undefined },
      [{ wa_id: USER_ID }],
      [USER_ID],
    ],
    ['a parent user id in from', { from: 'DE.ENT.12', from_user_id: undefined }, [], ['DE.ENT.12']],
    ['a number with plus', { from: `+${WA_ID}`, from_user_id: undefined }, [CONTACT], [USER_ID, `+${WA_ID}`]],
    [
      'two forms of one number',
      {},
      [{ ...CONTACT, wa_id: '491555000111' }],
      [USER_ID, `+${WA_ID}`, '+491555000111'],
    ],
    ['nobody but one contact', NOBODY, [CONTACT], [USER_ID, `+${WA_ID}`]],
    [
      'a contact of somebody else',
      { from_user_id: undefined },
      [{ wa_id: '1', user_id: 'DE.2' }],
      [`+${WA_ID}`],
    ],
    [
      'a contact with the number and another user id',
      {},
      [{ wa_id: WA_ID, user_id: 'DE.2' }],
      [USER_ID, `+${WA_ID}`],
    ],
    ['an id of another kind', { from: 'x:1', from_user_id: undefined }, [], ['x:1']],
    ['contacts of a wrong type', {}, 'x', [USER_ID, `+${WA_ID}`]],
    ['a contact that is null', {}, [null, CONTACT], [USER_ID, `+${WA_ID}`]],
  ])('this guarantees that %s is understood', (_, message, contacts, identities) => {
    expect(identitiesOf(message, contacts)).toEqual(identities)
  })

  it('this guarantees that the name of somebody else is never taken', () => {
    const stranger = { profile: { name: 'Stranger', username: 's' }, wa_id: '1' }
    expect(eventOf(TEXT_MESSAGE, { contacts: [stranger] })).toMatchObject({
      thread: { party: { name: null, handle: null } },
    })
  })
})

describe('a change of a message', () => {
  it('this guarantees that a reaction is taken back by an empty or missing emoji', () => {
    for (const emoji of ['', null, undefined]) {
      expect(eventOf(toMessage('reaction', { message_id: 'wamid.0', emoji }))).toEqual({
        kind: 'reaction',
        target: 'wamid.0',
        by: 'contact',
        party: PARTY,
        emoji: null,
        at: AT,
      })
    }
  })

  it('this guarantees that customer and colleague are told apart', () => {
    const edit = { original_message_id: 'wamid.0', message: { type: 'text', text: { body: 'neu' } } }
    const changes = [
      toMessage('edit', edit),
      toMessage('revoke', { original_message_id: 'wamid.0' }),
      toMessage('reaction', { message_id: 'wamid.0', emoji: '👍' }),
    ]
    for (const change of changes) {
      expect(eventOf(change)).toMatchObject({ target: 'wamid.0', by: 'contact' })
      expect(echoOf({ ...ECHO, ...change, from: ECHO.from })).toMatchObject({
        target: 'wamid.0',
        by: 'external',
      })
    }
  })
})

describe('an echo', () => {
  const party = { identities: PARTY.identities, name: null, handle: null }

  it('this guarantees that a message typed in the phone app belongs to its recipient', () => {
    expect(echoOf(ECHO)).toEqual({
      kind: 'echo',
      providerId: ECHO.id,
      thread: { visibility: 'private', party },
      sentAt: new Date(1_790_000_003_000).toISOString(),
      text: 'Vom Telefon geschrieben',
      content: { type: 'text' },
      attachments: [],
      replyTo: null,
      forwarded: false,
      correlation: null,
      raw: null,
    })
  })

  it('this guarantees that an echo of an unknown kind is never taken for the customer’s', () => {
    expect(echoOf({ ...ECHO, type: 'poll' })).toMatchObject({
      kind: 'echo',
      thread: { party },
      text: null,
      content: { type: 'unsupported', of: 'poll' },
    })
  })

  it('this guarantees that an echo to nobody is kept without a thread', () => {
    expect(echoOf({ ...ECHO, to: undefined, to_user_id: undefined })).toMatchObject({
      kind: 'unsupported',
      thread: null,
    })
  })

  it('this guarantees that an echo to a group is ignored', () => {
    const echo = { ...ECHO, to: '120363418770915618@g.us', to_user_id: undefined }
    expect(echoOf(echo)).toEqual({ kind: 'ignored', reason: 'group_message' })
  })
})
