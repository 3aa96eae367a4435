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
  WAMID,
} from '../../../fixtures/whatsapp/bodies.ts'
import { receiveChanges } from './whatsapp-requests.ts'

const PARTY = {
  identities: [
    { channel: 'whatsapp', scope: WABA, externalId: USER_ID },
    { channel: 'whatsapp', scope: '-', externalId: `+${WA_ID}` },
  ],
  name: 'Mara Beispiel',
  handle: 'mara.b',
}
const THREAD = { visibility: 'private', party: PARTY }
const AT = new Date(1_790_000_000_000).toISOString()
const NOBODY = { from: undefined, from_user_id: undefined }

function eventOf(message: unknown, value: object = {}): InboundEvent | undefined {
  return receiveChanges(toMessages([message], value)).events[0]
}

function echoOf(echo: unknown): InboundEvent | undefined {
  return receiveChanges(toEchoes([echo])).events[0]
}

describe('a message', () => {
  it('this guarantees that a text arrives with everything that is known about it', () => {
    expect(eventOf(TEXT_MESSAGE)).toEqual({
      kind: 'message',
      providerId: WAMID,
      thread: THREAD,
      sentAt: AT,
      text: 'Guten Tag',
      content: { type: 'text' },
      attachments: [],
      replyTo: null,
      referral: null,
      forwarded: false,
    })
  })

  it.each<[string, unknown, object]>([
    [
      'document',
      { id: '1', filename: 'Rechnung.pdf', mime_type: 'application/pdf', caption: 'hier' },
      { type: 'file', name: 'Rechnung.pdf' },
    ],
    [
      'image',
      { url: 'https://example.com/i' },
      { type: 'image', providerMediaId: null, providerUrl: 'https://example.com/i' },
    ],
    ['voice', { id: '1' }, { type: 'audio', voice: true }],
    ['audio', { id: '1', voice: true }, { type: 'audio', voice: true }],
    ['audio', { id: '1' }, { type: 'audio', voice: false }],
    ['sticker', { id: '1', animated: true }, { type: 'sticker', voice: false }],
  ])('this guarantees that %s %j is an attachment', (type, body, attachment) => {
    expect(eventOf(toMessage(type, body))).toMatchObject({
      kind: 'message',
      content: { type: 'media' },
      attachments: [attachment],
    })
  })

  it.each<[string, unknown]>([
    ['text', {}],
    ['text', { body: 5 }],
    ['image', {}],
    ['image', { id: 7 }],
    ['image', null],
    ['location', { latitude: '1', longitude: 2 }],
    ['contacts', {}],
    ['contacts', ['x']],
    ['interactive', { type: 'new_reply', new_reply: {} }],
    ['interactive', { type: 'list_reply' }],
    [
      'order',
      { product_items: [{ product_retailer_id: 'a', quantity: 'many', item_price: 1, currency: 'EUR' }] },
    ],
    ['reaction', {}],
    ['edit', { original_message_id: 'wamid.0', message: { type: 'poem' } }],
    ['edit', { message: { type: 'text', text: { body: 'x' } } }],
    ['revoke', {}],
    ['system', { type: 'user_danced' }],
    ['poem', { verses: [] }],
    ['constructor', {}],
  ])('this guarantees that a %s of the unknown shape %j is kept and shown', (type, body) => {
    const message = toMessage(type, body)
    expect(eventOf(message)).toEqual({
      kind: 'unsupported',
      providerId: WAMID,
      thread: THREAD,
      sentAt: AT,
      of: type,
      raw: message,
    })
  })

  it.each([
    ['type', { type: 5 }],
    ['type', { type: undefined }],
    ['context', { context: 'wamid.0' }],
    ['context.id', { context: { id: 1 } }],
    ['referral', { referral: [] }],
  ])('this guarantees that a wrong %s does not lose the message: %j', (_, wrong) => {
    expect(eventOf({ ...TEXT_MESSAGE, ...wrong })).toMatchObject({
      kind: 'unsupported',
      providerId: WAMID,
      thread: THREAD,
    })
  })

  it('this guarantees that errors of the value explain the message beside them', () => {
    const errors = [{ code: 131060, title: 'This message is currently unavailable.' }]
    const message = toMessage('image', undefined)
    expect(eventOf(message, { errors })).toMatchObject({ kind: 'unsupported', of: 'image', raw: { errors } })
    expect(receiveChanges(toMessages([message], { errors })).envelopes).toHaveLength(1)
  })

  it('this guarantees that what nobody sent is kept without a thread', () => {
    expect(eventOf({ ...TEXT_MESSAGE, ...NOBODY }, { contacts: [] })).toMatchObject({
      kind: 'unsupported',
      providerId: WAMID,
      thread: null,
    })
  })

  it.each([
    ['no time', undefined, null],
    ['a number', 1_790_000_000, AT],
    ['milliseconds', '1790000000000', AT],
    ['words', 'yesterday', null],
  ])('this guarantees that %s for a timestamp is no reason to lose a message', (_, timestamp, sentAt) => {
    expect(eventOf({ ...TEXT_MESSAGE, timestamp })).toMatchObject({ kind: 'message', sentAt })
  })

  it('this guarantees that a product asked about is where the customer came from', () => {
    const context = { referred_product: { catalog_id: 'c1', product_retailer_id: 'sku-7' } }
    expect(eventOf({ ...TEXT_MESSAGE, context })).toMatchObject({
      referral: { source: 'product', sourceId: 'sku-7', ref: 'c1' },
    })
  })

  it('this guarantees that the click id of an ad comes along', () => {
    const referral = { source_type: 'ad', source_id: '1', source_url: 'https://fb.me/1', ctwa_clid: 'click' }
    expect(eventOf({ ...TEXT_MESSAGE, referral })).toMatchObject({
      referral: { source: 'ad', sourceId: '1', url: 'https://fb.me/1', headline: null, ref: 'click' },
    })
  })

  it('this guarantees that a number shared on request is told from a card shared by hand', () => {
    const card = { name: { first_name: 'Mara', last_name: 'B' }, phones: [{ wa_id: WA_ID }] }
    expect(eventOf(toMessage('contacts', [{ ...card, origin: 'contact_request' }]))).toMatchObject({
      content: {
        contacts: [{ name: 'Mara B', phones: [`+${WA_ID}`], emails: [] }],
        requested: true,
      },
    })
    expect(eventOf(toMessage('contacts', [{ ...card, origin: 'other' }]))).toMatchObject({
      content: { requested: false },
    })
  })

  it('this guarantees that a vCard is read where nothing else is given', () => {
    const vcard =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mara\r\n  Beispiel\r\nitem1.TEL;waid=49:+49 155 1\r\nEMAIL;TYPE=WORK:m@example.com\r\nEND:VCARD'
    expect(eventOf(toMessage('contacts', [{ vcard }]))).toMatchObject({
      content: { contacts: [{ name: 'Mara Beispiel', phones: ['+49 155 1'], emails: ['m@example.com'] }] },
    })
  })

  it('this guarantees that a card in a filled form leaves readable JSON', () => {
    const response_json =
      '{"card":4242424242424242,"flow_token":"4242424242424242","note":"5555 5555 5555 4444"}'
    const event = eventOf(toMessage('interactive', { type: 'nfm_reply', nfm_reply: { response_json } }))
    expect(event).toMatchObject({ kind: 'message', content: { kind: 'flow' } })
    const payload =
      event?.kind === 'message' && event.content.type === 'interactive' ? event.content.payload : null
    expect(JSON.parse(payload ?? '')).toEqual({
      card: '•••• 4242',
      flow_token: '4242424242424242',
      note: '•••• 4444',
    })
  })

  it('this guarantees that a form answer that is no JSON object is kept as it is', () => {
    for (const response_json of ['[1,2]', 'not JSON']) {
      const message = toMessage('interactive', { type: 'nfm_reply', nfm_reply: { response_json } })
      expect(eventOf(message)).toMatchObject({ content: { kind: 'flow', payload: response_json } })
    }
  })

  it.each([
    ['group_id', { ...TEXT_MESSAGE, group_id: '120363418770915618@g.us' }],
    ['a group as sender', { ...TEXT_MESSAGE, from: '120363418770915618@g.us' }],
  ])('this guarantees that a group message is ignored, told by %s', (_, message) => {
    expect(eventOf(message)).toEqual({ kind: 'ignored', reason: 'group_message' })
  })

  it('this guarantees that opening a chat is no message', () => {
    expect(eventOf(toMessage('request_welcome', undefined))).toEqual({
      kind: 'ignored',
      reason: 'chat_opened',
    })
  })
})

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
