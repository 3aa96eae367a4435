import type { ChannelSamples } from '../wire.ts'
import {
  CONTACT,
  ECHO,
  FAILED_STATUS,
  METADATA,
  PREFERENCE,
  STATUS,
  TEXT_MESSAGE,
  toBody,
  toEchoes,
  toMessage,
  toMessages,
  toPreferences,
  toStatuses,
  toUserIdUpdates,
  USER_ID_UPDATE,
} from './wire-fixtures.ts'
import { sends } from './wire-sends.ts'

const MANY = 1_000

/** What Meta may send, for the contract suite. */
export const SAMPLES: Omit<ChannelSamples, 'signing'> = {
  lists: {
    messages: { sample: TEXT_MESSAGE, countMax: MANY, toBody: (items) => bytes(toMessages(items)) },
    statuses: { sample: STATUS, countMax: MANY, toBody: (items) => bytes(toStatuses(items)) },
    echoes: { sample: ECHO, countMax: MANY, toBody: (items) => bytes(toEchoes(items)) },
    preferences: { sample: PREFERENCE, countMax: MANY, toBody: (items) => bytes(toPreferences(items)) },
    'changed user ids': {
      sample: USER_ID_UPDATE,
      countMax: MANY,
      toBody: (items) => bytes(toUserIdUpdates(items)),
    },
  },
  texts: {
    toBody: (text) => message({ ...TEXT_MESSAGE, text: { body: text } }),
    samples: ['hello', '\ud83d', 'a\udc4db', '\uffff', '\u0000', '👩‍👩‍👧 👍🏽', '"\\', ' \n ', '<b>&amp;'],
  },
  textFields: {
    'text.body': (text) => message({ ...TEXT_MESSAGE, text: { body: text } }),
    'image.caption': (text) => message(toMessage('image', { id: '1', caption: text })),
    'document.filename': (text) => message(toMessage('document', { id: '1', filename: text })),
    'location.name': (text) => message(toMessage('location', { latitude: 1, longitude: 2, name: text })),
    'location.address': (text) =>
      message(toMessage('location', { latitude: 1, longitude: 2, address: text })),
    'button.text': (text) => message(toMessage('button', { payload: 'p', text })),
    'list_reply.description': (text) =>
      message(
        toMessage('interactive', {
          type: 'list_reply',
          list_reply: { id: '1', title: 't', description: text },
        }),
      ),
    'nfm_reply.response_json': (text) =>
      message(
        toMessage('interactive', {
          type: 'nfm_reply',
          nfm_reply: { response_json: JSON.stringify({ note: text }) },
        }),
      ),
    'contacts.name': (text) => message(toMessage('contacts', [{ name: { formatted_name: text } }])),
    'contacts.vcard': (text) => message(toMessage('contacts', [{ vcard: `FN:${text}` }])),
    'order.text': (text) => message(toMessage('order', { catalog_id: '1', text, product_items: [] })),
    'edit of a text': (text) =>
      message(
        toMessage('edit', {
          original_message_id: 'wamid.1',
          message: { type: 'text', text: { body: text } },
        }),
      ),
    'profile.name': (text) =>
      bytes(toMessages([TEXT_MESSAGE], { contacts: [{ ...CONTACT, profile: { name: text } }] })),
    'echo text.body': (text) => bytes(toEchoes([{ ...ECHO, text: { body: text } }])),
    'a message type not known here': (text) => message(toMessage('poem', { verses: [{ line: text }] })),
    'a change field not known here': (text) =>
      bytes({ field: 'poems', value: { metadata: METADATA, line: text } }),
    'errors without a message': (text) => bytes(toMessages([], { errors: [{ code: 1, title: text }] })),
  },
  idFields: {
    'message id': (id) => message({ ...TEXT_MESSAGE, id }),
    from: (id) => message({ ...TEXT_MESSAGE, from: id }),
    from_user_id: (id) => message({ ...TEXT_MESSAGE, from_user_id: id }),
    timestamp: (id) => message({ ...TEXT_MESSAGE, timestamp: id }),
    'context.id': (id) => message({ ...TEXT_MESSAGE, context: { id } }),
    'image.id': (id) => message(toMessage('image', { id })),
    'image.sha256': (id) => message(toMessage('image', { id: '1', sha256: id })),
    'image.url': (id) => message(toMessage('image', { id: '1', url: `x?${id}` })),
    'button.payload': (id) => message(toMessage('button', { payload: id, text: 'Yes' })),
    'list_reply.id': (id) => message(toMessage('interactive', { type: 'list_reply', list_reply: { id } })),
    'reaction.message_id': (id) => message(toMessage('reaction', { message_id: id, emoji: '👍' })),
    'revoke.original_message_id': (id) => message(toMessage('revoke', { original_message_id: id })),
    'contacts.phone': (id) => message(toMessage('contacts', [{ phones: [{ phone: id, wa_id: id }] }])),
    'order.product_retailer_id': (id) =>
      message(
        toMessage('order', {
          product_items: [{ product_retailer_id: id, quantity: 1, item_price: 1, currency: 'EUR' }],
        }),
      ),
    'flow_token of a form': (id) =>
      message(
        toMessage('interactive', {
          type: 'nfm_reply',
          nfm_reply: { response_json: JSON.stringify({ flow_token: id }) },
        }),
      ),
    'referral.source_id': (id) => message({ ...TEXT_MESSAGE, referral: { source_id: id } }),
    'referral.ctwa_clid': (id) => message({ ...TEXT_MESSAGE, referral: { ctwa_clid: id } }),
    'contact wa_id': (id) =>
      bytes(toMessages([{ ...TEXT_MESSAGE, from: id }], { contacts: [{ profile: {}, wa_id: id }] })),
    'status id': (id) => bytes(toStatuses([{ ...STATUS, id }])),
    recipient_id: (id) => bytes(toStatuses([{ ...STATUS, recipient_id: id }])),
    biz_opaque_callback_data: (id) => bytes(toStatuses([{ ...FAILED_STATUS, biz_opaque_callback_data: id }])),
    'previous user id': (id) =>
      bytes(toUserIdUpdates([{ ...USER_ID_UPDATE, user_id: { previous: id, current: 'DE.1' } }])),
    phone_number_id: (id) =>
      bytes(toMessages([TEXT_MESSAGE], { metadata: { ...METADATA, phone_number_id: id } })),
    display_phone_number: (id) =>
      bytes(toMessages([TEXT_MESSAGE], { metadata: { ...METADATA, display_phone_number: id } })),
  },
  sends,
}

function message(item: unknown): Uint8Array {
  return bytes(toMessages([item]))
}

function bytes(change: { field: string; value: unknown }): Uint8Array {
  return Buffer.from(toBody(change))
}
