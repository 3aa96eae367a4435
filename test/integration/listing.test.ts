import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { createApiUnderTest, type ListPage } from '../bench/api-under-test.ts'
import { type FilledTable, startFilledTable } from '../bench/filled-table.ts'
import {
  createVariedConversations,
  type FilterName,
  listFilterCombinations,
  SAMPLE_FILTER,
  toConversationItems,
  toQuery,
} from '../bench/varied-conversations.ts'

const SHARDS = 4
const TIMEOUT_MS = 120_000
/** The status that fewest have: a list of it is read to its end in a few hundred rows. */
const FILTER = { ...SAMPLE_FILTER, status: 'closed' } as const
const conversations = createVariedConversations(5_000, 5)

let filled: FilledTable
let get: (pathAndQuery: string) => Promise<ListPage>

beforeAll(async () => {
  filled = await startFilledTable(toConversationItems(conversations))
  get = createApiUnderTest(filled.table, SHARDS)
}, TIMEOUT_MS)
afterAll(() => filled.stop())

describe('5,000 conversations in 4 shards', () => {
  it('this guarantees that they are what the others need: in every shard and for every filter', () => {
    expect(new Set(conversations.map(({ queueShard }) => queueShard)).size).toBe(SHARDS)
    expect(new Set(conversations.map(({ id }) => id)).size).toBe(conversations.length)
    expect(toExpected(Object.keys(SAMPLE_FILTER) as FilterName[]).length).toBeGreaterThan(0)
    expect(new Set(conversations.map(({ activityAt }) => activityAt)).size).toBeLessThan(conversations.length)
  })

  it.each(listTested().map((names) => [toTitle(names), names] as const))(
    'this guarantees that in a quiet list none is missing, comes twice or out of order: %s',
    async (_, names) => {
      const expected = toExpected(names)
      for (const limit of toLimits(names, expected.length)) {
        const pages = await readPages(names, limit)
        expect(pages.flat(), `limit ${limit}`).toEqual(expected)
        expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit)
      }
    },
    TIMEOUT_MS,
  )

  it('this guarantees that a cursor of another filter is refused', async () => {
    const first = await get(`/v1/conversations?${toQuery(['status'], 25, FILTER)}`)
    expect(first.next).not.toBeNull()
    const others = listFilterCombinations().filter((names) => toTitle(names) !== 'status')
    for (const names of others) {
      const { status, code } = await get(
        `/v1/conversations?${toQuery(names, 25, FILTER)}&cursor=${first.next}`,
      )
      expect({ names, status, code }).toEqual({ names, status: 400, code: 'cursor_invalid' })
    }
    const otherValue = await get(`/v1/conversations?status=open&limit=25&cursor=${first.next}`)
    expect(otherValue).toMatchObject({ status: 400, code: 'cursor_invalid' })
    const otherLimit = await get(`/v1/conversations?${toQuery(['status'], 10, FILTER)}&cursor=${first.next}`)
    expect(otherLimit.status).toBe(200)
  })
})

/** Newest activity first, then by id, downwards: what the list promises, computed without it. */
function toExpected(names: readonly FilterName[]): string[] {
  const found = conversations.filter((conversation) => names.every((name) => matches(conversation, name)))
  const keyOf = ({ activityAt, id }: Conversation): string => `${activityAt} ${id}`
  return found.sort((left, right) => (keyOf(left) < keyOf(right) ? 1 : -1)).map(({ id }) => id)
}

function matches(conversation: Conversation, name: FilterName): boolean {
  const wanted: string = FILTER[name]
  if (name === 'tag') return conversation.tags.includes(wanted)
  if (name === 'account') return conversation.account.id === wanted
  return conversation[name] === wanted
}

/**
 * Every combination of filters in the lists that an index carries. Without a status or an assignee all sixteen partitions
 * are read for every page: there no filter and all of them, because the same again would take minutes.
 */
function listTested(): FilterName[][] {
  return listFilterCombinations().filter(
    (names) => isIndexed(names) || names.length === 0 || names.length === 5,
  )
}

function isIndexed(names: readonly FilterName[]): boolean {
  return names.includes('status') || names.includes('assignee')
}

/** Where many are found, small pages are many pages of the same. */
function toLimits(names: readonly FilterName[], count: number): number[] {
  if (names.includes('assignee')) return names.length === 1 ? [1, 7, 100] : [7]
  return [count <= 150 ? 7 : count <= 900 ? 25 : 100]
}

async function readPages(names: readonly FilterName[], limit: number): Promise<string[][]> {
  const pages: string[][] = []
  let next: string | null = null
  do {
    const cursor: string = next === null ? '' : `&cursor=${next}`
    const page = await get(`/v1/conversations?${toQuery(names, limit, FILTER)}${cursor}`)
    expect(page.status).toBe(200)
    pages.push(page.data.map(({ id }) => id))
    next = page.next
  } while (next !== null && pages.length <= conversations.length)
  return pages
}

function toTitle(names: readonly FilterName[]): string {
  return names.length === 0 ? 'no filter' : names.join(', ')
}
