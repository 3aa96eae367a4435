import {
  at,
  FILE,
  type ElementExpectation,
  type ElementExpectations,
  phone,
  privately,
} from './payload-expectation.ts'

const ACCOUNT = { id: '1122334455667', name: '972123456789' }
const WABA = '102290129340398'
const NUMBER = { id: '106540352242922', name: '15550783881' }
/** A documentation sample with its placeholders left in: they name people as well as any text. */
const PLACEHOLDER_NUMBER = { id: '<BUSINESS_PHONE_NUMBER_ID>', name: '<BUSINESS_DISPLAY_PHONE_NUMBER>' }

function ofAccount(
  field: string,
  event: Extract<ElementExpectation['event'], { kind: 'account' }>,
  id = WABA,
): ElementExpectation {
  return { account: { id, name: null }, group: id, key: `change:${field}:`, event }
}

/** Payloads of david-lev/pywa about accounts, changes of messages, echoes, identities and preferences. */
export const PYWA_SYSTEM: ElementExpectations = {
  'pywa-account-update-account-disabled.json': ofAccount('account_update', {
    kind: 'account',
    health: 'healthy',
    code: 'account_reinstated',
    detail: 'DISABLED_UPDATE, REINSTATE, April 17, 2025',
    at: at(1743451903),
  }),
  'pywa-account-update-account-offboarded.json': ofAccount('account_update', {
    kind: 'account',
    health: 'degraded',
    code: 'account_offboarded',
    detail: 'ACCOUNT_OFFBOARDED',
    at: at(1743451903),
  }),
  'pywa-account-update-account-restriction.json': ofAccount('account_update', {
    kind: 'account',
    health: 'degraded',
    code: 'account_restricted',
    detail: 'ACCOUNT_RESTRICTION, RESTRICTED_BIZ_INITIATED_MESSAGING, RESTRICTED_ADD_PHONE_NUMBER_ACTION',
    at: at(1641330498),
  }),
  'pywa-account-update-partner-removed.json': ofAccount(
    'account_update',
    {
      kind: 'account',
      health: 'degraded',
      code: 'partner_removed',
      detail: 'PARTNER_REMOVED',
      at: at(1748477359),
    },
    '980198427658004',
  ),
  'pywa-call-connect-user-initiated.json': {
    account: { id: '743897493242', name: '16315553601' },
    group: '743897493242',
    key: 'change:calls:',
    event: { kind: 'ignored', reason: 'calls_not_stored' },
  },
  'pywa-deleted-message-revoke.json': {
    account: PLACEHOLDER_NUMBER,
    group: '<WHATSAPP_USER_PHONE_NUMBER>',
    key: 'message:<WHATSAPP_MESSAGE_ID>',
    event: {
      kind: 'removal',
      target: '<ORIGINAL_WHATSAPP_MESSAGE_ID>',
      by: 'contact',
      at: at(1697043223),
    },
  },
  // The only contact in it is somebody else: its name and user id must not stick to the sender.
  'pywa-edited-message-image.json': {
    account: NUMBER,
    group: '+16505551234',
    key: 'message:wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=',
    event: {
      kind: 'edit',
      target: 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=',
      by: 'contact',
      at: at(1749854575),
      text: 'Updated image caption',
      content: { type: 'media' },
      attachments: [
        {
          ...FILE,
          type: 'image',
          mimeType: 'image/jpeg',
          providerMediaId: '1234567890',
          providerUrl: 'https://media.example.com/updated-image.jpg',
          digest: 'a1b2c3d4e5f6...',
        },
      ],
    },
  },
  'pywa-message-status-group.json': {
    account: PLACEHOLDER_NUMBER,
    group: 'fowefinoewcnw',
    key: 'status:<WHATSAPP_MESSAGE_ID>:read:US.123456',
    event: { kind: 'ignored', reason: 'group_receipt' },
  },
  // `to` is the customer, whoever stands in `contacts`.
  'pywa-outgoing-message-delete.json': {
    account: ACCOUNT,
    group: '+972123456789',
    key: 'echo:wamid.yyyyyy',
    event: { kind: 'removal', target: 'wamid.zzzzzz', by: 'external', at: at(1697044968) },
  },
  'pywa-outgoing-message-edit.json': {
    account: ACCOUNT,
    group: '+972123456789',
    key: 'echo:wamid.yyyyyy',
    event: {
      kind: 'edit',
      target: 'wamid.zzzzzz',
      by: 'external',
      at: at(1697044968),
      text: 'Text was edited',
      content: { type: 'text' },
      attachments: [],
    },
  },
  'pywa-outgoing-message-text.json': {
    account: ACCOUNT,
    group: '<BSUID>',
    key: 'echo:<WHATSAPP_MESSAGE_ID>',
    event: {
      kind: 'echo',
      providerId: '<WHATSAPP_MESSAGE_ID>',
      thread: privately({
        identities: [phone('<BSUID>'), phone('<WHATSAPP_USER_PHONE_NUMBER>')],
        name: null,
        handle: null,
      }),
      sentAt: at(1697043223),
      text: 'Test message',
      content: { type: 'text' },
      attachments: [],
      replyTo: null,
      forwarded: false,
      correlation: null,
    },
  },
  'pywa-system-identity-change.json': {
    account: ACCOUNT,
    group: '+972987654321',
    key: 'message:wamid.xyzxyz',
    event: { kind: 'ignored', reason: 'security_code_changed' },
  },
  'pywa-system-phone-number-change.json': {
    account: ACCOUNT,
    group: '+972912345678',
    key: 'message:wamid.xyzxyz==',
    event: {
      kind: 'identity_change',
      previous: [phone('+972987654321')],
      current: [phone('+972912345678')],
      at: at(1753851315),
    },
  },
  'pywa-template-category-update-marketing.json': ofAccount(
    'template_category_update',
    {
      kind: 'account',
      health: null,
      code: 'template_category_changed',
      detail: 'my_message_template, he, MARKETING',
      at: at(1750344882),
    },
    '57438975935',
  ),
  'pywa-template-quality-update-yellow.json': ofAccount('message_template_quality_update', {
    kind: 'account',
    health: null,
    code: 'template_quality_changed',
    detail: 'welcome_template, en_US, GREEN, YELLOW',
    at: at(1674864290),
  }),
  'pywa-user-marketing-preferences-signup.json': {
    account: NUMBER,
    group: '+16505551234',
    key: 'preference:',
    event: {
      kind: 'opt_out',
      party: { identities: [phone('+16505551234')], name: null, handle: null },
      action: 'in',
      scope: 'marketing',
      by: 'platform',
      at: at(1731705721),
    },
  },
}
