import { describe, expect, it } from 'vitest'
import {
  changes,
  type Item,
  messaging,
  MID,
  PAGE,
  PSID,
  TIME,
  toBody,
  toChange,
  toEntry,
  toItem,
} from '../../../../shared/channels/facebook/wire-fixtures.ts'
import { eventsOf } from './facebook-requests.ts'

const AT = new Date(TIME * 1000).toISOString()
const PARTY = {
  identities: [{ channel: 'facebook', scope: PAGE, externalId: PSID }],
  name: null,
  handle: null,
}

function factsOf(event: Item): unknown[] {
  return eventsOf(messaging(toItem(event)))
}

describe('reactions', () => {
  it.each<[string, Item, string | null]>([
    ['an emoji', { action: 'react', reaction: 'other', emoji: '🎉' }, '🎉'],
    ['a name alone', { action: 'react', reaction: 'angry' }, '😠'],
    ['the name smile', { action: 'react', reaction: 'smile' }, '😆'],
    ['the name dislike', { action: 'react', reaction: 'dislike' }, '👎'],
    ['"other" and nothing else', { action: 'react', reaction: 'other' }, '❓'],
    ['its withdrawal', { action: 'unreact' }, null],
    ['its withdrawal with the emoji', { action: 'unreact', reaction: 'love', emoji: '❤' }, null],
  ])('this guarantees that a reaction told by %s is understood', (_, reaction, emoji) => {
    expect(factsOf({ reaction: { mid: MID, ...reaction } })).toEqual([
      { kind: 'reaction', target: MID, by: 'contact', party: PARTY, emoji, at: AT },
    ])
  })

  it('this guarantees that a reaction of our side is ours', () => {
    const item = { ...toItem({ reaction: { mid: MID, action: 'react', emoji: '👍' } }), sender: { id: PAGE } }
    expect(eventsOf(messaging({ ...item, recipient: { id: PSID } }))).toMatchObject([
      { kind: 'reaction', by: 'external', party: PARTY },
    ])
  })
})

describe('receipts', () => {
  const receipt = (target: string) => ({
    kind: 'receipt',
    target,
    status: 'delivered',
    at: AT,
    correlation: null,
    error: null,
  })

  it('this guarantees that a watermark says what it covers, and ids say what they name', () => {
    const upTo = '2026-11-18T11:06:39.000Z'
    expect(factsOf({ delivery: { watermark: 1794999999000 } })).toEqual([
      { kind: 'watermark', party: PARTY, status: 'delivered', upTo },
    ])
    expect(factsOf({ delivery: { watermark: 1794999999000, mids: ['m_1', 'm_2'] } })).toEqual([
      { kind: 'watermark', party: PARTY, status: 'delivered', upTo },
      receipt('m_1'),
      receipt('m_2'),
    ])
    expect(factsOf({ delivery: { mids: ['m_1'] } })).toEqual([receipt('m_1')])
  })

  it('this guarantees that ids beyond what one transaction moves are left to the watermark', () => {
    const mids = Array.from({ length: 50 }, (_, index) => `m_${index}`)
    const events = factsOf({ delivery: { watermark: 1794999999000, mids } })
    expect(events).toHaveLength(21)
    expect(events.at(-1)).toEqual(receipt('m_49'))
  })

  it.each<[string, Item]>([
    ['read', { read: { seq: 1 } }],
    ['delivery', { delivery: { watermark: 'soon' } }],
    ['reaction', { reaction: { action: 'react' } }],
    ['message_edit', { message_edit: { text: 'x' } }],
  ])('this guarantees that a %s which names nothing is kept and shows in no conversation', (of, event) => {
    expect(factsOf(event)).toMatchObject([{ kind: 'unsupported', thread: null, of, raw: toItem(event) }])
  })
})

describe('opting in and out', () => {
  const OPT_IN = { type: 'notification_messages', payload: 'topic-1', title: 'Weekly offers' }
  const change = (action: string) => ({
    kind: 'opt_out',
    party: PARTY,
    action,
    scope: 'marketing',
    by: 'platform',
    at: AT,
  })

  it.each([
    ['STOP NOTIFICATIONS', 'out'],
    ['STOP_NOTIFICATIONS', 'out'],
    ['RESUME NOTIFICATIONS', 'in'],
    ['RESUME_NOTIFICATIONS', 'in'],
  ])('this guarantees that %s is heard', (status, action) => {
    expect(factsOf({ optin: { ...OPT_IN, notification_messages_status: status } })).toEqual([change(action)])
  })

  it('this guarantees that a yes to a topic is seen and allows writing again; our title is not the customer’s words', () => {
    expect(factsOf({ optin: OPT_IN })).toMatchObject([
      {
        kind: 'message',
        text: null,
        content: { type: 'interactive', kind: 'opt_in', payload: 'topic-1', description: 'Weekly offers' },
      },
      change('in'),
    ])
  })

  it('this guarantees that a checkbox of somebody who has not written is ignored by name', () => {
    const item = { recipient: { id: PAGE }, timestamp: TIME, optin: { ref: 'r', user_ref: 'u' } }
    expect(eventsOf(messaging(item))).toEqual([{ kind: 'ignored', reason: 'user_ref_only' }])
  })

  it('this guarantees that a press in standby is seen although its payload stays with its app', () => {
    const item = toItem({ postback: { mid: MID, title: 'Yes' } })
    expect(eventsOf(toBody(toEntry({ standby: [item] })))).toMatchObject([
      { kind: 'message', providerId: MID, text: 'Yes', content: { kind: 'postback', payload: null } },
    ])
  })
})

describe('the account and the rest', () => {
  it.each([
    ['block', 'messaging_blocked', 'degraded'],
    ['unblock', 'messaging_unblocked', 'healthy'],
    ['warning', 'policy_warning', null],
  ])('this guarantees that the policy action %s says how the Page is', (action, code, health) => {
    const item = {
      recipient: { id: PAGE },
      timestamp: TIME * 1000,
      policy_enforcement: { action, reason: 'spam' },
    }
    expect(eventsOf(messaging(item))).toEqual([{ kind: 'account', health, code, detail: 'spam', at: AT }])
  })

  it('this guarantees that an item of a kind not known here is visible in its conversation', () => {
    const item = toItem({ prior_message: { source: 'x' }, messaging_feedback: { feedback_screens: [] } })
    expect(eventsOf(messaging(item))).toMatchObject([
      {
        kind: 'unsupported',
        thread: { visibility: 'private', party: PARTY },
        of: 'messaging_feedback',
        raw: item,
      },
    ])
  })

  it('this guarantees that an item of nothing but people is kept', () => {
    expect(factsOf({})).toMatchObject([{ kind: 'unsupported', of: 'empty_item' }])
  })

  it.each(['hours', 'leadgen', 'conversations'])(
    'this guarantees that the field %s is ignored by name',
    (field) => {
      expect(eventsOf(changes(toChange(field, {})))).toEqual([
        { kind: 'ignored', reason: `${field}_not_stored` },
      ])
    },
  )
})
