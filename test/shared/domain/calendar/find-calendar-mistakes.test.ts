import { describe, expect, it } from 'vitest'
import { findCalendarMistakes } from '../../../../shared/domain/calendar/find-calendar-mistakes.ts'
import { calendarOf, everyDay, workdays } from './calendars.ts'

const OFFICE = workdays('09:00-12:00 13:00-17:00')

function find(
  weekly: Record<string, string>,
  exceptions: Record<string, string> = {},
  zone = 'Europe/Berlin',
) {
  return findCalendarMistakes(calendarOf(zone, weekly, exceptions)).map(
    ({ code, path }) => `${code} ${path.join('.')}`,
  )
}

describe('mistakes of a calendar', () => {
  it.each([
    ['office hours', OFFICE, {}],
    ['always open', everyDay('00:00-24:00'), {}],
    ['a night that ends where the day begins', everyDay('06:00-22:00 22:00-06:00'), {}],
    ['a holiday after a night', everyDay('22:00-06:00'), { '2026-12-25': '' }],
    ['a date that begins where the night ends', everyDay('22:00-02:00'), { '2026-12-25': '02:00-04:00' }],
    ['a night before a day of other hours', { monday: '09:00-17:00' }, { '2026-06-14': '22:00-09:00' }],
    // On Tuesday it would overlap; that Tuesday is closed.
    [
      'a long night before a closed day',
      workdays('09:00-17:00'),
      { '2026-06-15': '22:00-10:00', '2026-06-16': '' },
    ],
    ['the leap day', OFFICE, { '2028-02-29': '' }],
  ] as const)('%s: this guarantees that nothing is found', (_, weekly, exceptions) => {
    expect(find(weekly, exceptions)).toEqual([])
  })

  it.each([
    [
      'an interval in another',
      { monday: '09:00-17:00 10:00-11:00' },
      {},
      ['overlapping_intervals weekly.monday.1'],
    ],
    ['the same twice', { monday: '09:00-17:00 09:00-17:00' }, {}, ['overlapping_intervals weekly.monday.1']],
    [
      'two in a long one, out of order',
      { monday: '12:00-13:00 09:00-17:00 10:00-11:00' },
      {},
      ['overlapping_intervals weekly.monday.2', 'overlapping_intervals weekly.monday.0'],
    ],
    [
      'a night into the morning',
      { monday: '22:00-02:00', tuesday: '01:00-05:00' },
      {},
      ['overlapping_intervals weekly.tuesday.0'],
    ],
    [
      'a Sunday night into Monday',
      { sunday: '22:00-02:00', monday: '01:59-05:00' },
      {},
      ['overlapping_intervals weekly.monday.0'],
    ],
    [
      'a night into a date',
      everyDay('22:00-02:00'),
      { '2026-12-25': '01:00-04:00' },
      ['overlapping_intervals exceptions.0.intervals.0'],
    ],
    [
      'a date into the next morning',
      everyDay('08:00-12:00'),
      { '2026-12-25': '20:00-09:00' },
      ['overlapping_intervals exceptions.0.intervals.0'],
    ],
    [
      'a date into the next date, listed before it',
      OFFICE,
      { '2026-12-25': '01:00-04:00', '2026-12-24': '20:00-02:00' },
      ['overlapping_intervals exceptions.0.intervals.0'],
    ],
    [
      'nothing between from and to',
      { monday: '09:00-09:00 08:00-10:00' },
      {},
      ['empty_interval weekly.monday.0'],
    ],
    [
      'the same on a date',
      OFFICE,
      { '2026-12-24': '00:00-00:00' },
      ['empty_interval exceptions.0.intervals.0'],
    ],
    ['the 30th of February', OFFICE, { '2026-02-30': '' }, ['impossible_date exceptions.0.date']],
    ['a leap day in a common year', OFFICE, { '2026-02-29': '' }, ['impossible_date exceptions.0.date']],
    ['a thirteenth month', OFFICE, { '2026-13-01': '' }, ['impossible_date exceptions.0.date']],
    ['no weekday', {}, {}, ['never_open weekly']],
    [
      'weekdays without hours, and an open date',
      { monday: '' },
      { '2026-12-24': '09:00-12:00' },
      ['never_open weekly'],
    ],
  ])('%s: this guarantees that it is found, once, at its place', (_, weekly, exceptions, mistakes) => {
    expect(find(weekly as Record<string, string>, exceptions as Record<string, string>)).toEqual(mistakes)
  })

  it.each(['Europe/Berlim', 'Berlin', '+02:00', 'Mars/Base'])(
    '%s: this guarantees that what is no zone is found',
    (zone) => {
      expect(find(OFFICE, {}, zone)).toEqual(['unknown_zone zone'])
    },
  )

  it('a date given twice: this guarantees that the second is found', () => {
    const calendar = calendarOf('UTC', OFFICE)
    const exceptions = ['2026-12-24', '2026-12-25', '2026-12-24'].map((date) => ({ date, intervals: [] }))
    expect(findCalendarMistakes({ ...calendar, exceptions })).toEqual([
      {
        path: ['exceptions', 2, 'date'],
        code: 'duplicate_date',
        message:
          'expected each date once, got 2026-12-24 again after exceptions[0]. Make one exception of both',
      },
    ])
  })

  it('this guarantees that a message says what was expected, what came and what to do', () => {
    const calendar = calendarOf('Europe/Berlin', { monday: '22:00-02:00', tuesday: '01:00-05:00' })
    expect(findCalendarMistakes(calendar).map(({ message }) => message)).toEqual([
      'expected intervals that do not overlap, got 01:00 to 05:00 on tuesday beside 22:00 to 02:00 on monday. ' +
        'End the earlier one where the later begins, or make one of both',
    ])
  })

  it('this guarantees that all mistakes are found at once', () => {
    expect(find({ monday: '09:00-09:00' }, { '2026-02-30': '' }, 'Berlin')).toEqual([
      'unknown_zone zone',
      'empty_interval weekly.monday.0',
      'impossible_date exceptions.0.date',
    ])
  })
})
