import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import {
  INBOUND_PICTURES,
  INBOUND_TEXT,
  INBOUND_WHATSAPP_BUTTON,
} from '../../../fixtures/sms/twilio-parameters.ts'
import { receive, signForm, toForm, type Parameters } from './twilio-requests.ts'

const receiveParameters = (parameters: Parameters) => receive(signForm(toForm(parameters)))

function onlyMessage(parameters: Parameters): Extract<InboundEvent, { kind: 'message' }> {
  const { events } = receiveParameters(parameters)
  const [event] = events
  if (event?.kind !== 'message' || events.length !== 1) throw new Error(JSON.stringify(events))
  return event
}

describe('inbound messages', () => {
  it('this guarantees that a text becomes a private message from its number', () => {
    const { envelope, group, events } = receiveParameters(INBOUND_TEXT)
    expect(envelope).toMatchObject({
      channel: 'sms',
      provider: 'twilio',
      account: { id: '+15005550006', name: null },
      key: 'message:SM00000000000000000000000000000101',
    })
    expect(group).toBe('+15005550001')
    expect(events).toEqual([
      {
        kind: 'message',
        providerId: 'SM00000000000000000000000000000101',
        thread: {
          visibility: 'private',
          party: {
            identities: [{ channel: 'sms', scope: '-', externalId: '+15005550001' }],
            name: null,
            handle: null,
          },
        },
        sentAt: null,
        text: 'Where is my order?',
        content: { type: 'text' },
        attachments: [],
        replyTo: null,
        referral: null,
        forwarded: false,
      },
    ])
  })

  it('this guarantees that where a number might live is not kept', () => {
    expect(JSON.stringify(receiveParameters(INBOUND_TEXT).envelope)).not.toMatch(/LOS ANGELES|12345/)
  })

  it('this guarantees that pictures keep their order, type and media id, and that no words are no text', () => {
    const message = onlyMessage(INBOUND_PICTURES)
    expect(message).toMatchObject({ text: null, content: { type: 'media' } })
    expect(message.attachments).toEqual([
      {
        type: 'image',
        name: null,
        mimeType: 'image/jpeg',
        sizeBytes: null,
        providerMediaId: 'ME000000000000000000000000000000a1',
        providerUrl: INBOUND_PICTURES['MediaUrl0'],
        digest: null,
        voice: false,
      },
      {
        type: 'contact',
        name: null,
        mimeType: 'text/x-vcard',
        sizeBytes: null,
        providerMediaId: 'ME000000000000000000000000000000a2',
        providerUrl: INBOUND_PICTURES['MediaUrl1'],
        digest: null,
        voice: false,
      },
    ])
  })

  it.each([
    ['counts none but names one', { NumMedia: '0', MediaUrl0: 'https://x.test/a' }, ['https://x.test/a']],
    [
      'counts two but names the second',
      { NumMedia: '2', MediaUrl1: 'https://x.test/b' },
      [null, 'https://x.test/b'],
    ],
    ['counts more than Twilio sends', { NumMedia: '1e9' }, Array.from({ length: 10 }, () => null)],
    ['counts in words', { NumMedia: 'many', MediaUrl0: 'https://x.test/a' }, ['https://x.test/a']],
    ['names an eleventh', { NumMedia: '0', MediaUrl10: 'https://x.test/k' }, ['https://x.test/k']],
  ])('this guarantees that no file is lost where a request %s', (_, media, urls) => {
    const message = onlyMessage({ ...INBOUND_TEXT, ...media })
    expect(message.attachments.map(({ providerUrl }) => providerUrl)).toEqual(urls)
  })

  it.each([
    ['audio/ogg', undefined, 'audio'],
    ['video/3gpp', undefined, 'video'],
    ['application/pdf', 'document', 'file'],
    ['image/webp', 'sticker', 'sticker'],
    ['text/vcard', 'contacts', 'contact'],
    ['', 'image', 'image'],
    ['', undefined, 'file'],
  ])(
    'this guarantees that a file of type "%s" in a message of type %s is shown as %s',
    (mimeType, type, shown) => {
      const message = onlyMessage({
        ...INBOUND_TEXT,
        NumMedia: '1',
        MediaUrl0: 'https://x.test/a',
        MediaContentType0: mimeType,
        ...(type === undefined ? {} : { MessageType: type }),
      })
      expect(message.attachments[0]?.type).toBe(shown)
    },
  )

  it('this guarantees that a shared place keeps its coordinates, name and address', () => {
    const message = onlyMessage({
      ...INBOUND_TEXT,
      Body: '',
      Latitude: '-33.8567844',
      Longitude: '151.213108',
      Label: 'Opera House',
      Address: 'Bennelong Point, Sydney',
    })
    expect(message.text).toBeNull()
    expect(message.content).toEqual({
      type: 'location',
      latitude: -33.8567844,
      longitude: 151.213108,
      name: 'Opera House',
      address: 'Bennelong Point, Sydney',
      url: null,
    })
  })

  it.each([
    ['a person typed', '   ', '   '],
    ['holds U+FFFF and a NUL', 'a\uffff\u0000b', 'a\uffff\u0000b'],
    ['is right to left and joined', '\u202eאב 👩‍👩‍👧', '\u202eאב 👩‍👩‍👧'],
  ])('this guarantees that text that %s stays as it is', (_, body, text) => {
    expect(onlyMessage({ ...INBOUND_TEXT, Body: body }).text).toBe(text)
  })

  it('this guarantees that a message of a type not known here is shown as unsupported with its raw piece', () => {
    const { events } = receiveParameters({
      ...INBOUND_WHATSAPP_BUTTON,
      MessageType: 'hologram',
      Body: '',
      ButtonText: '',
      ButtonPayload: '',
    })
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'unsupported',
        of: 'hologram',
        providerId: INBOUND_WHATSAPP_BUTTON['MessageSid'],
        thread: expect.objectContaining({ visibility: 'private' }),
        raw: expect.objectContaining({ MessageType: 'hologram' }),
      }),
    ])
  })

  it('this guarantees that words of a message of an unknown type are shown as words', () => {
    expect(onlyMessage({ ...INBOUND_TEXT, MessageType: 'hologram' })).toMatchObject({
      text: 'Where is my order?',
      content: { type: 'text' },
    })
  })
})

describe('presses and forms', () => {
  const press = (parameters: Parameters) => onlyMessage({ ...INBOUND_WHATSAPP_BUTTON, ...parameters })

  it.each([
    [
      'a template’s quick reply',
      { MessageType: 'button' },
      'Confirm',
      { kind: 'quick_reply', payload: 'order:4242424242424242' },
    ],
    ['a button without payload', { ButtonPayload: '' }, 'Confirm', { kind: 'button', payload: null }],
    [
      'a list row',
      {
        ButtonText: '',
        ButtonPayload: '',
        Body: 'Blue',
        ListId: 'row-7',
        ListTitle: 'Blue',
        ListDescription: 'like the sky',
      },
      'Blue',
      { kind: 'list', payload: 'row-7', description: 'like the sky' },
    ],
    [
      'a filled form',
      { ButtonText: '', ButtonPayload: '', Body: 'Sent', InteractiveData: '{"size":"M"}' },
      'Sent',
      { kind: 'flow', payload: '{"size":"M"}' },
    ],
    [
      'an answer to a call request',
      { Body: 'VOICE_CALL_REQUEST', ButtonText: 'VOICE_CALL_REQUEST', ButtonPayload: 'REJECTED' },
      null,
      { kind: 'call_permission', payload: 'REJECTED' },
    ],
  ])('this guarantees that %s keeps its words and its payload', (_, parameters, text, content) => {
    const message = press(parameters)
    expect(message.text).toBe(text)
    expect(message.content).toEqual({ type: 'interactive', description: null, ...content })
  })

  it('this guarantees that a message from an ad names the ad', () => {
    const message = press({
      ReferralSourceType: 'ad',
      ReferralSourceId: '120210000000000000',
      ReferralSourceUrl: 'https://fb.me/x',
      ReferralHeadline: 'Chat with us',
      ReferralCtwaClid: 'ARxx',
    })
    expect(message.referral).toEqual({
      source: 'ad',
      sourceId: '120210000000000000',
      url: 'https://fb.me/x',
      headline: 'Chat with us',
      ref: 'ARxx',
    })
    expect(press({}).referral).toBeNull()
  })
})
