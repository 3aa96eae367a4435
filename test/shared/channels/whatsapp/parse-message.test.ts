import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import {
  TEXT_MESSAGE,
  toMessage,
  toMessages,
  USER_ID,
  WA_ID,
  WABA,
  WAMID,
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
const THREAD = { visibility: 'private', party: PARTY }
const AT = new Date(1_790_000_000_000).toISOString()
const NOBODY = { from: undefined, from_user_id: undefined }

function eventOf(message: unknown, value: object = {}): InboundEvent | undefined {
  return receiveChanges(toMessages([message], value)).events[0]
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
