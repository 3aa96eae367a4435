import { describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/whatsapp/index.ts'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import {
  type Change,
  FAILED_STATUS,
  METADATA,
  STATUS,
  TEXT_MESSAGE,
  toBody,
  toMessages,
  toStatuses,
  WABA,
  WAMID,
} from '../../../../shared/channels/whatsapp/wire-fixtures.ts'
import { parseCut, receiveChanges, sign } from './whatsapp-requests.ts'

function eventOf(change: Change): InboundEvent | undefined {
  return receiveChanges(change).events[0]
}

describe('a status', () => {
  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
  ])('this guarantees that %s counts as %s', (status, expected) => {
    expect(eventOf(toStatuses([{ ...STATUS, status }]))).toEqual({
      kind: 'receipt',
      target: WAMID,
      status: expected,
      at: new Date(1_790_000_001_000).toISOString(),
      correlation: null,
      error: null,
    })
  })

  it('this guarantees that a failure says why and which of our sends it was', () => {
    expect(eventOf(toStatuses([FAILED_STATUS]))).toMatchObject({
      status: 'failed',
      correlation: 'msg_01',
      error: { providerCode: '131047', title: 'Re-engagement message' },
    })
  })

  it('this guarantees that a failure without errors is a failure', () => {
    expect(eventOf(toStatuses([{ ...STATUS, status: 'failed' }]))).toMatchObject({
      status: 'failed',
      error: null,
    })
  })

  it.each([
    ['a status not known here', { ...STATUS, status: 'warned' }],
    ['errors of a wrong type', { ...FAILED_STATUS, errors: 'x' }],
  ])('this guarantees that %s is kept aside', (_, status) => {
    const event = eventOf(toStatuses([status]))
    expect(event).toMatchObject({ kind: 'unsupported', thread: null, of: 'status', raw: { item: status } })
  })
})

describe('an event of the account', () => {
  it.each<[string, object, string, string | null]>([
    ['account_update', { event: 'ACCOUNT_DELETED' }, 'account_deleted', 'degraded'],
    ['account_update', { event: 'ACCOUNT_RECONNECTED' }, 'account_reconnected', 'healthy'],
    [
      'account_update',
      { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } },
      'account_violation',
      null,
    ],
    [
      'account_update',
      { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
      'account_disabled',
      'degraded',
    ],
    ['account_update', { event: 'NEVER_SEEN' }, 'account_updated', null],
    ['account_review_update', { decision: 'REJECTED' }, 'account_review_decided', 'degraded'],
    ['account_review_update', { decision: 'APPROVED' }, 'account_review_decided', 'healthy'],
    ['phone_number_quality_update', { event: 'UNFLAGGED' }, 'phone_number_quality_changed', 'healthy'],
    ['phone_number_quality_update', { event: 'UPGRADE' }, 'phone_number_quality_changed', null],
    ['account_alerts', { alert_severity: 'INFORMATIONAL' }, 'account_alert', null],
    ['security', { event: 'PIN_CHANGED' }, 'phone_number_security_changed', null],
  ])('this guarantees that %s %j is %s, health %s', (field, value, code, health) => {
    const { envelopes, events } = receiveChanges({ field, value })
    expect(events).toEqual([expect.objectContaining({ kind: 'account', code, health })])
    expect(envelopes[0]?.account).toEqual({ id: WABA, name: null })
  })

  it('this guarantees that errors without a message are told', () => {
    const errors = [{ code: 131000, title: 'Something went wrong' }]
    expect(eventOf(toMessages([], { messages: undefined, errors }))).toEqual({
      kind: 'account',
      health: null,
      code: 'platform_error',
      detail: '131000 Something went wrong',
      at: null,
    })
  })

  it('this guarantees that the same news on another day is news, and a repeated delivery is not', () => {
    const keyAt = (time: number) => {
      const entry = { id: WABA, time, changes: [{ field: 'account_update', value: { event: 'NEVER_SEEN' } }] }
      return channel.cut(sign(JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] })))
        .envelopes[0]?.key
    }
    expect(keyAt(1)).toBe(keyAt(1))
    expect(keyAt(1)).not.toBe(keyAt(2))
  })

  it.each(['history', 'smb_app_state_sync', 'calls', 'group_lifecycle_update', 'flows'])(
    'this guarantees that %s is ignored with its reason',
    (field) => {
      const value = { metadata: METADATA, [field]: [{}] }
      expect(eventOf({ field, value })).toEqual({ kind: 'ignored', reason: `${field}_not_stored` })
    },
  )

  it.each(['poems', 'standby', 'messaging_handovers', 'constructor', 'account_update'])(
    'this guarantees that a %s of unknown shape is kept aside',
    (field) => {
      const value = { metadata: METADATA, line: 'x' }
      expect(eventOf({ field, value })).toMatchObject({ kind: 'unsupported', thread: null, of: field })
    },
  )

  it('this guarantees that a messages change without a known list is kept aside', () => {
    const value = { metadata: METADATA, letters: [TEXT_MESSAGE] }
    expect(eventOf({ field: 'messages', value })).toMatchObject({ kind: 'unsupported', of: 'messages' })
  })
})

describe('parse', () => {
  it.each([null, 'x', 5, [], {}, { kind: 'message' }, { kind: 'poem', field: 'messages', waba: '1' }])(
    'this guarantees that the payload %j is kept under its key',
    (payload) => {
      const [cut] = channel.cut(sign(toBody(toMessages([TEXT_MESSAGE])))).envelopes
      if (cut === undefined) throw new Error('the fixture was not cut')
      expect(parseCut({ ...cut, payload })).toEqual([
        {
          kind: 'unsupported',
          providerId: cut.key,
          thread: null,
          sentAt: null,
          of: 'unknown_piece',
          raw: payload,
        },
      ])
    },
  )
})
