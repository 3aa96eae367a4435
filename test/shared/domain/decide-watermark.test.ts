import { describe, expect, it } from 'vitest'
import { coverEntry, isCoveredBefore, raiseWatermark } from '../../../shared/domain/decide-watermark.ts'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import { conversationOf, messageOf } from '../../functions/api/api-data.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString()
const party = {
  identities: [{ channel: 'facebook', scope: 'page', externalId: '7' }],
  name: null,
  handle: null,
}
const watermark = (status: 'delivered' | 'read', upTo: string) =>
  ({ kind: 'watermark', status, upTo, party: party as never }) as const
const origin = { key: 'k', receivedAt: at(30), causationId: 'env_1' }
const marks = (deliveredUpTo: string | null, readUpTo: string | null) =>
  conversationOf(1, { deliveredUpTo, readUpTo })
const sent = (changes: Partial<MessageEntry> = {}): MessageEntry =>
  messageOf(conversationOf(1), 1, { direction: 'outbound', status: 'sent', sentAt: at(5), ...changes })

describe('raising a watermark', () => {
  it.each([
    ['a first delivery', marks(null, null), watermark('delivered', at(1)), [at(1), null]],
    ['a first reading', marks(null, null), watermark('read', at(1)), [at(1), at(1)]],
    ['a reading below the delivery', marks(at(3), null), watermark('read', at(2)), [at(3), at(2)]],
    ['a reading above the delivery', marks(at(3), at(1)), watermark('read', at(4)), [at(4), at(4)]],
    ['an older delivery', marks(at(3), null), watermark('delivered', at(2)), null],
    ['the same reading', marks(at(3), at(2)), watermark('read', at(2)), null],
    ['one of the future', marks(null, null), watermark('read', at(59)), [at(30), at(30)]],
  ] as const)(
    '%s: this guarantees that both only rise, and that read implies delivered',
    (_, before, event, after) => {
      const raised = raiseWatermark(before, event, at(30))
      expect(raised && [raised.deliveredUpTo, raised.readUpTo]).toEqual(after)
    },
  )
})

describe('what a watermark covers', () => {
  const raised = marks(at(10), at(10))

  it.each([
    ['sent before it', sent(), true],
    ['sent at that very moment', sent({ sentAt: at(10) }), true],
    ['delivered before it', sent({ status: 'delivered' }), true],
    ['sent after it', sent({ sentAt: at(11) }), false],
    ['read already', sent({ status: 'read' }), false],
    ['failed', sent({ status: 'failed' }), false],
    ['never left', sent({ status: 'queued' }), false],
    ['of the customer', sent({ direction: 'inbound', status: 'received' }), false],
  ])('a message %s: this guarantees what becomes of it', (_, entry, isCovered) => {
    const change = coverEntry(entry, raised, 'read', origin)
    expect(change?.entry.status ?? null).toBe(isCovered ? 'read' : null)
    if (isCovered) expect(change?.conversation.touched).toEqual([{ seq: 1, revision: 2 }])
  })

  it.each([
    ['older than the last watermark', sent({ sentAt: at(2) }), true],
    ['newer', sent({ sentAt: at(6) }), false],
    ['older, but learned of late', sent({ sentAt: at(2), late: true }), false],
  ])('an entry %s: this guarantees how far back is looked', (_, entry, isEnd) => {
    expect(isCoveredBefore(entry, marks(at(3), null), 'delivered')).toBe(isEnd)
  })
})
