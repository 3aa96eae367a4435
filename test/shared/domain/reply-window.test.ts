import { describe, expect, it } from 'vitest'
import { decideReplyWindow } from '../../../shared/domain/reply-window.ts'

const WROTE = '2026-03-01T12:00:00.000Z'

describe('the reply window', () => {
  it.each<[string, string, string, boolean]>([
    ['PT24H', '2026-03-02T11:59:59.999Z', '2026-03-02T12:00:00.000Z', true],
    ['PT24H', '2026-03-02T12:00:00.000Z', '2026-03-02T12:00:00.000Z', false],
    ['P7D', '2026-03-08T11:00:00.000Z', '2026-03-08T12:00:00.000Z', true],
    ['P1DT2H3M4S', '2026-03-01T12:00:00.000Z', '2026-03-02T14:03:04.000Z', true],
    ['PT0S', '2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.000Z', false],
  ])(
    '%s at %s: this guarantees that it closes at %s, to the millisecond',
    (duration, now, closesAt, open) => {
      expect(decideReplyWindow({ duration, lastInboundAt: WROTE, now: new Date(now) })).toEqual({
        open,
        closesAt,
      })
    },
  )

  it('this guarantees that a channel without a window has none', () => {
    expect(decideReplyWindow({ duration: null, lastInboundAt: WROTE, now: new Date(WROTE) })).toBeNull()
  })

  it('this guarantees that it is closed to a customer who never wrote', () => {
    expect(decideReplyWindow({ duration: 'PT24H', lastInboundAt: null, now: new Date(WROTE) })).toEqual({
      open: false,
      closesAt: null,
    })
  })

  it.each(['24h', 'P1M', 'P1Y', 'PT1.5H', ''])(
    '%j: this guarantees that a manifest without a fixed length is a mistake and no guess',
    (duration) => {
      expect(() => decideReplyWindow({ duration, lastInboundAt: WROTE, now: new Date(WROTE) })).toThrow(
        TypeError,
      )
    },
  )
})
