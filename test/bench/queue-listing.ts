import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { listConversations } from '../../shared/app/list-conversations.ts'
import { createInboxReader } from '../../shared/aws/inbox-reader.ts'
import { conversationKey, parseConversationItem, toConversationItem } from '../../shared/aws/table-items.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { createRandom } from '../support/random.ts'
import { type CapacityMeter, meterTable } from './capacity-meter.ts'
import { startFilledTable } from './filled-table.ts'
import { createSeedItems } from './grown-inbox.ts'
import type { Item } from './item-size.ts'
import type { Measurements } from './measurements.ts'
import type { Figure, Section } from './report.ts'
import { findWay } from './samples.ts'
import { median, sum } from './statistics.ts'

const SHARDS = { queue: 4, feed: 1 }
const LIMIT = 25
const PAGES = 3
/** A status each, so that one table holds queues of every length. */
const SIZES = [
  { status: 'snoozed', count: 100 },
  { status: 'pending', count: 10_000 },
  { status: 'open', count: 100_000 },
] as const
const MILLION = { status: 'closed', count: 1_000_000 } as const

type Size = { status: Conversation['status']; count: number }
type Page = { queries: number; units: number; reported: number; ms: number }

/** Design section 11: the first pages of a queue, by its length. */
export async function benchQueueListing({ million }: Measurements): Promise<Section> {
  const sizes: readonly Size[] = million ? [...SIZES, MILLION] : SIZES
  const { items } = await createSeedItems([findWay('whatsapp').create(createRandom(3))], SHARDS)
  const seed = items.find((item) => item['sk']?.S === 'CONV')
  const filled = await startFilledTable(fillQueues(parseConversationItem(unmarshall(seed ?? {})), sizes))
  try {
    const meter = meterTable(filled.table, filled.readItem)
    const reader = createInboxReader(filled.table, { now: () => new Date() })
    const figures: Figure[] = []
    let flat: Page[] | null = null
    for (const { status, count } of sizes) {
      const pages: Page[] = []
      let positions: Record<string, string> = {}
      for (let page = 0; page < PAGES; page++) {
        meter.reset()
        const startedAt = performance.now()
        const query = { filter: { status }, sort: 'activity' as const, positions, limit: LIMIT }
        const listed = await listConversations(
          { reader, now: new Date(), queueShards: SHARDS.queue, replyWindowOf: () => null },
          query,
        )
        if (listed.conversations.length !== Math.min(LIMIT, count)) throw new Error('a page is not full')
        pages.push(toPage(meter, performance.now() - startedAt))
        positions = listed.positions ?? {}
        if (listed.positions === null) break
      }
      flat ??= pages
      figures.push(...toFigures(count, pages, flat))
    }
    return {
      title: `Listing a queue: the first pages of ${LIMIT}, ${SHARDS.queue} shards`,
      figures,
      notes: [
        'floor: the shortest queue of the same run. Units by the documented rules; an index is read eventually.',
        'each shard must be asked for a whole page (any of them may hold all the newest), so it returns up to 4 × 26 conversations of about 1 KB.',
        ...(million ? [] : ['a million conversations: --million.']),
      ],
    }
  } finally {
    await filled.stop()
  }
}

function toFigures(count: number, pages: readonly Page[], flat: readonly Page[]): Figure[] {
  const queries = Math.max(...pages.map((page) => page.queries))
  const units = pages[0]?.units ?? 0
  const flatUnits = flat[0]?.units ?? 0
  const name = `${count.toLocaleString('en')} conversations`
  return [
    {
      what: `${name}: queries a page`,
      value: String(queries),
      budget: `≤ ${SHARDS.queue} (one a shard)`,
      floor: String(SHARDS.queue),
      isMissed: queries > SHARDS.queue,
    },
    {
      what: `${name}: read units of the first page`,
      value: units.toFixed(1),
      budget: 'flat',
      floor: flatUnits.toFixed(1),
      // One row more: the shortest queue ends before it.
      isMissed: units > flatUnits + SHARDS.queue / 2,
    },
    { what: `${name}: milliseconds a page, emulator`, value: median(pages.map(({ ms }) => ms)).toFixed(0) },
  ]
}

function toPage({ calls }: CapacityMeter, ms: number): Page {
  return {
    queries: calls.length,
    units: sum(calls.flatMap(({ lines }) => lines.map(({ units }) => units))),
    reported: sum(calls.map(({ reportedUnits }) => reportedUnits)),
    ms,
  }
}

function* fillQueues(seed: Conversation, sizes: readonly Size[]): Generator<Item> {
  for (const { status, count } of sizes) {
    for (let index = 0; index < count; index++) {
      const id = `cnv_${status}${String(index).padStart(20, 'a')}`
      const activityAt = new Date(Date.parse(seed.activityAt) - index * 1000).toISOString()
      const conversation = { ...seed, id, status, activityAt, queueShard: index % SHARDS.queue }
      yield marshall({ ...toConversationItem(conversation), ...conversationKey(id) })
    }
  }
}
