import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contact } from '../../../shared/domain/contact.ts'
import { messageOf, minutesAfterNoon } from './api-data.ts'
import { type Api, type Body, readAllPages, startApi } from './api-harness.ts'
import { changesAt, type ToldConversation, type ToldHistory, tellHistory } from './timeline-data.ts'

type Line = Body['data'][number]
type Order = 'asc' | 'desc'

const ORDERS: readonly Order[] = ['asc', 'desc']

let api: Api

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const idsOf = (lines: readonly Line[]): string[] => lines.map(({ id }) => id)
const pathOf = ({ id }: { id: string }, query: string): string => `/v1/contacts/${id}/timeline?${query}`
const readAll = async (contact: { id: string }, query: string): Promise<Line[]> =>
  (await readAllPages(api, pathOf(contact, query))).data
const readFrom = async (contact: { id: string }, query: string, cursor: string | null): Promise<Line[]> => {
  const lines: Line[] = []
  for (let next = cursor; next !== null;) {
    const { body } = await api.get(pathOf(contact, `${query}&cursor=${next}`))
    lines.push(...body.data)
    next = body.page.next
  }
  return lines
}

/** Two people with histories, the second merged into the first. */
async function tellMerged(
  histories: readonly (readonly ToldConversation[])[],
  activities: readonly number[] = [],
): Promise<{ contact: Contact; conversations: ToldHistory['conversations'] }> {
  const told: ToldHistory[] = []
  for (const [index, conversations] of histories.entries()) {
    told.push(await tellHistory(api.store, conversations, index === 0 ? changesAt(activities) : {}))
  }
  const [survivor, ...others] = told.map(({ contact }) => contact)
  if (survivor === undefined) throw new Error('nobody')
  const merged = others.map(({ id }) => ({ id, at: minutesAfterNoon(0), proof: 'agent' as const }))
  await api.store.save([
    { kind: 'contact', contact: { ...survivor, merged }, expectedRevision: survivor.revision },
    ...others.map((other) => ({
      kind: 'contact' as const,
      contact: { ...other, mergedInto: survivor.id },
      expectedRevision: other.revision,
    })),
  ])
  return { contact: survivor, conversations: told.flatMap(({ conversations }) => conversations) }
}

function expectComplete(lines: readonly Line[], told: ToldHistory, order: Order): void {
  expect(
    idsOf(lines)
      .filter((id) => id.startsWith('msg_'))
      .sort(),
  ).toEqual(told.conversations.flatMap(({ entryIds }) => entryIds).sort())
  for (const { id, entryIds } of told.conversations) {
    const inLog = lines.filter(({ conversationId }) => conversationId === id)
    expect(idsOf(inLog)).toEqual(order === 'asc' ? entryIds : entryIds.toReversed())
  }
}

function expectOrdered(lines: readonly Line[], order: Order): void {
  const times = lines.map((line) => String(line['at']))
  expect(times).toEqual(order === 'asc' ? times.toSorted() : times.toSorted().reverse())
}

describe('the pages of a timeline', () => {
  const Conversation: fc.Arbitrary<ToldConversation> = fc
    .record({
      start: fc.integer({ min: 0, max: 40 }),
      steps: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 9 }),
      quietMinutes: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ start, steps, quietMinutes }) => {
      const minutes: [number, ...number[]] = [start]
      for (const step of steps) minutes.push((minutes.at(-1) ?? start) + step)
      return { minutes, quietMinutes }
    })
  const Histories = fc.array(fc.array(Conversation, { maxLength: 6 }), { minLength: 1, maxLength: 3 })
  const Activities = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 5 })
  const Limit = fc.constantFrom(1, 2, 3, 5, 8, 100)

  it('this guarantees that all pages together are every line once, in the order of time', async () => {
    await fc.assert(
      fc.asyncProperty(Histories, Activities, Limit, async (histories, activities, limit) => {
        const told = await tellMerged(histories, activities)
        for (const order of ORDERS) {
          const lines = await readAll(told.contact, `order=${order}&limit=${limit}`)
          expectComplete(lines, told, order)
          expectOrdered(lines, order)
          expect(lines.filter(({ id }) => id.startsWith('evt_'))).toHaveLength(activities.length)
        }
      }),
      { numRuns: 20, seed: 7 },
    )
  }, 240_000)

  const Unordered = fc
    .array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 })
    .map((minutes): ToldConversation => ({ minutes: minutes as [number, ...number[]] }))

  it('this guarantees that what was stored late is left out nowhere either, and each log keeps its order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Unordered, { maxLength: 6 }), Limit, async (conversations, limit) => {
        const told = await tellMerged([conversations])
        for (const order of ORDERS) {
          expectComplete(await readAll(told.contact, `order=${order}&limit=${limit}`), told, order)
        }
      }),
      { numRuns: 20, seed: 7 },
    )
  }, 240_000)

  it.each(ORDERS)(
    '%s: this guarantees that the cursor stays small where hundreds of logs are open at once',
    async (order) => {
      const told = await tellHistory(
        api.store,
        Array.from({ length: 420 }, (_, index) => ({ minutes: [index, 10_000 + index] })),
      )
      const lines: Line[] = []
      let cursor = ''
      for (let pages = 0; pages < 20; pages++) {
        const { body } = await api.get(pathOf(told.contact, `order=${order}&limit=100${cursor}`))
        lines.push(...body.data)
        if (body.page.next === null) break
        expect(body.page.next.length).toBeLessThanOrEqual(8000)
        cursor = `&cursor=${body.page.next}`
      }
      expectComplete(lines, told, order)
      expectOrdered(lines, order)
    },
    240_000,
  )

  it.each(ORDERS)(
    '%s: this guarantees that nothing old is lost where something new is written between two pages',
    async (order) => {
      const minutes = (start: number): [number, ...number[]] => [start, start + 1, start + 2]
      const told = await tellHistory(api.store, [
        { minutes: minutes(0) },
        { minutes: minutes(100) },
        { minutes: minutes(200) },
      ])
      const first = await api.get(pathOf(told.contact, `order=${order}&limit=5`))
      for (const { id } of told.conversations) {
        const conversation = await api.store.conversation(id, 'consistent')
        if (conversation === null) throw new Error('gone')
        const at = minutesAfterNoon(300)
        await api.store.save([
          { kind: 'entry', entry: messageOf(conversation, 4, { at }), expectedRevision: null },
          {
            kind: 'conversation',
            conversation: { ...conversation, seq: 4, version: 2, updatedAt: at },
            expectedVersion: 1,
          },
        ])
      }
      const rest = await readFrom(told.contact, `order=${order}&limit=5`, first.body.page.next)
      const lines = [...first.body.data, ...rest]
      expect(new Set(idsOf(lines)).size).toBe(lines.length)
      expectComplete(
        lines.filter(({ seq }) => seq !== 4),
        told,
        order,
      )
      expect(lines.filter(({ seq }) => seq === 4)).toHaveLength(order === 'asc' ? 3 : 0)
    },
  )
})
