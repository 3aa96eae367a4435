import { describe, expect, it } from 'vitest'
import { ACCOUNT_ID, toAccountActivity, toActivity } from '../../../../shared/channels/twitter/wire-bodies.ts'
import { readEvent, receiveJson } from './twitter-requests.ts'

describe('revocations', () => {
  const REVOKED = { date_time: '2026-07-23T21:44:05+00:00', user_id: ACCOUNT_ID, app_id: '29820954' }

  it.each<[string, unknown]>([
    ['with an empty filter', { data: toActivity('oauth.revoke', REVOKED, { filter: {} }) }],
    ['without a filter', { data: toActivity('oauth.revoke', REVOKED, { filter: undefined }) }],
    ['with a filter', { data: toActivity('oauth.revoke', REVOKED) }],
    [
      'in Account Activity',
      {
        user_event: {
          revoke: {
            date_time: REVOKED.date_time,
            target: { app_id: REVOKED.app_id },
            source: { user_id: ACCOUNT_ID },
          },
        },
      },
    ],
  ])('this guarantees that a revocation %s marks the account', (_, body) => {
    expect(receiveJson(body).envelopes.map(({ account, key }) => [account.id, key])).toEqual([
      [ACCOUNT_ID, `revoke:${REVOKED.date_time}`],
    ])
    expect(readEvent(body)).toEqual({
      kind: 'account',
      health: 'degraded',
      code: 'oauth_revoked',
      detail: 'app 29820954',
      at: '2026-07-23T21:44:05.000Z',
    })
  })

  it('this guarantees that a revocation counts without its details', () => {
    const body = { data: toActivity('oauth.revoke', { user_id: ACCOUNT_ID }) }
    expect(readEvent(body)).toMatchObject({ code: 'oauth_revoked', detail: null, at: null })
  })
})

describe('events that are not stored', () => {
  it.each([
    ['dm.read', 'read_mark'],
    ['dm.indicate_typing', 'typing'],
    ['chat.conversation_join', 'chat_joined'],
    ['like.create', 'like'],
    ['follow.follow', 'follow'],
    ['mute.mute', 'mute'],
    ['block.unblock', 'block'],
    ['profile.update.handle', 'profile_update'],
    ['spaces.start', 'space'],
    ['broadcast.end', 'broadcast'],
  ])('this guarantees that %s is ignored as %s', (type, reason) => {
    expect(readEvent({ data: toActivity(type, { id: '1' }) })).toEqual({ kind: 'ignored', reason })
  })

  it.each([
    ['direct_message_indicate_typing_events', 'typing'],
    ['direct_message_mark_read_events', 'read_mark'],
    ['favorite_events', 'like'],
    ['follow_events', 'follow'],
    ['unblock_events', 'block'],
    ['mute_events', 'mute'],
  ])('this guarantees that Account Activity’s %s are ignored as %s', (list, reason) => {
    expect(readEvent(toAccountActivity({ [list]: [{ type: 'x' }] }))).toEqual({ kind: 'ignored', reason })
  })
})

describe('events not known here', () => {
  it.each<[string, unknown, string]>([
    ['a type', { data: toActivity('poem.create', { line: 'roses' }) }, 'poem.create'],
    ['words in a broadcast', { data: toActivity('broadcast.chat', { message: 'test' }) }, 'broadcast.chat'],
    ['a list', toAccountActivity({ poem_events: [{ line: 'roses' }] }), 'poem_events'],
    ['a list of words', toAccountActivity({ poem_events: ['roses'] }), 'poem_events'],
  ])('this guarantees that %s is kept for a person to look at', (_, body, of) => {
    expect(readEvent(body)).toMatchObject({ kind: 'unsupported', thread: null, of, raw: { kind: 'event' } })
  })
})
