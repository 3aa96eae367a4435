import { describe, expect, it } from 'vitest'
import { parseCompactClocks, toCompactClocks } from '../../../shared/aws/compact-clocks.ts'
import type { Clocks } from '../../../shared/domain/sla/clocks.ts'
import { createStage } from '../domain/sla/clock-stage.ts'
import { on } from '../domain/sla/on-the-day.ts'

function createClocks(): Clocks {
  const stage = createStage()
  stage.customerWrites(on('10:00'), { sentAt: on('09:59') })
  const { sla } = stage.conversation
  if (sla === null) throw new Error('nobody measures')
  return sla
}

describe('clocks as a short text', () => {
  it('a response and a resolution that run: this guarantees fewer than 200 bytes', () => {
    expect(Buffer.byteLength(toCompactClocks(createClocks()))).toBeLessThan(200)
  })

  it('everything there is: this guarantees that it reads back the same', () => {
    const clocks = createClocks()
    const full: Clocks = {
      ...clocks,
      policy: { id: 'vip', calendarId: 'office' },
      session: { ...clocks.session, autoAnswered: true, firstResponse: 'answered' },
      waits: [{ seq: 3, at: on('10:01'), delayMs: 0, tried: true }, ...clocks.waits],
      clocks: clocks.clocks.map((clock) => ({
        ...clock,
        ...{
          since: null,
          dueAt: null,
          warnAt: null,
          usedMs: 5,
          dueBy: 'window_closed',
          warned: ['80%', 'PT1M'],
        },
        ...{ breachedAt: on('10:02'), stoppedAt: on('10:03') },
      })),
      comments: 4,
      last: { metric: 'resolution', state: 'breached', dueAt: null },
      doubts: [{ seq: 9, until: on('10:10') }],
      windowCheckAt: on('11:00'),
      windowTold: { closesAt: on('12:00'), percentLeft: 25 },
    }
    expect(parseCompactClocks(toCompactClocks(full))).toEqual(full)
  })

  it.each(['', '{}', '[]', '[2,1]', '[1,1,null,[1,1],[],[[9]],[0,0,0]]'])(
    '%s: this guarantees that it is refused',
    (text) => {
      expect(() => parseCompactClocks(text)).toThrow()
    },
  )
})
