import {
  at,
  type ElementExpectations,
  phone,
  PLAIN,
  privately,
  toExpectations,
  userId,
} from './payload-expectation.ts'
import { PYWA_CUSTOMERS } from './payload-expectations-pywa.ts'
import { PYWA_SYSTEM } from './payload-expectations-pywa-system.ts'
import { RESTFB } from './payload-expectations-restfb.ts'
import { RESTFB_SYSTEM } from './payload-expectations-restfb-system.ts'

const AIRY = { id: '103874789095437', name: '15550798077' }
const AIRY_WAMID = 'wamid.HBgNNDkxNTc4NjA4MTQ0MhUCABIYFDNFQjBENUJBMzUyRjg5OURGMTkyAA=='
const AIRY_SENT = 'wamid.HBgNNDkxNTc4NjA4MTQ0MhUCABEYEjdERDI5QUUzODFDNDg1MTExNAA='

const VERCEL = { id: '000000000000000', name: '15550000000' }
const VERCEL_WABA = '000000000000000'
const VERCEL_WAMID = 'wamid.HBgNMTU1NTEyMzQ1NjcVAgASGBQzQUYwMDAwMDAwMDAwMDAwMDA'
const VERCEL_PHONE = phone('+15551234567')
const OLD_USER_ID = userId(VERCEL_WABA, 'US.13491208655302741918')
const NEW_USER_ID = userId(VERCEL_WABA, 'US.24817305912873645029')
const TEST_USER = 'Test User'

const VERCEL_AND_AIRY: ElementExpectations = {
  'airy-status.json': {
    account: AIRY,
    group: '+49157123456',
    key: `status:${AIRY_SENT}:delivered`,
    event: {
      kind: 'receipt',
      target: AIRY_SENT,
      status: 'delivered',
      at: at(1660833175),
      correlation: null,
      error: null,
    },
  },
  'airy-text.json': {
    account: AIRY,
    group: '+49157123456',
    key: `message:${AIRY_WAMID}`,
    event: {
      ...PLAIN,
      providerId: AIRY_WAMID,
      thread: privately({ identities: [phone('+49157123456')], name: 'Ada Lovelace', handle: null }),
      sentAt: at(1660823417),
      text: 'Hello world',
    },
  },
  'replay-status-sent-minimal.json': {
    account: { id: '100000000000001', name: '15550001111' },
    group: '+15550002222',
    key: 'status:wamid.FAKE_MSG_SENT_001:sent',
    event: {
      kind: 'receipt',
      target: 'wamid.FAKE_MSG_SENT_001',
      status: 'sent',
      at: at(1772998034),
      correlation: null,
      error: null,
    },
  },
  'vercel-interactive-button-reply.json': {
    account: VERCEL,
    group: '+15551234567',
    key: `message:${VERCEL_WAMID}D`,
    event: {
      ...PLAIN,
      providerId: `${VERCEL_WAMID}D`,
      thread: privately({ identities: [VERCEL_PHONE], name: TEST_USER, handle: null }),
      sentAt: at(1700000003),
      text: 'Approve',
      content: { type: 'interactive', kind: 'button', payload: 'btn_approve', description: null },
      replyTo: `${VERCEL_WAMID}A`,
    },
  },
  'vercel-reaction-surrogate-escape.json': {
    account: VERCEL,
    group: '+15551234567',
    key: `message:${VERCEL_WAMID}C`,
    event: {
      kind: 'reaction',
      target: `${VERCEL_WAMID}A`,
      by: 'contact',
      party: { identities: [VERCEL_PHONE], name: TEST_USER, handle: null },
      emoji: '👍',
      at: at(1700000002),
    },
  },
  'vercel-status-delivered-cbp.json': {
    account: VERCEL,
    group: '+15551234567',
    key: `status:${VERCEL_WAMID}A:delivered`,
    event: {
      kind: 'receipt',
      target: `${VERCEL_WAMID}A`,
      status: 'delivered',
      at: at(1700000004),
      correlation: null,
      error: null,
    },
  },
  'vercel-system-user-changed-number.json': {
    account: VERCEL,
    group: 'US.24817305912873645029',
    key: `message:${VERCEL_WAMID}C`,
    event: {
      kind: 'identity_change',
      previous: [VERCEL_PHONE],
      current: [NEW_USER_ID, phone('+15557654321')],
      at: at(1700000001),
    },
  },
  'vercel-system-user-changed-user-id-no-from.json': {
    account: VERCEL,
    group: 'US.24817305912873645029',
    key: `message:${VERCEL_WAMID}D`,
    event: {
      kind: 'identity_change',
      previous: [OLD_USER_ID],
      current: [NEW_USER_ID],
      at: at(1700000002),
    },
  },
  'vercel-text-with-bsuid.json': {
    account: VERCEL,
    group: 'US.13491208655302741918',
    key: `message:${VERCEL_WAMID}B`,
    event: {
      ...PLAIN,
      providerId: `${VERCEL_WAMID}B`,
      thread: privately({
        identities: [OLD_USER_ID, VERCEL_PHONE],
        name: TEST_USER,
        handle: 'testuser',
      }),
      sentAt: at(1700000000),
      text: 'Hello from a username user',
    },
  },
}

/** By file name. */
export const EXPECTATIONS = toExpectations({
  ...VERCEL_AND_AIRY,
  ...PYWA_CUSTOMERS,
  ...PYWA_SYSTEM,
  ...RESTFB,
  ...RESTFB_SYSTEM,
})
