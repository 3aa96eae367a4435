import { describe, expect, it } from 'vitest'
import { CLOCK_BREAKS, type ReadTold } from './clock-breaks.ts'
import { judgeClocksTold } from './judge-clocks-told.ts'
import { playClocks } from './perfect-clocks.ts'

function read(): ReadTold {
  const { clocks, events } = playClocks()
  return {
    clocks: structuredClone(clocks),
    events: { feed: [...events], live: [...events], bus: [...events] },
  }
}

describe('the judge of clocks: this guarantees that', () => {
  it('clocks that were all told as the log says are proven, with repeated events', () => {
    const { clocks, events } = read()
    const bus = [...events.bus, ...events.bus.slice(0, 5)]
    const { figures, findings } = judgeClocksTold(clocks, { ...events, bus })
    expect(findings.filter(({ count }) => count > 0)).toEqual([])
    expect(figures).toEqual({
      clocks: 5,
      warnings: 4,
      breaches: 3,
      fulfilled: 3,
      revoked: 1,
      mismatches: 0,
      announcedTwice: 0,
      forgotten: 0,
    })
  })

  it.each(CLOCK_BREAKS)('$finding is found when $name', ({ finding, break: breakIt }) => {
    const broken = read()
    breakIt(broken)
    const { findings } = judgeClocksTold(broken.clocks, broken.events)
    expect(findings.find(({ name }) => name === finding)?.count).toBeGreaterThan(0)
  })
})
