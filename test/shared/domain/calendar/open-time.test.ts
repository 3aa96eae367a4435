import { describe, expect, it } from 'vitest'
import {
  addOpenMs,
  findNextOpening,
  isOpenAt,
  splitByCalendar,
  toOpenMs,
} from '../../../../shared/domain/calendar/open-time.ts'
import { calendarOf, everyDay, shift, workdays } from './calendars.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

// 2026-06-15 is a Monday, and Berlin two hours ahead of UTC.
const WEEK = workdays('09:00-12:00 13:00-17:00')
const OFFICE = calendarOf('Europe/Berlin', WEEK)
const NIGHTS = calendarOf('Europe/Berlin', everyDay('22:00-02:00'))

/** `MM-DDTHH:MM` of 2026 in UTC. */
const utc = (text: string) => `2026-${text}:00.000Z`

describe('a range in pieces', () => {
  it.each([
    [
      'a lunch break',
      OFFICE,
      '06-15T09:30',
      '06-15T12:00',
      ['open to 06-15T10:00', 'closed to 06-15T11:00', 'open to 06-15T12:00'],
    ],
    [
      'a weekend',
      OFFICE,
      '06-19T14:00',
      '06-22T08:00',
      ['open to 06-19T15:00', 'closed to 06-22T07:00', 'open to 06-22T08:00'],
    ],
    [
      'a holiday',
      calendarOf('Europe/Berlin', WEEK, { '2026-06-16': '' }),
      '06-15T14:00',
      '06-17T08:00',
      ['open to 06-15T15:00', 'closed to 06-17T07:00', 'open to 06-17T08:00'],
    ],
    [
      'other hours on a date',
      calendarOf('Europe/Berlin', WEEK, { '2026-06-16': '10:00-11:00' }),
      '06-16T00:00',
      '06-17T00:00',
      ['closed to 06-16T08:00', 'open to 06-16T09:00', 'closed to 06-17T00:00'],
    ],
    [
      'hours on a Sunday',
      calendarOf('Europe/Berlin', WEEK, { '2026-06-21': '10:00-11:00' }),
      '06-20T00:00',
      '06-22T00:00',
      ['closed to 06-21T08:00', 'open to 06-21T09:00', 'closed to 06-22T00:00'],
    ],
    [
      'a night',
      NIGHTS,
      '06-15T12:00',
      '06-16T12:00',
      ['closed to 06-15T20:00', 'open to 06-16T00:00', 'closed to 06-16T12:00'],
    ],
    [
      'a night that began before',
      NIGHTS,
      '06-15T23:00',
      '06-16T12:00',
      ['open to 06-16T00:00', 'closed to 06-16T12:00'],
    ],
    [
      'a night of 23 hours, far in the west',
      calendarOf('America/Los_Angeles', { monday: '22:00-21:00' }),
      '06-17T01:00',
      '06-17T12:00',
      ['open to 06-17T04:00', 'closed to 06-17T12:00'],
    ],
    [
      'a night into a holiday',
      calendarOf('Europe/Berlin', everyDay('22:00-02:00'), { '2026-06-16': '' }),
      '06-15T12:00',
      '06-17T12:00',
      ['closed to 06-15T20:00', 'open to 06-16T00:00', 'closed to 06-17T12:00'],
    ],
    [
      'an evening and a morning that touch',
      calendarOf('Europe/Berlin', everyDay('00:00-02:00 22:00-24:00')),
      '06-15T12:00',
      '06-16T12:00',
      ['closed to 06-15T20:00', 'open to 06-16T00:00', 'closed to 06-16T12:00'],
    ],
    [
      'always open, over a change of clocks',
      calendarOf('Europe/Berlin', everyDay('00:00-24:00')),
      '03-20T12:00',
      '04-10T12:00',
      ['open to 04-10T12:00'],
    ],
    ['no calendar', null, '06-15T12:00', '06-21T12:00', ['open to 06-21T12:00']],
    ['no time', OFFICE, '06-15T12:00', '06-15T12:00', []],
    ['the end before the start', OFFICE, '06-15T12:00', '06-15T11:00', []],
  ] as const)('%s: this guarantees where it opens and closes', (_, calendar, from, to, pieces) => {
    const found = splitByCalendar(calendar, utc(from), utc(to))
    expect(found.map((piece) => `${piece.isOpen ? 'open' : 'closed'} to ${piece.to.slice(5, 16)}`)).toEqual(
      pieces,
    )
    expect(found[0]?.from ?? utc(from)).toBe(utc(from))
  })
})

describe('a day on which clocks are changed', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', 'sunday', '00:00-24:00', 23 * 60],
    ['Europe/Berlin', '2026-10-25', 'sunday', '00:00-24:00', 25 * 60],
    ['Europe/Berlin', '2026-03-29', 'sunday', '01:00-04:00', 120],
    ['Europe/Berlin', '2026-10-25', 'sunday', '01:00-04:00', 240],
    // From Saturday into the change.
    ['Europe/Berlin', '2026-03-28', 'saturday', '22:00-06:00', 7 * 60],
    ['Europe/Berlin', '2026-10-24', 'saturday', '22:00-06:00', 9 * 60],
    // 02:30 does not exist: it is at 03:30, as an opening, as a closing, and after its own closing.
    ['Europe/Berlin', '2026-03-29', 'sunday', '02:30-04:00', 30],
    ['Europe/Berlin', '2026-03-29', 'sunday', '01:00-02:30', 90],
    ['Europe/Berlin', '2026-03-29', 'sunday', '02:30-03:15', 0],
    ['Europe/Berlin', '2026-03-29', 'sunday', '01:00-02:30 03:00-04:00', 120],
    // 02:30 exists twice: it is the first.
    ['Europe/Berlin', '2026-10-25', 'sunday', '02:30-03:30', 120],
    ['Europe/Berlin', '2026-10-25', 'sunday', '01:30-02:30', 60],
    ['America/New_York', '2026-03-08', 'sunday', '01:00-04:00', 120],
    ['America/New_York', '2026-11-01', 'sunday', '01:00-04:00', 240],
    ['Australia/Lord_Howe', '2026-10-04', 'sunday', '01:00-04:00', 150],
    ['Australia/Lord_Howe', '2026-04-05', 'sunday', '01:00-04:00', 210],
    ['Asia/Kathmandu', '2026-03-29', 'sunday', '01:00-04:00', 180],
    ['America/Sao_Paulo', '2018-11-04', 'sunday', '00:00-24:00', 23 * 60],
    ['America/Sao_Paulo', '2018-02-17', 'saturday', '00:00-24:00', 25 * 60],
    ['America/Sao_Paulo', '2018-11-03', 'saturday', '22:00-02:00', 180],
    ['America/Sao_Paulo', '2026-11-01', 'sunday', '00:00-24:00', 24 * 60],
    ['America/Nuuk', '2024-03-30', 'saturday', '22:00-24:00', 60],
    // Samoa had no such Friday, and its Thursday night ended on Saturday.
    ['Pacific/Apia', '2011-12-30', 'friday', '09:00-17:00', 0],
    ['Pacific/Apia', '2011-12-29', 'thursday', '22:00-02:00', 240],
  ])('%s %s, a %s, %s: this guarantees %i minutes', (zone, date, weekday, text, minutes) => {
    const calendar = calendarOf(zone, { [weekday]: text })
    const near = `${date}T00:00:00.000Z`
    expect(toOpenMs(calendar, shift(near, -2 * DAY_MS), shift(near, 3 * DAY_MS))).toBe(minutes * MINUTE_MS)
  })

  it('this guarantees that an opening that does not exist is as much later as the clocks were put forward', () => {
    const early = calendarOf('Europe/Berlin', everyDay('02:30-12:00'))
    expect(findNextOpening(early, utc('03-28T20:00'))).toBe(utc('03-29T01:30'))
    expect(findNextOpening(early, utc('03-29T20:00'))).toBe(utc('03-30T00:30'))
  })
})

describe('a due time', () => {
  it.each([
    ['within the day', OFFICE, '06-15T07:00', 2, '06-15T09:00'],
    ['over lunch', OFFICE, '06-15T09:00', 2, '06-15T12:00'],
    ['over the weekend', OFFICE, '06-19T14:00', 6, '06-22T13:00'],
    ['asked while closed', OFFICE, '06-20T12:00', 1, '06-22T08:00'],
    ['at closing, not at the next opening', OFFICE, '06-19T14:00', 1, '06-19T15:00'],
    ['nothing, while closed', OFFICE, '06-20T12:00', 0, '06-20T12:00'],
    ['less than nothing', OFFICE, '06-20T12:00', -1, '06-20T12:00'],
    ['over more than a fortnight', OFFICE, '06-15T07:00', 84, '06-30T15:00'],
    [
      'over the change to summer',
      calendarOf('Europe/Berlin', everyDay('22:00-06:00')),
      '03-28T21:00',
      8,
      '03-29T21:00',
    ],
    ['of Kathmandu', calendarOf('Asia/Kathmandu', WEEK), '06-15T00:00', 1, '06-15T04:15'],
    ['without a calendar', null, '06-19T14:00', 72, '06-22T14:00'],
    [
      'of the only open day',
      calendarOf('UTC', {}, { '2026-06-16': '10:00-11:00' }),
      '06-15T00:00',
      1,
      '06-16T11:00',
    ],
  ])('%s: this guarantees the instant', (_, calendar, from, hours, due) => {
    expect(addOpenMs(calendar, utc(from), hours * HOUR_MS)).toBe(utc(due))
  })

  it('this guarantees that what is never reached has none', () => {
    const once = calendarOf('UTC', {}, { '2026-06-16': '10:00-11:00' })
    expect(addOpenMs(once, utc('06-15T00:00'), HOUR_MS + 1)).toBeNull()
    expect(addOpenMs(once, utc('06-16T11:00'), 1)).toBeNull()
  })

  it('this guarantees that what takes more than five years has none', () => {
    const minute = calendarOf('UTC', { monday: '09:00-09:01' })
    expect(addOpenMs(minute, utc('06-15T00:00'), 4 * HOUR_MS)).toBe('2031-01-13T09:01:00.000Z')
    expect(addOpenMs(minute, utc('06-15T00:00'), 5 * HOUR_MS)).toBeNull()
  })

  it('this guarantees that many years are counted, not waited for', () => {
    const always = calendarOf('Europe/Berlin', everyDay('00:00-24:00'))
    const [from, to] = ['2006-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z']
    expect(toOpenMs(always, from, to)).toBe(Date.parse(to) - Date.parse(from))
  }, 10_000)
})

describe('being open', () => {
  it.each([
    ['2026-06-15T06:59:59.999Z', false],
    ['2026-06-15T07:00:00.000Z', true],
    ['2026-06-15T09:59:59.999Z', true],
    ['2026-06-15T10:00:00.000Z', false],
  ])('%s: this guarantees that the start is open and the end is not', (at, isOpen) => {
    expect(isOpenAt(OFFICE, at)).toBe(isOpen)
  })

  it.each([
    ['while open', OFFICE, '06-15T07:30', '06-15T07:30'],
    ['at lunch', OFFICE, '06-15T10:00', '06-15T11:00'],
    ['on Saturday', OFFICE, '06-20T12:00', '06-22T07:00'],
    ['long before', calendarOf('UTC', {}, { '2026-12-31': '10:00-11:00' }), '01-20T12:00', '12-31T10:00'],
    ['without a calendar', null, '06-20T12:00', '06-20T12:00'],
  ])('%s: this guarantees when it opens next', (_, calendar, at, opening) => {
    expect(findNextOpening(calendar, utc(at))).toBe(utc(opening))
  })

  it('this guarantees that what never opens again says so', () => {
    const over = calendarOf('UTC', {}, { '2026-06-16': '10:00-11:00' })
    expect(findNextOpening(over, utc('06-16T11:00'))).toBeNull()
  })
})
