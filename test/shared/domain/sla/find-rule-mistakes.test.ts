import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES } from '../../../../shared/domain/sla/default-rules.ts'
import { findRuleMistakes } from '../../../../shared/domain/sla/find-rule-mistakes.ts'
import { SlaRuleSet } from '../../../../shared/domain/sla/rules.ts'

const WEEK = { monday: [{ from: '09:00', to: '17:00' }] }
const CALENDARS = [{ id: 'shop', zone: 'Europe/Berlin', weekly: WEEK }]
const TARGETS = { first_response: 'PT1H' }

/** Mistakes of what a team might save, in short. */
function find(policies: readonly object[], calendars: readonly object[] = CALENDARS): string[] {
  const rules = SlaRuleSet.parse({ policies, calendars })
  return findRuleMistakes(rules).map(({ path, code }) => `${path.join('.')} ${code}`)
}

describe('mistakes of the rules', () => {
  it('this guarantees that the defaults have none', () => {
    expect(findRuleMistakes(DEFAULT_RULES)).toEqual([])
  })

  it.each<[string, object[], string[]]>([
    ['without policies', [], []],
    ['one for all', [{ id: 'all', targets: TARGETS, calendarId: 'shop' }], []],
    [
      'two of one id',
      [
        { id: 'a', selector: { tag: 'x' }, targets: TARGETS },
        { id: 'a', targets: TARGETS },
      ],
      ['policies.1.id duplicate_id'],
    ],
    ['no target', [{ id: 'a', targets: {} }], ['policies.0.targets no_targets']],
    [
      'a calendar that is not there',
      [{ id: 'a', targets: TARGETS, calendarId: 'night' }],
      ['policies.0.calendarId unknown_calendar'],
    ],
    [
      'a warning before any start',
      [{ id: 'a', targets: TARGETS, warnAt: ['80%', 'PT1H', 'PT2H'] }],
      ['policies.0.warnAt.1 warning_never_due', 'policies.0.warnAt.2 warning_never_due'],
    ],
    [
      'a warning that one target is longer than',
      [{ id: 'a', targets: { ...TARGETS, resolution: 'PT8H' }, warnAt: ['PT2H'] }],
      [],
    ],
    [
      '8 hours a week for five years',
      [{ id: 'a', targets: { resolution: 'PT2088H' }, calendarId: 'shop' }],
      [],
    ],
    [
      'a little more',
      [{ id: 'a', targets: { ...TARGETS, resolution: 'PT2088H1S' }, calendarId: 'shop' }],
      ['policies.0.targets.resolution never_due'],
    ],
    [
      'words for a night that never comes',
      [{ id: 'a', targets: TARGETS, afterHours: { text: 'hi' } }],
      ['policies.0.afterHours never_closed'],
    ],
  ])('%s: this guarantees that each is named where it is', (_, policies, expected) => {
    expect(find(policies)).toEqual(expected)
  })

  it.each<[string, object, object, boolean]>([
    ['everything before something', {}, { tag: 'vip' }, true],
    ['the same twice', { channel: 'sms' }, { channel: 'sms' }, true],
    ['a channel before a part of it', { channel: 'sms' }, { channel: 'sms', tag: 'vip' }, true],
    ['a part before the channel', { channel: 'sms', tag: 'vip' }, { channel: 'sms' }, false],
    ['another channel', { channel: 'sms' }, { channel: 'web', tag: 'vip' }, false],
    ['another field', { tag: 'vip' }, { priority: 'high' }, false],
    [
      'every field',
      { channel: 'sms', visibility: 'private', account: '1', priority: 'low', tag: 'a' },
      { channel: 'sms', visibility: 'private', account: '1', priority: 'low', tag: 'a' },
      true,
    ],
    ['two of another tag', { channel: 'sms', tag: 'a' }, { channel: 'sms', tag: 'b' }, false],
  ])(
    '%s: this guarantees that a policy is refused exactly where an earlier one takes its every conversation',
    (_, wide, narrow, isCovered) => {
      const policies = [
        { id: 'first', selector: wide, targets: TARGETS },
        { id: 'between', selector: { tag: 'between' }, targets: TARGETS },
        { id: 'second', selector: narrow, targets: TARGETS },
      ]
      const mistakes = find(policies).filter((mistake) => mistake.startsWith('policies.2'))
      expect(mistakes).toEqual(isCovered ? ['policies.2.selector never_reached'] : [])
    },
  )

  it('this guarantees that mistakes of calendars keep their place, and that nothing is said twice of them', () => {
    const broken = { id: 'shop', zone: 'Mars/Olympus', weekly: {} }
    const policies = [{ id: 'a', targets: TARGETS, calendarId: 'shop' }]
    expect(find(policies, [...CALENDARS, broken])).toEqual([
      'calendars.1.id duplicate_id',
      'calendars.1.zone unknown_zone',
      'calendars.1.weekly never_open',
    ])
    expect(find(policies, [broken])).toEqual([
      'calendars.0.zone unknown_zone',
      'calendars.0.weekly never_open',
    ])
  })
})
