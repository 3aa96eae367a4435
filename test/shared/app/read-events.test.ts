import { describe, expect, it } from 'vitest'
import type { FeedReader } from '../../../shared/app/ports.ts'
import { type FeedPosition, readEvents } from '../../../shared/app/read-events.ts'
import { conversationOf, eventOf, NOON } from '../../functions/api/api-data.ts'

const conversation = conversationOf(1)

/** Time passes only by waiting; what `during` does happens in a wait. */
function startFeed(rows: Map<number, number[]>, during: (waits: number[]) => void = () => {}, text = 'hi') {
  let now = Date.parse(NOON)
  const waits: number[] = []
  const feed: FeedReader = {
    read: (_shard, after, limit) => {
      const found = [...rows].filter(([number]) => number > after)
      const page = found.slice(0, limit)
      const events = page.map(([number, seqs]) => ({
        number,
        events: seqs.map((seq) => eventOf(conversation, seq, text)),
      }))
      return Promise.resolve({ rows: events, next: found.length > limit ? (page.at(-1)?.[0] ?? null) : null })
    },
  }
  const pacer = {
    random: () => 0,
    sleep: (milliseconds: number) => {
      now += milliseconds
      waits.push(milliseconds)
      during(waits)
      return Promise.resolve()
    },
  }
  const read = (row: FeedPosition | null, limit = 25, waitSeconds = 0) =>
    readEvents(
      { feed, feedShards: 1, clock: { now: () => new Date(now) }, pacer },
      { positions: new Map(row === null ? [] : [[0, row]]), limit, waitSeconds },
    )
  return { read, waits }
}

describe('waiting for events', () => {
  it('this guarantees that a reader who does not wait is answered at once', async () => {
    const { read, waits } = startFeed(new Map())
    await read(null)
    expect(waits).toEqual([])
  })

  it('this guarantees that waiting looks again soon, then less often, and ends on the second', async () => {
    const { read, waits } = startFeed(new Map())
    await read(null, 25, 2)
    expect(waits).toEqual([100, 200, 400, 500, 500, 300])
  })

  it('this guarantees that the first event ends the wait', async () => {
    const rows = new Map<number, number[]>()
    const { read, waits } = startFeed(rows, ({ length }) => length === 2 && rows.set(1, [1]))
    const page = await read(null, 25, 20)
    expect(page).toMatchObject({ events: [{ seq: 1 }], positions: new Map([[0, { row: 1, taken: 'all' }]]) })
    expect(waits).toEqual([100, 200])
  })
})

describe('a position in the middle of a row', () => {
  const rows = new Map([
    [7, [1, 2, 3]],
    [8, [4]],
  ])

  it('this guarantees that a page may end inside a row and go on there', async () => {
    const { read } = startFeed(rows)
    const first = await read({ row: 6, taken: 'all' }, 2)
    expect(first).toMatchObject({
      events: [{ seq: 1 }, { seq: 2 }],
      positions: new Map([[0, { row: 7, taken: 2 }]]),
      hasMore: true,
    })
    const second = await read({ row: 7, taken: 2 }, 2)
    expect(second).toMatchObject({
      events: [{ seq: 3 }, { seq: 4 }],
      positions: new Map([[0, { row: 8, taken: 'all' }]]),
      hasMore: false,
    })
  })

  it.each<[string, FeedPosition]>([
    ['the row it stands in', { row: 6, taken: 1 }],
    ['the row after it', { row: 5, taken: 'all' }],
  ])('%s has expired: this guarantees that the reader is told', async (_name, position) => {
    expect(await startFeed(rows).read(position)).toMatchObject({ kind: 'refused', code: 'cursor_expired' })
  })

  it('this guarantees that a new reader starts with the oldest row there is', async () => {
    expect(await startFeed(rows).read(null, 1)).toMatchObject({ events: [{ seq: 1 }], hasMore: true })
  })
})

describe('a page of large events', () => {
  it('this guarantees that it ends before Lambda would refuse it, and that the next one goes on', async () => {
    const rows = new Map(Array.from({ length: 40 }, (_, index) => [index + 1, [index + 1]]))
    const { read } = startFeed(rows, () => {}, 'x'.repeat(190_000))
    const seqs: (number | null)[] = []
    let position: FeedPosition | null = null
    for (let hasMore = true; hasMore;) {
      const page = await read(position, 100)
      if (page.kind === 'refused') throw new Error(page.code)
      expect(Buffer.byteLength(JSON.stringify(page.events))).toBeLessThan(2_100_000)
      seqs.push(...page.events.map(({ seq }) => seq))
      position = page.positions.get(0) ?? null
      hasMore = page.hasMore
    }
    expect(seqs).toEqual([...rows.keys()])
  })
})
