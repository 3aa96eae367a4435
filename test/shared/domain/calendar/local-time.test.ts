import { describe, expect, it } from 'vitest'
import { toDayNumber } from '../../../../shared/domain/calendar/calendar-day.ts'
import { isKnownZone, toInstantMs } from '../../../../shared/domain/calendar/local-time.ts'

const ZONES = Intl.supportedValuesOf('timeZone')

function toInstant(zone: string, date: string, minutes: number): string {
  return new Date(toInstantMs(zone, toDayNumber(date) ?? NaN, minutes)).toISOString()
}

describe('the time of a zone', () => {
  it('this guarantees that at noon the clocks of every zone show noon, asked once or again', () => {
    for (const zone of [...ZONES, ...ZONES]) {
      expect(isKnownZone(zone)).toBe(true)
      const noon = toInstantMs(zone, toDayNumber('2026-06-15') ?? NaN, 12 * 60)
      expect(new Date(noon).toLocaleString('sv-SE', { timeZone: zone })).toBe('2026-06-15 12:00:00')
    }
  })

  it('this guarantees that more days than are kept change no answer', () => {
    const first = toDayNumber('2000-01-01') ?? NaN
    for (let day = first; day < first + 10_000; day += 1) toInstantMs('Europe/Berlin', day, 0)
    expect(toInstant('Europe/Berlin', '2000-01-01', 0)).toBe('1999-12-31T23:00:00.000Z')
    expect(toInstant('Europe/Berlin', '2027-05-01', 0)).toBe('2027-04-30T22:00:00.000Z')
  })

  it.each([
    ['that does not exist', 'Europe/Berlin', '2026-03-29', 150, '2026-03-29T01:30:00.000Z'],
    ['that exists twice', 'Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
    ['after the day', 'Europe/Berlin', '2026-03-28', 1440 + 180, '2026-03-29T01:00:00.000Z'],
    ['at a midnight that does not exist', 'America/Sao_Paulo', '2018-11-04', 0, '2018-11-04T03:00:00.000Z'],
    ['at the end of the day before it', 'America/Sao_Paulo', '2018-11-03', 1440, '2018-11-04T03:00:00.000Z'],
    [
      'in half an hour that does not exist',
      'Australia/Lord_Howe',
      '2026-10-04',
      135,
      '2026-10-03T15:45:00.000Z',
    ],
    [
      'in half an hour that exists twice',
      'Australia/Lord_Howe',
      '2026-04-05',
      105,
      '2026-04-04T14:45:00.000Z',
    ],
    ['before 1970', 'Europe/London', '1969-07-20', 60, '1969-07-20T00:00:00.000Z'],
  ])('a time %s: this guarantees the instant that the rules give it', (_, zone, date, minutes, instant) => {
    expect(toInstant(zone, date, minutes)).toBe(instant)
  })
})
