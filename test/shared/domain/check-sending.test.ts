import { describe, expect, it } from 'vitest'
import { checkSending } from '../../../shared/domain/check-sending.ts'
import { conversationOf, messageOf } from '../../functions/api/api-data.ts'

const DAY = 86_400
const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 12, 0, seconds)).toISOString()

/** A look at a message that was accepted at 0, when the reply window closed at 600. */
function look({ wroteAt, now }: { wroteAt: number; now: number }) {
  const sending = { queue: [1], attempt: null, notBefore: null, unknown: [] }
  const conversation = conversationOf(1, { sending, lastInboundAt: at(wroteAt) })
  const entry = messageOf(conversation, 1, {
    direction: 'outbound',
    status: 'queued',
    providerId: null,
    at: at(0),
    outgoing: { quickReplies: [], template: null, rule: 'standard', expiresAt: at(600) },
  })
  const { entries, outcomes } = checkSending(conversation, {
    entries: new Map([[1, entry]]),
    canLookUp: false,
    rules: { replyWindow: 'PT24H', humanAgentWindow: null },
    now: at(now),
  })
  return { entries, outcomes }
}

describe('a message that waits for its platform', () => {
  it.each([
    ['until the window has closed', { wroteAt: 600 - DAY, now: 600 }],
    ['until the window has closed that the customer’s next message opened', { wroteAt: 700 - DAY, now: 700 }],
    ['for a day, however often the customer writes', { wroteAt: DAY - 1, now: DAY }],
  ])('%s: this guarantees that it fails then', (_, moment) => {
    expect(look(moment)).toMatchObject({
      entries: [{ status: 'failed', error: { code: 'send_expired' } }],
      outcomes: ['send_expired'],
    })
    const before = look({ ...moment, now: moment.now - 1 })
    expect(before).toEqual({ entries: [], outcomes: ['delivery_requested'] })
  })
})
