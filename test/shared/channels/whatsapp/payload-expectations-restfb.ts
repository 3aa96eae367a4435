import type { InboundMessage } from '../../../../shared/domain/inbound.ts'
import {
  at,
  FILE,
  type PayloadExpectation,
  type PayloadExpectations,
  phone,
  PLAIN,
  privately,
  userId,
} from './payload-expectation.ts'

const ACCOUNT = { id: '10634295353625', name: '1234567891' }
const WAMID = 'wamid.HBgNNDkxNTIwOTgzMzM5OBUCABIYHGDEHJVFHJEVCFHJEVBCMTkyODk1OEIyAA=='
const PERSON = '+491234567890'
const PARTY = { identities: [phone(PERSON)] as [ReturnType<typeof phone>], name: 'TestUser', handle: null }

const USERNAME_ACCOUNT = { id: '106540352242922', name: '15550783881' }
const USERNAME_WABA = '102290129340398'
const USER_ID = 'US.13491208655302741918'
const USERNAME_WAMID = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='

/** Its contact (222222222222) is not the sender, so it lends neither name nor number. */
const MISMATCH_ACCOUNT = { id: '1111111111111111', name: '32112345678' }
const MISMATCH_PARTY = {
  identities: [phone('+333333333333')] as [ReturnType<typeof phone>],
  name: null,
  handle: null,
}

function message(fields: Partial<InboundMessage>): PayloadExpectation {
  const event: InboundMessage = {
    ...PLAIN,
    providerId: WAMID,
    thread: privately(PARTY),
    sentAt: at(1653253313),
    ...fields,
  }
  return { account: ACCOUNT, group: PERSON, key: `message:${WAMID}`, event }
}

function ofAccount(
  field: string,
  event: Extract<PayloadExpectation['event'], { kind: 'account' }>,
  id = 'whatsapp-business-account-id',
): PayloadExpectation {
  return { account: { id, name: null }, group: id, key: `change:${field}:`, event }
}

/** Payloads of restfb/restfb. Some hold a backslash too many (`audio\/ogg`): kept as the platform wrote it. */
export const RESTFB: PayloadExpectations = {
  'restfb-accountUpdate-banned.json': ofAccount('account_update', {
    kind: 'account',
    health: 'degraded',
    code: 'account_disable_scheduled',
    detail: 'DISABLED_UPDATE, SCHEDULE_FOR_DISABLE, January 31, 2021',
    at: at(1604703058),
  }),
  'restfb-accountUpdate-verified.json': ofAccount('account_update', {
    kind: 'account',
    health: null,
    code: 'account_verified',
    detail: 'VERIFIED_ACCOUNT, 16505551111',
    at: at(1604703058),
  }),
  'restfb-businessUsernameUpdate-approved.json': ofAccount(
    'business_username_update',
    {
      kind: 'account',
      health: null,
      code: 'business_username_changed',
      detail: 'acme_support, approved',
      at: at(1749416383),
    },
    USERNAME_WABA,
  ),
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
  'restfb-incoming-message-contacts-request-bsuid.json': {
    account: USERNAME_ACCOUNT,
    group: USER_ID,
    key: `message:${USERNAME_WAMID}`,
    event: {
      ...PLAIN,
      providerId: USERNAME_WAMID,
      thread: privately({
        identities: [userId(USERNAME_WABA, USER_ID)],
        name: 'Sheena Nelson',
        handle: 'realsheenanelson',
      }),
      sentAt: at(1749416383),
      // `origin` is the placeholder "contact_request/other"; a vCard comes with cards shared by hand only.
      content: {
        type: 'contacts',
        contacts: [{ name: 'Sheena Nelson', phones: ['15551234567'], emails: [] }],
        requested: false,
      },
    },
  },
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
  'restfb-incoming-message-status-group-bsuid.json': {
    account: USERNAME_ACCOUNT,
    group: '120363418770915618@g.us',
    key: `status:wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=:read:${USER_ID}`,
    event: { kind: 'ignored', reason: 'group_receipt' },
  },
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
  'restfb-incoming-message-system-bsuid.json': {
    account: USERNAME_ACCOUNT,
    group: USER_ID,
    key: `message:${USERNAME_WAMID}`,
    event: {
      kind: 'identity_change',
      previous: [userId(USERNAME_WABA, 'US.10101010101010101010')],
      current: [userId(USERNAME_WABA, USER_ID)],
      at: at(1749416383),
    },
  },
  'restfb-incoming-message-text-bsuid.json': {
    account: USERNAME_ACCOUNT,
    group: USER_ID,
    key: `message:${USERNAME_WAMID}`,
    event: { kind: 'ignored', reason: 'group_message' },
  },
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
  'restfb-messageTemplateStatusUpdate-approved.json': ofAccount('message_template_status_update', {
    kind: 'account',
    health: null,
    code: 'template_status_changed',
    detail: 'My message template, en-US, APPROVED',
    at: at(1604703141),
  }),
  'restfb-messageTemplateStatusUpdate-disabling.json': ofAccount('message_template_status_update', {
    kind: 'account',
    health: null,
    code: 'template_status_changed',
    detail: 'My message template, en-US, FLAGGED',
    at: at(1604703141),
  }),
  'restfb-phoneNumberNameUpdate.json': ofAccount('phone_number_name_update', {
    kind: 'account',
    health: null,
    code: 'phone_number_name_decided',
    detail: '16505551111, APPROVED, WhatsApp',
    at: at(1608243053),
  }),
  'restfb-phoneNumberQualityUpdate.json': ofAccount('phone_number_quality_update', {
    kind: 'account',
    health: 'degraded',
    code: 'phone_number_quality_changed',
    detail: '16505551111, FLAGGED, TIER_10K',
    at: at(1608243062),
  }),
  'restfb-userIdUpdate.json': {
    account: USERNAME_ACCOUNT,
    group: USER_ID,
    key: 'user_id_update:',
    event: {
      kind: 'identity_change',
      previous: [userId(USERNAME_WABA, 'US.10101010101010101010')],
      current: [userId(USERNAME_WABA, USER_ID), phone('+16505551234')],
      at: at(1749416383),
    },
  },
}
