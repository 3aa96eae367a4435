import { describe, expect, it } from 'vitest'
import {
  type Item,
  messaging,
  MID,
  PAGE,
  PSID,
  TIME,
  toBody,
  toEntry,
  toItem,
  toTextItem,
} from '../../../../shared/channels/facebook/wire-fixtures.ts'
import { eventsOf } from './facebook-requests.ts'
import { file } from './payload-expectation.ts'

const THREAD = {
  visibility: 'private',
  party: { identities: [{ channel: 'facebook', scope: PAGE, externalId: PSID }], name: null, handle: null },
}

function messageOf(message: Item): unknown {
  const [event, ...others] = eventsOf(messaging(toItem({ message: { mid: MID, ...message } })))
  expect(others).toEqual([])
  return event
}

function attached(...attachments: unknown[]): unknown {
  return messageOf({ attachments })
}

describe('messages: attachments', () => {
  const STICKER = { url: 'https://cdn.example/s.png', sticker_id: 369239263222822 }

  it.each<[string, unknown[]]>([
    ['one image with its id (until June 2026)', [{ type: 'image', payload: STICKER }]],
    [
      'a pair of image and sticker (until August 2026)',
      [
        { type: 'image', payload: STICKER },
        { type: 'sticker', payload: STICKER },
      ],
    ],
    [
      'the pair the other way round',
      [
        { type: 'sticker', payload: STICKER },
        { type: 'image', payload: STICKER },
      ],
    ],
    ['a type of its own', [{ type: 'sticker', payload: STICKER }]],
  ])('this guarantees that a sticker sent as %s is one sticker', (_, attachments) => {
    expect(attached(...attachments)).toMatchObject({
      kind: 'message',
      text: null,
      content: { type: 'media' },
      attachments: [file('sticker', STICKER.url, { providerMediaId: '369239263222822' })],
    })
  })

  it('this guarantees that an old sticker named beside its image is a sticker', () => {
    const image = { type: 'image', payload: { url: 'u' } }
    expect(messageOf({ attachments: [image], sticker_id: 5 })).toMatchObject({
      attachments: [file('sticker', 'u', { providerMediaId: '5' })],
    })
  })

  it.each<[string, unknown, unknown]>([
    ['audio', { type: 'audio', payload: { url: 'u' } }, file('audio', 'u')],
    ['video', { type: 'video', payload: { url: 'u' } }, file('video', 'u')],
    ['file', { type: 'file', payload: { url: 'u' } }, file('file', 'u')],
    [
      'image known by a number',
      { type: 'image', payload: { attachment_id: 2457235337685388 } },
      file('image', null, { providerMediaId: '2457235337685388' }),
    ],
    [
      'reel',
      { type: 'ig_reel', payload: { url: 'u', title: 'Summer', reel_video_id: 7 } },
      file('video', 'u', { name: 'Summer', providerMediaId: '7' }),
    ],
    ['post', { type: 'post', payload: { url: 'u', title: 't' } }, file('share', 'u', { name: 't' })],
    [
      'link with its address beside the payload',
      { type: 'fallback', title: 'Offer', url: 'u', payload: null },
      file('share', 'u', { name: 'Offer' }),
    ],
    ['link without payload', { type: 'fallback', url: 'u' }, file('share', 'u')],
    [
      'link whose payload is its address',
      { type: 'fallback', payload: 'https://a.example' },
      file('share', 'https://a.example'),
    ],
    [
      'link in the payload',
      { type: 'fallback', payload: { url: 'u', title: 't' } },
      file('share', 'u', { name: 't' }),
    ],
    [
      'place without coordinates',
      { type: 'location', title: 'Shop', url: 'u' },
      file('location', 'u', { name: 'Shop' }),
    ],
  ])('this guarantees that %s arrives as what it is', (_, attachment, expected) => {
    expect(attached(attachment)).toMatchObject({ content: { type: 'media' }, attachments: [expected] })
  })

  it('this guarantees that a link beside words keeps both', () => {
    const link = { type: 'fallback', title: 'Offer', url: 'u', payload: null }
    expect(messageOf({ text: 'this one? u', attachments: [link] })).toMatchObject({
      text: 'this one? u',
      attachments: [file('share', 'u', { name: 'Offer' })],
    })
  })

  it('this guarantees that a pin is a place', () => {
    const payload = { coordinates: { lat: 52.52, long: 13.4 } }
    expect(attached({ type: 'location', title: 'Home', url: 'u', payload })).toMatchObject({
      content: { type: 'location', latitude: 52.52, longitude: 13.4, name: 'Home', address: null, url: 'u' },
      attachments: [],
    })
  })

  it('this guarantees that the words and cards of a template are readable', () => {
    const elements = [
      { title: 'Bike', subtitle: '€ 900', image_url: 'i' },
      { title: 'Helmet', url: 'h' },
    ]
    const payload = { template_type: 'generic', text: 'Look', elements }
    expect(attached({ type: 'template', payload })).toMatchObject({
      text: 'Look',
      content: { type: 'template', name: 'generic', language: 'und' },
      attachments: [file('share', 'i', { name: 'Bike' }), file('share', 'h', { name: 'Helmet' })],
    })
  })

  it.each<[string, Item, string]>([
    ['a share that says nothing', { attachments: [{ type: 'fallback', payload: null }] }, 'fallback'],
    [
      'an appointment',
      { attachments: [{ type: 'appointment_booking', payload: { booking_id: '1', status: 'requested' } }] },
      'appointment_booking',
    ],
    ['an attachment of no shape', { attachments: [7] }, 'attachment'],
    ['what the platform itself cannot pass on', { is_unsupported: true }, 'unsupported_message'],
    ['nothing', {}, 'empty_message'],
    ['words that are none', { text: { body: 'hi' } }, 'message'],
  ])('this guarantees that %s is visible, with the piece kept', (_, message, of) => {
    expect(messageOf(message)).toEqual({
      kind: 'unsupported',
      providerId: MID,
      thread: THREAD,
      sentAt: new Date(TIME * 1000).toISOString(),
      of,
      raw: toItem({ message: { mid: MID, ...message } }),
    })
  })

  it('this guarantees that an unknown attachment beside words hides neither', () => {
    const attachments = [{ type: 'hologram', payload: { url: 'u' } }]
    expect(messageOf({ text: 'see', attachments })).toMatchObject({
      kind: 'message',
      text: 'see',
      attachments: [file('file', 'u', { name: 'hologram' })],
    })
  })
})

describe('messages: people and times', () => {
  const OURS = { sender: { id: PAGE }, recipient: { id: PSID } }

  it('this guarantees that what our side sent is an echo with our own correlation', () => {
    const item = { ...toTextItem({ is_echo: true, app_id: 1517776481860111, metadata: 'att_1' }), ...OURS }
    expect(eventsOf(messaging(item))).toMatchObject([
      {
        kind: 'echo',
        providerId: MID,
        thread: THREAD,
        text: 'Is my bike ready?',
        correlation: 'att_1',
        raw: null,
      },
    ])
  })

  it('this guarantees that what our side sent and cannot be read is an echo with the piece kept', () => {
    const item = { ...toItem({ message: { mid: MID, is_echo: true } }), ...OURS }
    expect(eventsOf(messaging(item))).toMatchObject([
      { kind: 'echo', thread: THREAD, content: { type: 'unsupported', of: 'empty_message' }, raw: item },
    ])
  })

  it.each([
    ['unsent', { message: { mid: MID, is_echo: true, is_deleted: true } }, 'removal'],
    ['edited', { message_edit: { mid: MID, text: 'new', num_edit: 1 } }, 'edit'],
  ])('this guarantees that what our side %s is not taken for the customer’s doing', (_, event, kind) => {
    expect(eventsOf(messaging({ ...toItem(event), ...OURS }))).toMatchObject([
      { kind, target: MID, by: 'external' },
    ])
  })

  it.each<[string, unknown, string | null]>([
    ['milliseconds', 1795000000123, '2026-11-18T11:06:40.123Z'],
    ['seconds', 1795000000, '2026-11-18T11:06:40.000Z'],
    ['seconds in a string', '1795000000', '2026-11-18T11:06:40.000Z'],
    ['nothing, so the entry’s time', undefined, '2026-11-18T11:06:40.000Z'],
  ])('this guarantees that a time in %s is understood', (_, timestamp, sentAt) => {
    expect(eventsOf(messaging({ ...toTextItem(), timestamp }))).toMatchObject([{ sentAt }])
  })

  it.each<[string, Item, string]>([
    ['a message', { message: { mid: MID, text: 'hi' } }, 'message_without_person'],
    ['a press', { postback: { payload: 'p', title: 't' } }, 'postback_without_person'],
    ['a tap on a link', { referral: { ref: 'r' } }, 'referral_without_person'],
  ])('this guarantees that %s by a guest who is nobody is kept where a person looks', (_, event, of) => {
    const item = { ...toItem(event), sender: { user_ref: 'guest-1' } }
    expect(eventsOf(messaging(item))).toMatchObject([{ kind: 'unsupported', thread: null, of, raw: item }])
  })

  it('this guarantees that a message in standby is stored like any other', () => {
    expect(eventsOf(toBody(toEntry({ standby: [toTextItem()] })))).toMatchObject([
      { kind: 'message', providerId: MID, thread: THREAD, text: 'Is my bike ready?' },
    ])
  })

  it('this guarantees that a product the customer asks about is named', () => {
    expect(messageOf({ text: 'still there?', referral: { product: { id: '88' } } })).toMatchObject({
      referral: { source: 'product', sourceId: '88', url: null, headline: null, ref: null },
    })
  })
})
