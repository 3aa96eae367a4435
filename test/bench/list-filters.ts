import { createRandom } from '../support/random.ts'
import { createApiUnderTest } from './api-under-test.ts'
import { meterTable } from './capacity-meter.ts'
import { startFilledTable } from './filled-table.ts'
import { type PageCost, toPageFigure, walkPages } from './page-walk.ts'
import type { Section } from './report.ts'
import {
  createVariedConversations,
  type FilterName,
  listFilterCombinations,
  SAMPLE_FILTER,
  toConversationItems,
  toQuery,
} from './varied-conversations.ts'

const CONVERSATIONS = 5_000
const SHARDS = 4
const LIMIT = 25
const OTHER_LIMITS = [1, 100]
const PAGES_A_LIST = { atLeast: 20, atMost: 20 }
/** Of each of all 128 combinations: its first page and the one after it. */
const PAGES_A_COMBINATION = { atLeast: 1, atMost: 2 }
const WARM_UP_PAGES = 60

/** What an agent's screen waits for: each filter alone, some that screens use together, and all combinations. */
export async function benchListFilters(): Promise<Section> {
  const items = toConversationItems(createVariedConversations(CONVERSATIONS, 5))
  const filled = await startFilledTable(items)
  try {
    const meter = meterTable(filled.table, filled.readItem)
    const get = createApiUnderTest(filled.table, SHARDS)
    const walk = (names: readonly FilterName[], limit: number, pages: { atLeast: number; atMost: number }) =>
      walkPages(get, meter, `/v1/conversations?${toQuery(names, limit)}`, pages)
    await walk(['status'], LIMIT, { atLeast: WARM_UP_PAGES, atMost: WARM_UP_PAGES })

    const figures = []
    for (const [names, limit] of listShown()) {
      figures.push(toPageFigure(toTitle(names, limit), await walk(names, limit, PAGES_A_LIST)))
    }
    const all: PageCost[] = []
    for (const names of createRandom(5).shuffle(listFilterCombinations())) {
      all.push(...(await walk(names, LIMIT, PAGES_A_COMBINATION)))
    }
    const count = CONVERSATIONS.toLocaleString('en')
    return {
      title: `Listing ${count} conversations in ${SHARDS} shards: p50 / p95 / slowest page`,
      figures: [...figures, toPageFigure(`all 128 combinations of filters, ${LIMIT} a page`, all)],
      notes: [
        'from path and query to JSON, by the routes that the API function runs; the emulator answers on the same cores. Units and calls are what AWS would count.',
        'without a status each of the four is asked, in each shard. An assignee has an index of its own.',
        'what no index carries is filtered over at most 500 rows a page, so a narrow filter costs more and its pages are short.',
      ],
    }
  } finally {
    await filled.stop()
  }
}

function listShown(): [FilterName[], number][] {
  const alone = (Object.keys(SAMPLE_FILTER) as FilterName[]).map((name) => [name])
  const together: FilterName[][] = [
    ['status', 'channel'],
    ['status', 'team', 'tag'],
    ['status', 'assignee'],
  ]
  const lists: FilterName[][] = [[], ...alone, ...together]
  return [
    ...lists.map((names): [FilterName[], number] => [names, LIMIT]),
    ...OTHER_LIMITS.flatMap((limit): [FilterName[], number][] => [
      [[], limit],
      [['status'], limit],
    ]),
  ]
}

function toTitle(names: readonly FilterName[], limit: number): string {
  const filter = names.map((name) => `${name}=${SAMPLE_FILTER[name]}`).join(' ')
  return `${filter === '' ? 'no filter' : filter}, ${limit} a page`
}
