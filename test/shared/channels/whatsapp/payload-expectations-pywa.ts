import type { Content } from '../../../../shared/domain/content.ts'
import type { InboundEvent, InboundMessage, InboundReceipt } from '../../../../shared/domain/inbound.ts'
import {
  at,
  FILE,
  type ElementExpectation,
  type ElementExpectations,
  phone,
  PLAIN,
  privately,
  userId,
} from './payload-expectation.ts'

const ACCOUNT = { id: '1122334455667', name: '972123456789' }
const USER_ID = 'US.13491208655302741918'
const WABA = '1234567890987654321'
const OTHER_WABA = '5467539754836534'
const WAMID = 'wamid.xyzxyz'

function person(waba: string) {
  return {
    identities: [userId(waba, USER_ID), phone('+972987654321')] as [
      ReturnType<typeof userId>,
      ReturnType<typeof phone>,
    ],
    name: 'Test Name',
    handle: null,
  }
}

function message(
  id: string,
  sentAt: number,
  fields: Partial<InboundMessage>,
  waba = WABA,
): ElementExpectation {
  const event: InboundMessage = {
    ...PLAIN,
    providerId: id,
    thread: privately(person(waba)),
    sentAt: at(sentAt),
    ...fields,
  }
  return { account: ACCOUNT, group: USER_ID, key: `message:${id}`, event }
}

function press(content: Partial<Extract<Content, { type: 'interactive' }>>): Content {
  return { type: 'interactive', kind: 'button', payload: 'callback_data', description: null, ...content }
}

function ofCustomer(event: ElementExpectation['event']): ElementExpectation {
  return { account: ACCOUNT, group: USER_ID, key: `message:${WAMID}`, event }
}

function reaction(emoji: string | null): ElementExpectation {
  const party = person(WABA)
  return ofCustomer({
    kind: 'reaction',
    target: 'wamid.yzxyzx=',
    by: 'contact',
    party,
    emoji,
    at: at(1697044456),
  })
}

function unsupported(of: string): ElementExpectation {
  const thread = privately(person(WABA))
  return ofCustomer({ kind: 'unsupported', providerId: WAMID, thread, sentAt: at(1697044706), of })
}

function receipt(
  wireStatus: string,
  status: InboundReceipt['status'],
  time: number,
  correlation: string | null = null,
): ElementExpectation {
  const event: InboundEvent = {
    kind: 'receipt',
    target: WAMID,
    status,
    at: at(time),
    correlation,
    error: null,
  }
  return { account: ACCOUNT, group: USER_ID, key: `status:${WAMID}:${wireStatus}`, event }
}

/** Payloads of david-lev/pywa whose subject is a customer. */
export const PYWA_CUSTOMERS: ElementExpectations = {
  'pywa-call-permission-update-accept.json': message('wamid.x', 1752582182, {
    content: press({ kind: 'call_permission', payload: 'accept' }),
    replyTo: 'wamid.y==',
  }),
  'pywa-callback-button-button.json': message(
    WAMID,
    1698266730,
    { text: 'title', content: press({ kind: 'button' }), replyTo: 'wamid.xyzxyz' },
    OTHER_WABA,
  ),
  'pywa-callback-button-quick-reply-without-context.json': message(
    'wamid.xsidjx',
    1698269027,
    { text: 'title', content: press({ kind: 'quick_reply' }) },
    OTHER_WABA,
  ),
  'pywa-callback-button-quick-reply.json': message(
    'wamid.xsidjw',
    1698269027,
    { text: 'title', content: press({ kind: 'quick_reply' }), replyTo: 'wamid.xyzxyz==' },
    OTHER_WABA,
  ),
  'pywa-callback-selection-description.json': message('wamid.zyzxyz', 1698266905, {
    text: 'title',
    content: press({ kind: 'list', description: 'description' }),
    replyTo: 'wamid.xyzxyz',
  }),
  'pywa-flow-completion-completion.json': message('wamid.wegrchytvwcggt==', 1702502473, {
    content: press({
      kind: 'flow',
      payload:
        '{"comment_text":"Comment Text","delivery_rating":"4","flow_token":"AQAAAAACS5FpgQ_cAAAAAD0QI3s.","purchase_rating":"2","recommend_radio":"0","cs_rating":"0"}',
      description: 'Sent',
    }),
    replyTo: 'wamid.gvwegfretge==',
  }),
  'pywa-message-animated-sticker.json': message(WAMID, 1697043785, {
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'sticker',
        mimeType: 'image/webp',
        providerMediaId: '1234567890987654321',
        digest: 'HcwyCKrTKXHk0a00ms4HWIA76GY0Du6q4Z/iuwevw=',
      },
    ],
  }),
  'pywa-message-audio.json': message(WAMID, 1697043509, {
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'audio',
        mimeType: 'audio/ogg; codecs=opus',
        providerMediaId: '1234567890987654321',
        digest: 'E3dxS/PdYZE7ppA3pQ4mpCFaXBJ8pX4SRN/dsfvds/iPGA=',
      },
    ],
    forwarded: true,
  }),
  'pywa-message-chosen-location.json': message(WAMID, 1697044557, {
    content: {
      type: 'location',
      latitude: 37.4611978,
      longitude: -122.2164385,
      name: 'Facebook HQ',
      address: '1 Hacker Way, Menlo Park, CA 94025',
      url: 'https://maps.google.com/?cid=2000000000000000000',
    },
    forwarded: true,
  }),
  'pywa-message-current-location.json': message(WAMID, 1697044557, {
    content: {
      type: 'location',
      latitude: 12.25089,
      longitude: 43.90539,
      name: null,
      address: null,
      url: null,
    },
    forwarded: true,
  }),
  'pywa-message-forwarded-many-times.json': message(WAMID, 1697044968, {
    text: 'text forwarded many times',
    forwarded: true,
  }),
  'pywa-message-image.json': message(WAMID, 1697043379, {
    content: { type: 'media' },
    attachments: [
      { ...FILE, type: 'image', mimeType: 'image/jpeg', providerMediaId: '65463453', digest: '4654+8g=' },
    ],
  }),
  'pywa-message-order.json': message(WAMID, 1697044668, {
    content: {
      type: 'order',
      catalogId: '354160437058781',
      items: [
        { productId: 'HAMBURGER', quantity: 3, price: '30', currency: 'ILS' },
        { productId: 'FRENCH_FRIES', quantity: 2, price: '35', currency: 'ILS' },
        { productId: 'SODA', quantity: 2, price: '10', currency: 'ILS' },
      ],
    },
  }),
  'pywa-message-reaction.json': reaction('😮'),
  'pywa-message-static-sticker.json': message(WAMID, 1697043760, {
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'sticker',
        mimeType: 'image/webp',
        providerMediaId: '1234567890987654321',
        digest: 'OmT4nhjUhCMIPNmj7eeOZeCYjTXkLxoOv85OMCFwSuc=',
      },
    ],
  }),
  'pywa-message-status-played.json': receipt('played', 'read', 1689380458),
  'pywa-message-status-read.json': receipt('read', 'read', 1689380458),
  'pywa-message-status-sent.json': receipt('sent', 'sent', 1698266945),
  'pywa-message-status-with-tracker.json': receipt('sent', 'sent', 1698266945, 'some data'),
  'pywa-message-text.json': message(WAMID, 1697043223, { text: 'Body Text' }),
  'pywa-message-unreaction-empty.json': reaction(null),
  'pywa-message-unreaction-no-emoji.json': reaction(null),
  'pywa-message-unsupported-with-type.json': unsupported('pool'),
  'pywa-message-unsupported.json': unsupported('unsupported'),
  'pywa-message-video.json': message(WAMID, 1697044362, {
    text: 'caption',
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'video',
        mimeType: 'video/mp4',
        providerMediaId: '765756756',
        digest: 'Jh+2ij6PzUv/J2y+grrtegr/ZMzRxkEPwc24Oyib4s03w9Jc=',
      },
    ],
    forwarded: true,
  }),
  'pywa-message-voice.json': message(WAMID, 1697043473, {
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'audio',
        mimeType: 'audio/ogg; codecs=opus',
        providerMediaId: '1234567890987654321',
        digest: 'm04pFf2ERdaopTyFkGPA0+bX3i+YY2dYgVFwOgDLSDI=',
        voice: true,
      },
    ],
  }),
}
