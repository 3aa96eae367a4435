import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Calendar } from '../../../../shared/domain/calendar/calendar.ts'
import {
  addOpenMs,
  findNextOpening,
  isOpenAt,
  splitByCalendar,
  toOpenMs,
} from '../../../../shared/domain/calendar/open-time.ts'
import { PLACES, calendarOf, everyDay, scenes, shift } from './calendars.ts'
import { countOpenMs } from './minute-oracle.ts'

const HOUR_MS = 60 * 60 * 1000
const openMs = fc.integer({ min: 0, max: 60 * HOUR_MS })

/** Runs a law with the random calendars, and with none. */
function forAny(instants: number, law: (calendar: Calendar | null, instants: string[], n: number) => void) {
  fc.assert(
    fc.property(scenes(instants), openMs, (scene, n) => {
      law(scene.calendar, scene.instants, n)
      law(null, scene.instants, n)
    }),
    { numRuns: 300 },
  )
}

describe('open time, whatever the calendar', () => {
  it('this guarantees that it is what a wall clock shows, minute by minute', () => {
    fc.assert(
      fc.property(scenes(2, 2), ({ calendar, instants: [from = '', to = ''] }) => {
        expect(toOpenMs(calendar, from, to)).toBe(countOpenMs(calendar, from, to))
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it.each(PLACES)(
    'in %s around %s: this guarantees the same of intervals that begin and end where clocks are changed',
    (zone, near) => {
      const calendar = calendarOf(zone, everyDay('23:30-00:15 00:30-01:45 02:15-02:45'))
      const [from, to] = [shift(near, -30 * HOUR_MS), shift(near, 30 * HOUR_MS)]
      expect(toOpenMs(calendar, from, to)).toBe(countOpenMs(calendar, from, to))
    },
  )

  it('this guarantees that the pieces cover the time exactly, open and closed in turn', () => {
    forAny(2, (calendar, [from = '', to = '']) => {
      const pieces = splitByCalendar(calendar, from, to)
      expect(pieces.map((piece) => piece.from)).toEqual(
        from === to ? [] : [from, ...pieces.slice(0, -1).map((piece) => piece.to)],
      )
      expect(pieces.at(-1)?.to ?? from).toBe(to)
      for (const [index, piece] of pieces.entries()) {
        expect(piece.from < piece.to).toBe(true)
        expect(piece.isOpen).not.toBe(pieces[index - 1]?.isOpen)
      }
      const open = pieces.filter(({ isOpen }) => isOpen)
      expect(open.reduce((sum, piece) => sum + Date.parse(piece.to) - Date.parse(piece.from), 0)).toBe(
        toOpenMs(calendar, from, to),
      )
    })
  })

  it('this guarantees that a range may be counted in parts', () => {
    forAny(3, (calendar, [a = '', b = '', c = '']) => {
      expect(toOpenMs(calendar, a, b) + toOpenMs(calendar, b, c)).toBe(toOpenMs(calendar, a, c))
    })
  })

  it('this guarantees that more time is never less open time, nor more than itself', () => {
    forAny(3, (calendar, [a = '', b = '', c = '']) => {
      expect(toOpenMs(calendar, a, c)).toBeGreaterThanOrEqual(toOpenMs(calendar, a, b))
      expect(toOpenMs(calendar, a, b)).toBeLessThanOrEqual(Date.parse(b) - Date.parse(a))
      expect(toOpenMs(calendar, b, a)).toBe(0)
      expect(splitByCalendar(calendar, b, a)).toEqual([])
    })
  })

  it('this guarantees that a due time is the first instant by which the target has passed', () => {
    forAny(1, (calendar, [from = ''], n) => {
      const due = addOpenMs(calendar, from, n)
      if (due === null) {
        expect(toOpenMs(calendar, from, shift(from, 5 * 365 * 24 * HOUR_MS))).toBeLessThan(n)
        return
      }
      expect(due >= from).toBe(true)
      expect(toOpenMs(calendar, from, due)).toBe(n)
      if (n > 0) expect(toOpenMs(calendar, from, shift(due, -1))).toBe(n - 1)
    })
  })

  it('this guarantees that a target may be added in parts, and that a longer one is due later', () => {
    forAny(1, (calendar, [from = ''], n) => {
      const part = addOpenMs(calendar, from, Math.floor(n / 3))
      const whole = addOpenMs(calendar, from, n)
      if (part === null || whole === null) return
      expect(addOpenMs(calendar, part, n - Math.floor(n / 3))).toBe(whole)
      expect(part <= whole).toBe(true)
    })
  })

  it('this guarantees that the next opening is the end of being closed', () => {
    forAny(1, (calendar, [at = '']) => {
      const opening = findNextOpening(calendar, at)
      if (opening === null) return
      expect(isOpenAt(calendar, opening)).toBe(true)
      expect(toOpenMs(calendar, at, opening)).toBe(0)
      expect(opening === at).toBe(isOpenAt(calendar, at))
    })
  })

  it('this guarantees that without a calendar it is plain arithmetic', () => {
    forAny(2, (_, [from = '', to = ''], n) => {
      expect(toOpenMs(null, from, to)).toBe(Date.parse(to) - Date.parse(from))
      expect(addOpenMs(null, from, n)).toBe(shift(from, n))
      expect(isOpenAt(null, from)).toBe(true)
    })
  })
})
