import type { InboundMessage } from '../../../../shared/domain/inbound.ts'
import {
  at,
  FILE,
  type ElementExpectation,
  type ElementExpectations,
  phone,
  PLAIN,
  privately,
} from './payload-expectation.ts'

const ACCOUNT = { id: '10634295353625', name: '1234567891' }
const WAMID = 'wamid.HBgNNDkxNTIwOTgzMzM5OBUCABIYHGDEHJVFHJEVCFHJEVBCMTkyODk1OEIyAA=='
const PERSON = '+491234567890'
const PARTY = { identities: [phone(PERSON)] as [ReturnType<typeof phone>], name: 'TestUser', handle: null }

/** Its contact (222222222222) is not the sender, so it lends neither name nor number. */
const MISMATCH_ACCOUNT = { id: '1111111111111111', name: '32112345678' }
const MISMATCH_PARTY = {
  identities: [phone('+333333333333')] as [ReturnType<typeof phone>],
  name: null,
  handle: null,
}

function message(fields: Partial<InboundMessage>): ElementExpectation {
  const event: InboundMessage = {
    ...PLAIN,
    providerId: WAMID,
    thread: privately(PARTY),
    sentAt: at(1653253313),
    ...fields,
  }
  return { account: ACCOUNT, group: PERSON, key: `message:${WAMID}`, event }
}

/** Payloads of restfb/restfb. Some hold a backslash too many (`audio\/ogg`): kept as the platform wrote it. */
export const RESTFB: ElementExpectations = {
  'restfb-incoming-message-ads.json': message({
    text: 'Test',
    referral: {
      source: 'ad',
      sourceId: 'ADID',
      url: 'AD_OR_POST_FB_URL',
      headline: 'AD_TITLE',
      ref: null,
    },
  }),
  'restfb-incoming-message-audio.json': message({
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'audio',
        mimeType: 'audio\\/ogg; codecs=opus',
        providerMediaId: '1113842206146232',
        digest: 'qGgRrybLhq3DQ2fh7t2IPHP6LnQpFVsZ7zkDwoxDPJs=',
        voice: true,
      },
    ],
  }),
  'restfb-incoming-message-button.json': message({
    text: 'No',
    content: {
      type: 'interactive',
      kind: 'quick_reply',
      payload: 'No-Button-Payload',
      description: null,
    },
    replyTo: 'wamid.ID',
  }),
  'restfb-incoming-message-contacts.json': {
    account: MISMATCH_ACCOUNT,
    group: '+333333333333',
    key: 'message:wamid.randomwhatsappmessageid',
    event: {
      ...PLAIN,
      providerId: 'wamid.randomwhatsappmessageid',
      thread: privately(MISMATCH_PARTY),
      sentAt: at(1701168528),
      content: {
        type: 'contacts',
        contacts: [{ name: 'j_doe', phones: [], emails: [] }],
        requested: false,
      },
    },
  },
  'restfb-incoming-message-contacts2.json': {
    account: { id: 'REDACTED', name: 'REDACTED' },
    group: 'REDACTED',
    key: 'message:wamid.HBg...',
    event: {
      ...PLAIN,
      providerId: 'wamid.HBg...',
      thread: privately({ identities: [phone('REDACTED')], name: 'REDACTED', handle: null }),
      sentAt: at(1712646603),
      content: {
        type: 'contacts',
        contacts: [
          { name: 'REDACTED', phones: ['+39 393 REDACTED'], emails: [] },
          { name: 'REDACTED', phones: ['+39 349 REDACTED'], emails: [] },
        ],
        requested: false,
      },
    },
  },
  'restfb-incoming-message-emoji.json': {
    account: ACCOUNT,
    group: PERSON,
    key: `message:${WAMID}`,
    event: {
      kind: 'reaction',
      target: 'wamid.xxxxxxxx',
      by: 'contact',
      party: PARTY,
      emoji: '👍🏻',
      at: at(1653253313),
    },
  },
  'restfb-incoming-message-interactive-btn.json': message({
    text: 'button-text',
    content: {
      type: 'interactive',
      kind: 'button',
      payload: 'unique-button-identifier-here',
      description: null,
    },
  }),
  'restfb-incoming-message-interactive-list.json': message({
    text: 'list_reply_title',
    content: {
      type: 'interactive',
      kind: 'list',
      payload: 'list_reply_id',
      description: 'list_reply_description',
    },
  }),
  'restfb-incoming-message-status-ui.json': {
    account: ACCOUNT,
    group: 'PHONE_NUMBER',
    key: 'status:wamid.ID:sent',
    event: {
      kind: 'receipt',
      target: 'wamid.ID',
      status: 'sent',
      at: null,
      correlation: null,
      error: null,
    },
  },
  'restfb-incoming-message-sticker.json': message({
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'sticker',
        mimeType: 'image\\/webp',
        providerMediaId: '1122990445227715',
        digest: 'RZEEl5HVWT4S6C0PoOgjYCQVDWs5esIMJsjcDYI80ZE=',
      },
    ],
  }),
  'restfb-incoming-message-text.json': message({ text: 'Test' }),
  'restfb-incoming-message-unsupported.json': {
    account: MISMATCH_ACCOUNT,
    group: '+333333333333',
    key: 'message:wamid.randomwhatsappmessageid',
    event: {
      kind: 'unsupported',
      providerId: 'wamid.randomwhatsappmessageid',
      thread: privately(MISMATCH_PARTY),
      sentAt: at(1701868892),
      of: 'unsupported',
    },
  },
  'restfb-incoming-message-video.json': message({
    text: 'Video',
    content: { type: 'media' },
    attachments: [
      {
        ...FILE,
        type: 'video',
        mimeType: 'video\\/mp4',
        providerMediaId: '378911494190301',
        digest: 'r9TvFx8eGPq\\/nn7l\\/yVMfSmQjBPWlEGOpkBKMVNqDGk=',
      },
    ],
  }),
}
