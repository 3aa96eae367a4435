import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { FunctionPool } from '../lambda/function-pool.ts'
import { LOCAL_REGION } from '../local-account.ts'
import type { StreamMapping } from '../template/read-mappings.ts'
import type { Weather } from '../weather.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { RunningMapping } from './start-sqs-mapping.ts'
import { interleave, sequenceOf, shardOf, type StreamRecord } from './stream-record.ts'
import { startStreamShard } from './stream-shard.ts'
import { openStream } from './stream-source.ts'

const ROUGH_SHARDS = 4
const POLL_PAUSE_MS = 20
const PENDING_MAX = 2_000

/**
 * Reads the emulator's one shard and hands its records to simulated shards. With the weather's `stream-order` rule on at
 * the start these are several, each at its own pace and with items mixed; else one, in the stream's order.
 */
export async function startStreamMapping(options: {
  mapping: StreamMapping
  pool: FunctionPool
  dynamodbUrl: string
  fauxqsUrl: string
  dataDir: string
  weather: Weather
  log: (line: string) => void
}): Promise<RunningMapping> {
  const { mapping, pool, weather, log } = options
  const source = await openStream(options.dynamodbUrl, mapping.table.name)
  const checkpoint = openCheckpoint(options.dataDir, mapping.id, source.streamArn)
  await source.seek(checkpoint.position)

  const rough = weather.rules().some(({ name, on }) => name === 'stream-order' && on)
  const shards = Array.from({ length: rough ? ROUGH_SHARDS : 1 }, (_, index) =>
    startStreamShard({
      mapping,
      pool,
      weather,
      log,
      close: (records) => checkpoint.closed(records.map(sequenceOf)),
      giveUp: (records, condition) => keepInBucket(options, index, records, condition),
    }),
  )
  let stopped = false

  async function poll(): Promise<void> {
    while (!stopped) {
      try {
        const records = checkpoint.openCount() < PENDING_MAX ? await source.read() : []
        if (records.length === 0) {
          await wait(POLL_PAUSE_MS)
          continue
        }
        checkpoint.opened(records.map(sequenceOf))
        const wanted = records.filter(mapping.isWanted)
        checkpoint.closed(records.filter((record) => !wanted.includes(record)).map(sequenceOf))
        shards.forEach((shard, index) => {
          const own = wanted.filter((record) => shardOf(record, shards.length) === index)
          if (own.length > 0) shard.push(rough ? interleave(own, weather) : own)
        })
      } catch (error) {
        if (stopped) return
        log(`${mapping.id} cannot read its stream: ${String(error)}`)
        await wait(500)
      }
    }
  }

  const polling = poll()
  return {
    stop: async () => {
      stopped = true
      await polling
      await Promise.all(shards.map((shard) => shard.stop()))
    },
  }
}

/** The object that Lambda writes, key and body: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
async function keepInBucket(
  options: { mapping: StreamMapping; pool: FunctionPool; fauxqsUrl: string },
  shard: number,
  records: readonly StreamRecord[],
  condition: string,
): Promise<void> {
  const { mapping, pool, fauxqsUrl } = options
  if (mapping.failureBucket === null) return
  const now = new Date()
  const [day = '', time = ''] = now.toISOString().split('T')
  const shardId = `shardId-local-${shard}`
  const name = `${day}T${time.slice(0, 8).replaceAll(':', '.')}-${randomUUID()}`
  const key = `aws/lambda/${mapping.id}/${shardId}/${day.replaceAll('-', '/')}/${name}`
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: pool.definition.arn,
      condition,
      approximateInvokeCount: (mapping.retriesMax ?? 0) + 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records.at(0)?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      batchSize: records.length,
      streamArn: mapping.table.streamArn,
    },
    payload: {
      Records: records.map((record) => ({
        ...record,
        awsRegion: LOCAL_REGION,
        eventSourceARN: mapping.table.streamArn,
      })),
    },
  }
  const response = await fetch(`${fauxqsUrl}/${mapping.failureBucket}/${key}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`A failed batch could not be kept in ${mapping.failureBucket}.`)
}
