import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnnouncedClock, listAnnounced } from '../../../../shared/domain/sla/announced-clocks.ts'
import { findEnd, toStretches } from '../../../../shared/domain/sla/clock-stretches.ts'
import { type Ledger, toLedger } from '../../../../shared/domain/sla/ledger.ts'
import { SlaRuleSet } from '../../../../shared/domain/sla/rules.ts'
import { historyArbitrary, HISTORY_RULES, playHistory } from './ledger-history.ts'

const { calendars } = SlaRuleSet.parse(HISTORY_RULES)

function read(announced: AnnouncedClock, now: string): Ledger {
  const last = announced.sayings.at(-1) ?? announced.sayings[0]
  const current = { version: last.policyVersion, calendarId: last.calendarId }
  return toLedger(
    toStretches(announced, { current, now }),
    ({ calendarId }) => calendars.find(({ id }) => id === calendarId) ?? null,
  )
}

type Stop = { announced: AnnouncedClock; openMs: number | undefined; wallMs: number | undefined }

/** The clock as it was told up to each time that it stopped. */
function listStops(announced: AnnouncedClock): Stop[] {
  return announced.sayings.flatMap(({ type, elapsedOpenMs, elapsedWallMs }, index) => {
    if (type !== 'sla.fulfilled') return []
    const [first, ...rest] = announced.sayings
    const sayings: AnnouncedClock['sayings'] = [first, ...rest.slice(0, index)]
    return [{ announced: { ...announced, sayings }, openMs: elapsedOpenMs, wallMs: elapsedWallMs }]
  })
}

describe('the ledger', () => {
  it('this guarantees that its pieces follow each other from the start to the end or now, and add up to the wall time', () => {
    fc.assert(
      fc.property(historyArbitrary({ isSorted: true }), (history) => {
        const { stage, end } = playHistory(history)
        for (const announced of listAnnounced(stage.log)) {
          const { pieces, elapsedWallMs } = read(announced, end)
          const until = findEnd(announced) ?? end
          const { startedAt } = announced.sayings[0]
          expect(elapsedWallMs).toBe(Date.parse(until) - Date.parse(startedAt))
          expect(pieces.map(({ from }) => from)).toEqual(
            [startedAt, ...pieces.map(({ to }) => to)].slice(0, pieces.length),
          )
          expect(pieces.at(-1)?.to ?? startedAt).toBe(until)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('this guarantees that what runs adds up to what was announced when the clock stopped', () => {
    let stops = 0
    fc.assert(
      fc.property(historyArbitrary({ isSorted: true }), (history) => {
        const { stage, end } = playHistory(history)
        for (const { announced, openMs, wallMs } of listAnnounced(stage.log).flatMap(listStops)) {
          stops += 1
          const { elapsedOpenMs, elapsedWallMs } = read(announced, end)
          expect({ elapsedOpenMs, elapsedWallMs }).toEqual({ elapsedOpenMs: openMs, elapsedWallMs: wallMs })
        }
      }),
      { numRuns: 500 },
    )
    expect(stops).toBeGreaterThan(200)
  })
})
