import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { parseConversationItem, toConversationItem } from '../../shared/aws/table-items.ts'
import { createRandom, type Random } from '../support/random.ts'
import { meterTable } from './capacity-meter.ts'
import { CLOCK_KINDS, type ClockKind, CLOCKS_CHANNEL } from './clock-stories.ts'
import { startFilledTable } from './filled-table.ts'
import { createSeedItems, growLog } from './grown-inbox.ts'
import { createInboxUnderTest } from './inbox-under-test.ts'
import type { Item } from './item-size.ts'
import { INBOX, type Story } from './kinds/kind.ts'
import { loadKinds } from './kinds/load-kinds.ts'
import { measureUnits, type UnitBench, type Units } from './measure-units.ts'
import { createTwoIdsWay, findWay, listWays, SAMPLE_TEXT, type Sample, type Way } from './samples.ts'

export const LOG_LENGTHS = [10, 1_000, 100_000]
const SHARDS = { queue: 4, feed: 1 }
/** As many as it takes until the feed writes its end down once: that is a part of the price. */
const MESSAGES = 100
const STORIES = 10

export type MessageUnits = {
  /** One more text in a known conversation, by way; of a public post, which always begins one, in a known person's. */
  texts: { way: Way; units: Units }[]
  assigned: Units
  /** A text after so many others. */
  grown: { logLength: number; units: Units }[]
  /** One more text in a known conversation whose customer waited for nothing. */
  starting: { way: Way; units: Units }[]
  /** Everything else that may come, by channel. */
  kinds: { channel: string; units: Units }[]
  /** What moves clocks, and the same where it moves none. */
  clocks: { kind: ClockKind; units: Units }[]
}

export async function measureMessageUnits(): Promise<MessageUnits> {
  const ways = [createTwoIdsWay(), ...listWays()]
  const random = createRandom(2)
  const known = ways.map((way) => way.create(random))
  const assigned = findWay('whatsapp').create(random)
  const grown = LOG_LENGTHS.map(() => findWay('whatsapp').create(random))
  const seed = await createSeedItems([...known, assigned, ...grown], SHARDS)
  const [assignedId, ...grownIds] = seed.conversationIds.slice(known.length)
  const filled = await startFilledTable(toItems(seed.items, assignedId ?? '', grownIds))
  try {
    const meter = meterTable(filled.table, filled.readItem)
    const bench = { inbox: createInboxUnderTest(filled.table, SHARDS), meter }
    // The first message finds the feed's end, as a cold instance does once, and the accounts.
    for (const { way, next } of known)
      await measureUnits('', way.channel, [{ before: [], metered: next(INBOX) }], bench)
    return {
      texts: await inTurn(known, async (sample) => ({
        way: sample.way,
        units: await measureTexts(sample, MESSAGES, bench),
      })),
      assigned: await measureTexts(assigned, MESSAGES, bench, SAMPLE_TEXT.repeat(5)),
      grown: await inTurn(grown, async (sample, index) => ({
        logLength: LOG_LENGTHS[index] ?? 0,
        units: await measureTexts(sample, MESSAGES, bench),
      })),
      starting: await inTurn(
        ways.filter(({ isPost }) => !isPost),
        async (way) => ({ way, units: await measureStarting(way, random, bench) }),
      ),
      clocks: await inTurn(CLOCK_KINDS, async (kind) => {
        const stories = repeat(STORIES, () => kind.tell(random))
        return { kind, units: withoutFeedEnd(await measureUnits(kind.name, CLOCKS_CHANNEL, stories, bench)) }
      }),
      kinds: [
        ...(await inTurn(ways, (way) => measureFirsts(way, random, bench))).flat(),
        ...(await measureKinds(random, bench)),
      ],
    }
  } finally {
    await filled.stop()
  }
}

function measureTexts(sample: Sample, count: number, bench: UnitBench, text?: string): Promise<Units> {
  const stories = repeat(count, () => ({ before: [], metered: sample.next(INBOX, text) }))
  return measureUnits(sample.way.name, sample.way.channel, stories, bench)
}

/** After a reply of ours the next question has a clock of its own. */
async function measureStarting(way: Way, random: Random, bench: UnitBench): Promise<Units> {
  const stories = repeat(STORIES, () => {
    const { next } = way.create(random)
    const accepted = {
      kind: 'accept',
      providerId: `accepted ${random.characters('0123456789', 12)}`,
    } as const
    return { before: [next(INBOX), { kind: 'write' }, accepted], metered: next(INBOX) }
  })
  return withoutFeedEnd(await measureUnits(toStartingName(way.name), way.channel, stories, bench))
}

export function toStartingName(way: string): string {
  return `${way}, starts a clock`
}

export function toFirstName(way: string): string {
  return `${way}: first message of a person`
}

/** Of people that nobody knows yet, and of an account that was last seen more than a minute ago. */
async function measureFirsts(way: Way, random: Random, bench: UnitBench) {
  const { channel, name } = way
  const first = repeat(STORIES, () => ({
    before: [way.create(random).next(INBOX)],
    metered: way.create(random).next(INBOX),
  }))
  const touching = repeat(STORIES, () => {
    const sample = way.create(random)
    return { before: [sample.next(INBOX), { kind: 'pass', seconds: 61 }], metered: sample.next(INBOX) }
  })
  const units = [
    await measureUnits(toFirstName(name), channel, first, bench),
    await measureUnits(`${name}: a text, the first in a minute`, channel, touching, bench),
  ]
  return units.map((each) => ({ channel: channel.manifest.name, units: withoutFeedEnd(each) }))
}

async function measureKinds(random: Random, bench: UnitBench) {
  const measured: { channel: string; units: Units }[] = []
  for (const { channel, kinds } of await loadKinds()) {
    const { name } = channel.manifest
    for (const kind of kinds) {
      const stories = repeat(STORIES, () => kind.tell(random))
      const units = await measureUnits(`${name}: ${kind.name}`, channel, stories, bench)
      measured.push({ channel: name, units: withoutFeedEnd(units) })
    }
  }
  return measured
}

/** Written once in a hundred rows: in ten stories it is there or not by chance. */
function withoutFeedEnd(units: Units): Units {
  const writes = new Map(units.writes)
  const ends = writes.get('FEEDEND') ?? 0
  writes.delete('FEEDEND')
  return { ...units, writes, reported: { ...units.reported, write: units.reported.write - ends } }
}

function* repeat(count: number, tell: () => Story): Generator<Story> {
  for (let round = 0; round < count; round++) yield tell()
}

async function inTurn<T, R>(
  items: readonly T[],
  measure: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  for (const [index, item] of items.entries()) results.push(await measure(item, index))
  return results
}

function* toItems(seed: readonly Item[], assignedId: string, grownIds: readonly string[]): Generator<Item> {
  const isConversation = (item: Item, id: string): boolean =>
    item['pk']?.S === `CONV#${id}` && item['sk']?.S === 'CONV'
  for (const item of seed) {
    if (grownIds.some((id) => isConversation(item, id))) continue
    yield isConversation(item, assignedId) ? assign(item) : item
  }
  for (const [index, id] of grownIds.entries()) yield* growLog(seed, id, LOG_LENGTHS[index] ?? 1)
}

/** What most conversations look like while people work: somebody has it, it is tagged. */
function assign(item: Item): Item {
  const conversation = parseConversationItem(unmarshall(item))
  const work = { assignee: 'user_01JD3Q6Z8K4N', team: 'support', tags: ['parcel', 'vip', 'german'] }
  return marshall(toConversationItem({ ...conversation, ...work }))
}
