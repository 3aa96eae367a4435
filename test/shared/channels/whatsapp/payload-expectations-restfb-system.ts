import {
  at,
  type ElementExpectation,
  type ElementExpectations,
  phone,
  PLAIN,
  privately,
  userId,
} from './payload-expectation.ts'

const USERNAME_ACCOUNT = { id: '106540352242922', name: '15550783881' }
const USERNAME_WABA = '102290129340398'
const USER_ID = 'US.13491208655302741918'
const USERNAME_WAMID = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='

function ofAccount(
  field: string,
  event: Extract<ElementExpectation['event'], { kind: 'account' }>,
  id = 'whatsapp-business-account-id',
): ElementExpectation {
  return { account: { id, name: null }, group: id, key: `change:${field}:`, event }
}

/** Payloads of restfb/restfb about accounts, groups, identities and people with a username. */
export const RESTFB_SYSTEM: ElementExpectations = {
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
  'restfb-incoming-message-status-group-bsuid.json': {
    account: USERNAME_ACCOUNT,
    group: '120363418770915618@g.us',
    key: `status:wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=:read:${USER_ID}`,
    event: { kind: 'ignored', reason: 'group_receipt' },
  },
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
