import * as z from 'zod'
import { LOCAL_REGION } from '../local-account.ts'
import type { Weather } from '../weather.ts'

/** As the Streams API gives it and as Lambda passes it on: DynamoDB's JSON is the same in both. */
export const StreamRecord = z.looseObject({
  dynamodb: z.looseObject({
    Keys: z.record(z.string(), z.unknown()),
    SequenceNumber: z.string(),
    ApproximateCreationDateTime: z.number(),
  }),
})
export type StreamRecord = z.infer<typeof StreamRecord>

export function sequenceOf(record: StreamRecord): string {
  return record.dynamodb.SequenceNumber
}

export function toStreamEvent(streamArn: string, records: readonly StreamRecord[]): object {
  return {
    Records: records.map((record) => ({ ...record, awsRegion: LOCAL_REGION, eventSourceARN: streamArn })),
  }
}

/** The shard of an item: all its records travel on one, which is all the order that AWS promises. */
export function shardOf(record: StreamRecord, shards: number): number {
  let hash = 0x811c9dc5
  for (const character of itemKey(record)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return (hash >>> 0) % shards
}

/** Mixes records of different items at random; the records of one item keep their order. */
export function interleave(records: readonly StreamRecord[], weather: Weather): StreamRecord[] {
  const byItem = new Map<string, StreamRecord[]>()
  for (const record of records) {
    const key = itemKey(record)
    byItem.set(key, [...(byItem.get(key) ?? []), record])
  }
  const slots = weather.shuffle('stream-order', records.map(itemKey))
  return slots.flatMap((key) => byItem.get(key)?.shift() ?? [])
}

function itemKey(record: StreamRecord): string {
  return JSON.stringify(
    Object.entries(record.dynamodb.Keys).sort(([left], [right]) => (left < right ? -1 : 1)),
  )
}
