import { describe, expect, it } from 'vitest'
import type { DeliveryRequest } from '../../../shared/app/delivery-ports.ts'
import { publishChanges, type TableChange } from '../../../shared/app/publish-changes.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { conversationOf } from '../../functions/api/api-data.ts'
import { NO_DELIVERIES } from '../../support/no-deliveries.ts'

const queued = (version: number, ...queue: number[]): Conversation =>
  conversationOf(1, {
    version,
    sending: queue.length === 0 ? null : { queue, attempt: null, notBefore: null, unknown: [] },
  })

async function requestsOf(...changes: [before: Conversation | null, after: Conversation][]) {
  const requests: DeliveryRequest[] = []
  await publishChanges(
    {
      log: { entries: () => Promise.resolve(new Map()) },
      feed: { append: () => Promise.resolve() },
      bus: { publish: () => Promise.resolve({ failed: new Set() }) },
      outbound: {
        request: (asked) => {
          requests.push(...asked)
          return Promise.resolve()
        },
      },
      timers: { arm: () => Promise.resolve() },
      clock: { now: () => new Date('2026-03-01T12:00:00.000Z') },
      text: 'include',
    },
    changes.map(([before, after], index): TableChange => {
      return { kind: 'conversation', recordId: String(index), before, after }
    }),
  )
  return requests.map(({ conversationId, occasion }) => [conversationId, occasion])
}

describe('what the publisher asks deliver for', () => {
  const { id } = queued(1)

  it.each<[string, Conversation | null, Conversation, string[]]>([
    ['a first message', queued(1), queued(2, 5), ['queued 5']],
    ['a conversation that begins with one', null, queued(1, 1), ['queued 1']],
    ['one more behind others', queued(2, 5), queued(3, 5, 6), ['queued 6']],
    ['two at once', queued(2), queued(3, 5, 6), ['queued 6']],
    ['one sent and one more', queued(3, 5), queued(4, 6), ['queued 6']],
    ['one that was sent', queued(3, 5, 6), queued(4, 6), []],
    ['the last that was sent', queued(4, 6), queued(5), []],
    ['a change beside what waits', queued(3, 5), queued(4, 5), []],
  ])('after %s: this guarantees one look for whatever is new', async (_, before, after, occasions) => {
    expect(await requestsOf([before, after])).toEqual(occasions.map((occasion) => [id, occasion]))
  })

  it('after two changes in one batch: this guarantees that each is asked for in its own words', async () => {
    const requests = await requestsOf([queued(1), queued(2, 5)], [queued(2, 5), queued(3, 5, 6)])
    expect(requests).toEqual([
      [id, 'queued 5'],
      [id, 'queued 6'],
    ])
  })

  it('while the queue takes nothing: this guarantees that the batch comes again before anything is published', async () => {
    const published: unknown[] = []
    const publish = publishChanges(
      {
        log: { entries: () => Promise.resolve(new Map()) },
        feed: { append: (...row) => Promise.resolve(void published.push(row)) },
        bus: { publish: () => Promise.resolve({ failed: new Set() }) },
        outbound: NO_DELIVERIES,
        timers: { arm: () => Promise.resolve() },
        clock: { now: () => new Date('2026-03-01T12:00:00.000Z') },
        text: 'include',
      },
      [{ kind: 'conversation', recordId: '1', before: queued(1), after: queued(2, 5) }],
    )
    await expect(publish).rejects.toThrow()
    expect(published).toEqual([])
  })
})
