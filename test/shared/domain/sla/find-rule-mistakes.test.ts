import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES } from '../../../../shared/domain/sla/default-rules.ts'
import { findRuleMistakes } from '../../../../shared/domain/sla/find-rule-mistakes.ts'
import { SlaRuleSet } from '../../../../shared/domain/sla/rules.ts'

const policy = (id: string, selector: object = {}, more: object = {}) => ({
  id,
  selector,
  targets: { first_response: 'PT1H' },
  ...more,
})
const office = { id: 'office', zone: 'Europe/Berlin', weekly: { monday: [{ from: '09:00', to: '17:00' }] } }

const mistakesOf = (policies: object[], calendars: object[] = []) =>
  findRuleMistakes(SlaRuleSet.parse({ policies, calendars })).map(({ path, code }) => [path.join('.'), code])

describe('mistakes in rules', () => {
  it('are none in the defaults: this guarantees that a fresh deploy has clocks', () => {
    expect(findRuleMistakes(DEFAULT_RULES)).toEqual([])
  })

  it.each<[string, object[], object[], string[][]]>([
    [
      'two policies of one name',
      [policy('a', { tag: 'x' }), policy('a')],
      [],
      [['policies.1.id', 'duplicate_id']],
    ],
    ['two calendars of one name', [], [office, office], [['calendars.1.id', 'duplicate_id']]],
    [
      'a calendar that is not there',
      [policy('a', {}, { calendarId: 'home' })],
      [office],
      [['policies.0.calendarId', 'unknown_calendar']],
    ],
    [
      'a policy behind one for everybody',
      [policy('all'), policy('sms', { channel: 'sms' })],
      [],
      [['policies.1', 'never_reached']],
    ],
    [
      'a policy behind one for more',
      [policy('sms', { channel: 'sms' }), policy('vip', { channel: 'sms', tag: 'vip' })],
      [],
      [['policies.1', 'never_reached']],
    ],
    [
      'a calendar with a mistake of its own',
      [],
      [{ ...office, zone: 'Europe/Bärlin' }],
      [['calendars.0.zone', 'unknown_zone']],
    ],
  ])('%s: this guarantees that it is told where it is', (_, policies, calendars, expected) => {
    expect(mistakesOf(policies, calendars)).toEqual(expected)
  })

  it('are none where each policy has conversations of its own: this guarantees that an ordered list may go from few to all', () => {
    const policies = [
      policy('vip', { channel: 'sms', tag: 'vip' }),
      policy('sms', { channel: 'sms' }),
      policy('urgent', { priority: 'urgent' }, { calendarId: 'office' }),
      policy('rest'),
    ]
    expect(mistakesOf(policies, [office])).toEqual([])
  })
})
