import { describe, expect, it } from 'vitest'
import { Calendar } from '../../../../shared/domain/calendar/calendar.ts'

const NINE_TO_FIVE = { from: '09:00', to: '17:00' }
const PLAIN = { id: 'team', zone: 'Europe/Berlin', weekly: { monday: [NINE_TO_FIVE] } }

describe('the shape of a calendar', () => {
  it('this guarantees that a few lines are enough', () => {
    expect(Calendar.parse(PLAIN)).toEqual({ ...PLAIN, exceptions: [] })
  })

  it('this guarantees that a day may end at midnight, and a night on the next day', () => {
    const monday = [
      { from: '20:00', to: '24:00' },
      { from: '22:00', to: '06:00' },
    ]
    expect(Calendar.safeParse({ ...PLAIN, weekly: { monday } }).success).toBe(true)
  })

  it.each([
    ['an id with a blank', { id: 'my team' }],
    ['an id of 41 characters', { id: 'a'.repeat(41) }],
    ['no zone', { zone: '' }],
    ['a day that no week has', { weekly: { funday: [NINE_TO_FIVE] } }],
    ['a start at 24:00', { weekly: { monday: [{ from: '24:00', to: '02:00' }] } }],
    ['an end at 24:01', { weekly: { monday: [{ from: '09:00', to: '24:01' }] } }],
    ['an hour of one digit', { weekly: { monday: [{ from: '9:00', to: '17:00' }] } }],
    ['seconds', { weekly: { monday: [{ from: '09:00:00', to: '17:00' }] } }],
    ['an eleventh interval', { weekly: { monday: Array(11).fill(NINE_TO_FIVE) } }],
    ['a date with a time', { exceptions: [{ date: '2026-12-24T00:00', intervals: [] }] }],
    ['an exception without intervals', { exceptions: [{ date: '2026-12-24' }] }],
    ['a 401st exception', { exceptions: Array(401).fill({ date: '2026-12-24', intervals: [] }) }],
    ['a field that is not ours', { holidays: 'BY' }],
  ])('%s: this guarantees that it is refused', (_, change) => {
    expect(Calendar.safeParse({ ...PLAIN, ...change }).success).toBe(false)
  })
})
