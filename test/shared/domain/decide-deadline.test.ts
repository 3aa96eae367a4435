import { describe, expect, it } from 'vitest'
import { decideDeadline, toExpiry } from '../../../shared/domain/decide-deadline.ts'
import type { SendRule } from '../../../shared/domain/outgoing.ts'

const RULES = { replyWindow: 'PT24H', humanAgentWindow: 'P7D' }
const at = (hour: number): string => new Date(Date.UTC(2026, 2, 1, hour)).toISOString()

/** Accepted at hour 20, when the window closed at `until`. */
const queued = (until: number | null, rule: SendRule = 'standard') => ({
  at: at(20),
  outgoing: {
    quickReplies: [],
    template: null,
    rule,
    expiresAt: toExpiry(until === null ? null : at(until), new Date(at(20))),
  },
})

describe('until when a message may wait', () => {
  it.each([
    ['the window closes first', 24, 24],
    ['a day is over first', 60, 44],
    ['there is no window', null, 44],
  ])('accepted now, %s: this guarantees the earlier of the two', (_, until, hour) => {
    expect(toExpiry(until === null ? null : at(until), new Date(at(20)))).toBe(at(hour))
  })

  it.each<[string, Parameters<typeof decideDeadline>[0], number | null, typeof RULES | null, number]>([
    ['nobody wrote since', queued(24), 0, RULES, 24],
    ['the customer wrote since', queued(24), 10, RULES, 34],
    ['the customer wrote much later', queued(24), 23, RULES, 44],
    ['in the window for people, the customer wrote since', queued(30, 'human_agent'), 21, RULES, 44],
    ['the window was not the reason', queued(null), 23, RULES, 44],
    ['what the customer wrote is not known any more', queued(24), null, RULES, 24],
    [
      'the platform has no window any more',
      queued(24),
      23,
      { replyWindow: null, humanAgentWindow: null } as never,
      24,
    ],
    ['the channel is off', queued(24), 23, null, 24],
  ])(
    '%s: this guarantees that it follows the window, and ends after a day',
    (_, entry, wrote, rules, hour) => {
      const lastInboundAt = wrote === null ? null : at(wrote)
      expect(decideDeadline(entry, { lastInboundAt }, rules)).toBe(at(hour))
    },
  )

  it('this guarantees that what we do not send has no end', () => {
    expect(decideDeadline({ at: at(0), outgoing: null }, { lastInboundAt: at(0) }, RULES)).toBeNull()
  })
})
