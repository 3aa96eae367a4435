import { setTimeout as wait } from 'node:timers/promises'
import type { FunctionPool } from '../lambda/function-pool.ts'
import type { StreamMapping } from '../template/read-mappings.ts'
import type { Weather } from '../weather.ts'
import { readItemFailures } from './item-failures.ts'
import { sequenceOf, toStreamEvent, type StreamRecord } from './stream-record.ts'

const BACKOFF_MS_MAX = 5_000

export type StreamShard = {
  push: (records: readonly StreamRecord[]) => void
  stop: () => Promise<void>
}

type Attempt = { records: StreamRecord[]; failures: number }

/**
 * One shard's loop: batch, invoke, go on after what is done. Retries, bisecting and giving up as Lambda does:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function startStreamShard(options: {
  mapping: StreamMapping
  pool: FunctionPool
  weather: Weather
  /** Called with what was handled, and with what was given up after that is kept in the bucket. */
  close: (records: readonly StreamRecord[]) => void
  giveUp: (records: readonly StreamRecord[], condition: string) => Promise<void>
  log: (line: string) => void
}): StreamShard {
  const { mapping, pool, weather } = options
  const buffer: StreamRecord[] = []
  let wake: () => void = () => undefined
  const ending = new AbortController()

  const pause = (ms: number): Promise<void> =>
    wait(ms, undefined, { signal: ending.signal }).catch(() => undefined)

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      if (buffer.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve))
        continue
      }
      if (mapping.windowSeconds > 0 && buffer.length < mapping.batchSize)
        await pause(mapping.windowSeconds * 1000)
      if (weather.chance('stream-order')) await pause(weather.random('stream-order') * 50)
      await work({ records: buffer.splice(0, mapping.batchSize), failures: 0 })
    }
  }

  /** Works a batch to its end, in parts where it must; nothing after it begins before. */
  async function work(first: Attempt): Promise<void> {
    const todo: Attempt[] = [first]
    for (let attempt = todo.shift(); attempt !== undefined; attempt = todo.shift()) {
      if (ending.signal.aborted) return
      const records = await dropExpired(attempt.records)
      if (records.length > 0) todo.unshift(...(await tryOnce({ ...attempt, records })))
    }
  }

  /** Returns what is still to do. */
  async function tryOnce({ records, failures }: Attempt): Promise<Attempt[]> {
    const sequences = records.map(sequenceOf)
    const outcome = await pool.invoke(toStreamEvent(mapping.table.streamArn, records))
    const verdict = readItemFailures(outcome, mapping.reportsItemFailures, sequences)
    if (verdict.kind === 'all_failed') {
      const again = records.length === 1 ? 'A stream record' : `${records.length} stream records`
      options.log(`${pool.definition.title}: ${again} failed and will be tried again. ${verdict.reason}`)
    }
    if (verdict.kind === 'all_failed' && mapping.bisects && records.length > 1) {
      // Splitting does not count as a retry.
      const half = Math.ceil(records.length / 2)
      return [records.slice(0, half), records.slice(half)].map((part) => ({ records: part, failures }))
    }
    const failedAt =
      verdict.kind === 'all_failed' ? 0 : sequences.findIndex((sequence) => verdict.ids.has(sequence))
    if (failedAt === -1 && weather.chance('stream-duplicate-delivery')) {
      await pool.invoke(toStreamEvent(mapping.table.streamArn, records))
    }
    const done = failedAt === -1 ? records : records.slice(0, failedAt)
    options.close(done)
    return failedAt === -1 ? [] : await retry({ records: records.slice(failedAt), failures: failures + 1 })
  }

  async function retry(attempt: Attempt): Promise<Attempt[]> {
    if (mapping.retriesMax !== null && attempt.failures > mapping.retriesMax) {
      await lose(attempt.records, 'RetryAttemptsExhausted')
      return []
    }
    await pause(Math.min(BACKOFF_MS_MAX, 50 * 2 ** Math.min(attempt.failures, 10)))
    return [attempt]
  }

  async function dropExpired(records: StreamRecord[]): Promise<StreamRecord[]> {
    const expired = records.filter(isTooOld)
    if (expired.length === 0) return records
    await lose(expired, 'RecordAgeExceeded')
    return records.filter((record) => !expired.includes(record))
  }

  async function lose(records: readonly StreamRecord[], condition: string): Promise<void> {
    options.log(`${pool.definition.title}: ${records.length} stream records given up (${condition}).`)
    await options.giveUp(records, condition)
    options.close(records)
  }

  function isTooOld(record: StreamRecord): boolean {
    if (mapping.recordAgeSecondsMax === null) return false
    return Date.now() / 1000 - record.dynamodb.ApproximateCreationDateTime > mapping.recordAgeSecondsMax
  }

  const running = run()
  return {
    push: (records) => {
      buffer.push(...records)
      wake()
    },
    stop: async () => {
      ending.abort()
      wake()
      await running
    },
  }
}
