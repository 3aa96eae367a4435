import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFeedReader } from '../../../shared/aws/feed-reader.ts'
import { createFeedWriter } from '../../../shared/aws/feed-writer.ts'
import type { InletEvent } from '../../../shared/domain/events.ts'
import { type Dynoxide, startDynoxide } from '../../support/start-dynoxide.ts'

const RETENTION_DAYS = 30
const clock = { now: () => new Date('2026-11-22T12:00:00.000Z') }

let dynoxide: Dynoxide
beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())

function toEvent(id: string): InletEvent {
  return {
    type: 'contact.created',
    detail: {
      id,
      version: 1,
      seq: null,
      revision: 1,
      part: 1,
      occurredAt: '2026-11-22T12:00:00.000Z',
      channel: 'sms',
      visibility: null,
      account: null,
      conversationId: null,
      contactId: 'ctc_1',
      actor: { kind: 'contact', id: 'ctc_1', name: null },
      correlationId: 'env_1',
      causationId: 'env_1',
      data: {},
    },
  }
}

it.each([
  { name: 'a new shard', rowsBefore: 0 },
  { name: 'a shard whose rows have all expired', rowsBefore: 3 },
])(
  'many writers begin $name at once: this guarantees that its rows are numbered without gaps and hold every event in its writer’s order',
  async ({ rowsBefore }) => {
    const table = await dynoxide.createInboxTable(`begin-${rowsBefore}`)
    for (let row = 0; row < rowsBefore; row++) {
      await createFeedWriter(table, clock, RETENTION_DAYS).append(0, [toEvent(`evt_before_${row}`)])
    }
    if (rowsBefore > 0) await dynoxide.deletePartition(table, 'FEED#0')

    const writers = Array.from({ length: 8 }, (_, writer) =>
      ['a', 'b', 'c'].map((name) => `evt_${writer}${name}`),
    )
    await Promise.all(
      writers.map(async (ids) => {
        const feed = createFeedWriter(table, clock, RETENTION_DAYS)
        for (const id of ids) await feed.append(0, [toEvent(id)])
      }),
    )

    const { rows } = await createFeedReader(table, clock).read(0, rowsBefore, 100)
    const numbers = rows.map(({ number }) => number)
    const first = numbers[0] ?? 0
    expect(first).toBeGreaterThan(rowsBefore)
    expect(numbers).toEqual(Array.from({ length: 24 }, (_, index) => first + index))
    const seen = rows.flatMap(({ events }) => events.map(({ detail }) => detail.id))
    for (const ids of writers) expect(seen.filter((id) => ids.includes(id))).toEqual(ids)
  },
)
