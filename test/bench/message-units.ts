import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { conversationKey, parseConversationItem, toConversationItem } from '../../shared/aws/table-items.ts'
import { type CapacityMeter, meterTable } from './capacity-meter.ts'
import { type FilledTable, startFilledTable } from './filled-table.ts'
import { createSeedItems, growLog } from './grown-inbox.ts'
import { createInboxUnderTest, type InboxUnderTest } from './inbox-under-test.ts'
import type { Item } from './item-size.ts'
import { createSamples, createWireSample, SAMPLE_TEXT, type Sample } from './samples.ts'
import { createRandom } from '../support/random.ts'

export const LOG_LENGTHS = [10, 1_000, 100_000]
const SHARDS = { queue: 4, feed: 1 }
/** As many as it takes until the feed writes its end down once: that is a part of the price. */
const MESSAGES = 100

/** What one more text costs in a conversation, averaged, by the documented rules; beside it the emulator's own total. */
export type MessageUnits = {
  name: string
  /** Messages in the conversation before. */
  logLength: number
  writes: Map<string, number>
  reads: Map<string, number>
  /** Bytes of the item behind each line of `writes`, as last written. */
  sizes: Map<string, number>
  reported: { write: number; read: number }
  /** Bytes that stay, indexes included, without what a put replaced. */
  storedBytes: number
  events: number
  eventBytes: number
  /** Partition keys that one message writes to: each may be another shard of the stream. */
  partitions: number
}

/** One message at a time, each published alone: no batch makes it cheaper. */
export async function measureMessageUnits(): Promise<MessageUnits[]> {
  const kinds = [...createSamples(2), createAssignedSample()]
  const grown = LOG_LENGTHS.map((_, index) => createWireSample('whatsapp', createRandom(100 + index)))
  const { items, conversationIds } = await createSeedItems([...kinds, ...grown], SHARDS)
  const grownIds = conversationIds.slice(kinds.length)
  const isGrown = (item: Item): boolean =>
    grownIds.some((id) => item['pk']?.S === `CONV#${id}` && item['sk']?.S === 'CONV')
  const filled = await startFilledTable(
    (function* () {
      yield* items
        .filter((item) => !isGrown(item))
        .map((item) => assign(item, conversationIds[kinds.length - 1]))
      for (const [index, id] of grownIds.entries()) yield* growLog(items, id, LOG_LENGTHS[index] ?? 1)
    })(),
  )
  try {
    const meter = meterTable(filled.table, filled.readItem)
    const inbox = createInboxUnderTest(filled.table, SHARDS)
    const results: MessageUnits[] = []
    for (const [index, sample] of [...kinds, ...grown].entries()) {
      const logLength = LOG_LENGTHS[index - kinds.length] ?? 1
      results.push(await measure(sample, conversationIds[index] ?? '', logLength, { inbox, meter, filled }))
    }
    return results
  } finally {
    await filled.stop()
  }
}

/** What most conversations look like while people work: somebody has it, it is tagged, the customer writes more than a line. */
function createAssignedSample(): Sample {
  const sample = createWireSample('whatsapp', createRandom(99))
  const text = SAMPLE_TEXT.repeat(5)
  return {
    ...sample,
    name: `whatsapp, assigned, ${text.length} characters`,
    nextRequest: (inboxUrl) => sample.nextRequest(inboxUrl, text),
  }
}

function assign(item: Item, conversationId: string | undefined): Item {
  if (item['pk']?.S !== `CONV#${conversationId}` || item['sk']?.S !== 'CONV') return item
  const conversation = parseConversationItem(unmarshall(item))
  const work = { assignee: 'user_01JD3Q6Z8K4N', team: 'support', tags: ['parcel', 'vip', 'german'] }
  return marshall(toConversationItem({ ...conversation, ...work }))
}

type Bench = { inbox: InboxUnderTest; meter: CapacityMeter; filled: FilledTable }

async function measure(
  sample: Sample,
  conversationId: string,
  logLength: number,
  bench: Bench,
): Promise<MessageUnits> {
  // The first message finds the feed's end, as a cold instance does once.
  await storeAndPublish(sample, conversationId, bench)
  bench.meter.reset()
  const events = []
  for (let message = 0; message < MESSAGES; message++) {
    events.push(...(await storeAndPublish(sample, conversationId, bench)))
  }
  const { calls } = bench.meter
  const sumOf = (kind: 'read' | 'write'): number =>
    calls.reduce((sum, call) => sum + (call.kind === kind ? call.reportedUnits : 0), 0) / MESSAGES
  const writes = sumLines(calls.filter(({ kind }) => kind === 'write').flatMap(({ lines }) => lines))
  return {
    name: sample.name,
    logLength,
    writes,
    reads: sumLines(calls.filter(({ kind }) => kind === 'read').flatMap(({ lines }) => lines)),
    sizes: new Map(calls.flatMap(({ lines }) => lines.map(({ line, bytes }) => [line, bytes]))),
    reported: { write: sumOf('write'), read: sumOf('read') },
    storedBytes: toStoredBytes(calls.flatMap(({ lines }) => lines)),
    events: events.length / MESSAGES,
    eventBytes: Buffer.byteLength(JSON.stringify(events)) / MESSAGES,
    partitions: ['CONV', 'SEEN', 'FEED'].filter((line) => writes.has(line)).length,
  }
}

async function storeAndPublish(sample: Sample, conversationId: string, { inbox, filled }: Bench) {
  const key = marshall(conversationKey(conversationId))
  const before = await filled.readItem(key)
  const stored = await inbox.ingest(sample)
  const after = await filled.readItem(key)
  if (stored !== conversationId || after === null) throw new Error('the text went to another conversation')
  return await inbox.publish(before, after)
}

function sumLines(lines: readonly { line: string; units: number }[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { line, units } of lines) sums.set(line, (sums.get(line) ?? 0) + units / MESSAGES)
  return sums
}

/** What is added to the table for good: entries, their keys and the feed; the conversation only replaces itself. */
function toStoredBytes(lines: readonly { line: string; bytes: number }[]): number {
  const added = lines.filter(({ line }) => line === 'LOG' || line === 'SEEN' || line === 'FEED')
  return added.reduce((sum, { bytes }) => sum + bytes, 0) / MESSAGES
}
