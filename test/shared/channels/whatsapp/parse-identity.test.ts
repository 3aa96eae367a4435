import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import {
  type Change,
  PREFERENCE,
  toMessage,
  toMessages,
  toPreferences,
  toUserIdUpdates,
  USER_ID,
  USER_ID_UPDATE,
  WA_ID,
  WABA,
} from '../../../../shared/channels/whatsapp/wire-fixtures.ts'
import { receiveChanges } from './whatsapp-requests.ts'

const PHONE = { channel: 'whatsapp', scope: '-', externalId: `+${WA_ID}` }
const PERSON = { channel: 'whatsapp', scope: WABA, externalId: USER_ID }
const OLD_PERSON = { channel: 'whatsapp', scope: WABA, externalId: 'DE.11111111111111111111' }
const NEW_PHONE = { channel: 'whatsapp', scope: '-', externalId: '+4915559999999' }

function eventOf(change: Change): InboundEvent | undefined {
  return receiveChanges(change).events[0]
}

function systemOf(system: object, message: object = {}): InboundEvent | undefined {
  return eventOf(toMessages([{ ...toMessage('system', system), ...message }], { contacts: undefined }))
}

describe('a change of identity', () => {
  const at = new Date(1_790_000_000_000).toISOString()

  it.each<[string, object, object, object[], object[]]>([
    [
      'a new number',
      { type: 'user_changed_number', wa_id: '4915559999999' },
      { from_user_id: undefined },
      [PHONE],
      [NEW_PHONE],
    ],
    [
      'a new number and user id',
      { type: 'user_changed_number', wa_id: '4915559999999', user_id: USER_ID },
      { from_user_id: OLD_PERSON.externalId },
      [OLD_PERSON, PHONE],
      [PERSON, NEW_PHONE],
    ],
    [
      'a new user id with the previous one',
      { type: 'user_changed_user_id', user_id: USER_ID, previous_user_id: OLD_PERSON.externalId },
      { from: undefined, from_user_id: undefined },
      [OLD_PERSON],
      [PERSON],
    ],
    [
      'a new user id with the previous one in the sentence',
      {
        type: 'user_changed_user_id',
        user_id: USER_ID,
        body: `User Mallory changed from DE.1 to ${USER_ID} changed from ${OLD_PERSON.externalId} to ${USER_ID}`,
      },
      { from: undefined, from_user_id: undefined },
      [OLD_PERSON],
      [PERSON],
    ],
    [
      'a new number of a person already named by the new user id',
      { type: 'user_changed_number', wa_id: '4915559999999', user_id: USER_ID },
      {},
      [PHONE],
      [PERSON, NEW_PHONE],
    ],
    [
      'a new user id of a known number',
      { type: 'user_changed_user_id', user_id: USER_ID },
      { from_user_id: undefined },
      [PHONE],
      [PERSON],
    ],
  ])('this guarantees that %s is understood', (_, system, message, previous, current) => {
    expect(systemOf(system, message)).toEqual({ kind: 'identity_change', previous, current, at })
  })

  it.each([
    ['no previous id', { type: 'user_changed_user_id', user_id: USER_ID }],
    [
      'a sentence forged by a profile name',
      {
        type: 'user_changed_user_id',
        user_id: USER_ID,
        body: `User Mallory changed from DE.1 to ${USER_ID} changed from x to ${USER_ID}`,
      },
    ],
  ])('this guarantees that %s changes nobody', (_, system) => {
    expect(systemOf(system, { from: undefined, from_user_id: undefined })).toEqual({
      kind: 'ignored',
      reason: 'identity_change_without_previous',
    })
  })

  it('this guarantees that an updated user id keeps its history', () => {
    expect(eventOf(toUserIdUpdates([USER_ID_UPDATE]))).toEqual({
      kind: 'identity_change',
      previous: [OLD_PERSON],
      current: [PERSON, PHONE],
      at: new Date(1_790_000_005_000).toISOString(),
    })
  })

  it('this guarantees that an update without previous id is ignored and one without current is kept', () => {
    const without = (user_id: unknown) => eventOf(toUserIdUpdates([{ ...USER_ID_UPDATE, user_id }]))
    expect(without({ current: USER_ID })).toEqual({
      kind: 'ignored',
      reason: 'identity_change_without_previous',
    })
    expect(without({ previous: USER_ID })).toMatchObject({ kind: 'unsupported', thread: null })
  })

  it('this guarantees that a new security code is no change of person', () => {
    expect(systemOf({ type: 'customer_identity_changed' })).toEqual({
      kind: 'ignored',
      reason: 'security_code_changed',
    })
  })
})

describe('a marketing preference', () => {
  it.each([
    ['stop', 'out'],
    ['resume', 'in'],
    ['signup', 'in'],
  ])('this guarantees that %s opts %s', (value, action) => {
    expect(eventOf(toPreferences([{ ...PREFERENCE, value }]))).toEqual({
      kind: 'opt_out',
      party: { identities: [PERSON, PHONE], name: 'Mara Beispiel', handle: 'mara.b' },
      action,
      scope: 'marketing',
      by: 'platform',
      at: new Date(1_790_000_004_000).toISOString(),
    })
  })

  it.each([{ value: 'pause' }, { category: 'all_messages' }])(
    'this guarantees that the unknown preference %j is kept, not guessed at',
    (change) => {
      expect(eventOf(toPreferences([{ ...PREFERENCE, ...change }]))).toMatchObject({
        kind: 'unsupported',
        thread: null,
        of: 'preference',
      })
    },
  )

  it('this guarantees that stop, resume and stop again are three facts', () => {
    const values = ['stop', 'resume', 'stop'].map((value, index) => ({
      ...PREFERENCE,
      value,
      timestamp: 1_790_000_004 + index,
    }))
    expect(new Set(receiveChanges(toPreferences(values)).envelopes.map(({ key }) => key)).size).toBe(3)
  })
})
