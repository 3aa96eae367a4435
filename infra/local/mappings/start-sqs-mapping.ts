import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { callAws } from '../aws-json.ts'
import type { FunctionPool } from '../lambda/function-pool.ts'
import { LOCAL_ACCOUNT } from '../local-account.ts'
import type { SqsMapping } from '../template/read-mappings.ts'
import type { Weather } from '../weather.ts'
import { readItemFailures } from './item-failures.ts'
import { ReceivedMessage, toSqsEvent } from './sqs-event.ts'

/** Lambda begins with five pollers; a laptop stays there. */
const CONCURRENCY_MAX = 5
/** Short enough to stop soon, and no poll is given up in which messages may be on their way. */
const POLL_SECONDS = 1
/** AWS waits the queue's whole visibility timeout when a function fails; nobody at a terminal does. */
const FAILED_VISIBILITY_SECONDS = 2

const Received = z.object({ Messages: z.array(ReceivedMessage).optional() })

export type RunningMapping = { stop: () => Promise<void> }

export function startSqsMapping(options: {
  mapping: SqsMapping
  pool: FunctionPool
  fauxqsUrl: string
  weather: Weather
  log: (line: string) => void
}): RunningMapping {
  const { mapping, pool, fauxqsUrl, weather, log } = options
  const { queue } = mapping
  const queueUrl = `${fauxqsUrl}/${LOCAL_ACCOUNT}/${queue.name}`
  const concurrencyMax = Math.min(
    mapping.concurrencyMax ?? CONCURRENCY_MAX,
    CONCURRENCY_MAX,
    pool.instancesMax,
  )
  const running = new Set<Promise<void>>()
  let stopped = false

  const sqs = (action: string, body: object) =>
    callAws(fauxqsUrl, 'AmazonSQS', action, { QueueUrl: queueUrl, ...body })

  async function receive(count: number, seconds: number): Promise<ReceivedMessage[]> {
    const answer = await sqs('ReceiveMessage', {
      MaxNumberOfMessages: Math.min(10, count),
      WaitTimeSeconds: seconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    })
    return Received.parse(answer).Messages ?? []
  }

  /** A standard queue may fill a batch over several receives; a FIFO queue never waits for more. */
  async function receiveBatch(): Promise<ReceivedMessage[]> {
    const batch = await receive(mapping.batchSize, POLL_SECONDS)
    const until = Date.now() + mapping.windowSeconds * 1000
    while (!queue.fifo && batch.length > 0 && batch.length < mapping.batchSize && !stopped) {
      const more = await receive(mapping.batchSize - batch.length, 0)
      batch.push(...more)
      if (more.length === 0 && Date.now() >= until) break
      if (more.length === 0) await wait(20)
    }
    return batch
  }

  /** A standard queue promises no order: what weather holds back comes again when it is visible. */
  async function reorder(batch: ReceivedMessage[]): Promise<ReceivedMessage[]> {
    const late = queue.fifo ? [] : batch.filter(() => weather.chance('sqs-reordered-delivery'))
    if (late.length === 0) return batch
    await changeVisibility(late, 1)
    const rest = batch.filter((message) => !late.includes(message))
    return weather.shuffle('sqs-reordered-delivery', rest)
  }

  async function handle(batch: ReceivedMessage[]): Promise<void> {
    const outcome = await pool.invoke(toSqsEvent(queue, batch))
    const verdict = readItemFailures(
      outcome,
      mapping.reportsItemFailures,
      batch.map(({ MessageId }) => MessageId),
    )
    if (verdict.kind === 'all_failed') {
      log(`${pool.definition.title}: a batch of ${batch.length} failed, it comes again. ${verdict.reason}`)
      await changeVisibility(batch, FAILED_VISIBILITY_SECONDS)
      return
    }
    const done = batch.filter(({ MessageId }) => !verdict.ids.has(MessageId))
    const repeated = queue.fifo ? [] : done.filter(() => weather.chance('sqs-duplicate-delivery'))
    await changeVisibility(repeated, 1)
    await forEachTen(
      done.filter((message) => !repeated.includes(message)),
      (entries) => sqs('DeleteMessageBatch', { Entries: entries.map(toEntry) }),
    )
  }

  async function changeVisibility(messages: ReceivedMessage[], seconds: number): Promise<void> {
    await forEachTen(messages, (entries) =>
      sqs('ChangeMessageVisibilityBatch', {
        Entries: entries.map((message, id) => ({ ...toEntry(message, id), VisibilityTimeout: seconds })),
      }),
    )
  }

  async function poll(): Promise<void> {
    while (!stopped) {
      try {
        if (running.size >= concurrencyMax) await Promise.race(running)
        const batch = await reorder(await receiveBatch())
        if (batch.length === 0) continue
        const work = handle(batch)
          .catch((error: unknown) => log(`${pool.definition.title}: ${String(error)}`))
          .finally(() => running.delete(work))
        running.add(work)
      } catch (error) {
        if (stopped) return
        log(`${mapping.id} cannot read its queue: ${String(error)}`)
        await wait(500)
      }
    }
  }

  const polling = poll()
  return {
    stop: async () => {
      stopped = true
      await polling
      await Promise.all(running)
    },
  }
}

function toEntry(message: ReceivedMessage, id: number): { Id: string; ReceiptHandle: string } {
  return { Id: String(id), ReceiptHandle: message.ReceiptHandle }
}

async function forEachTen<T>(items: readonly T[], act: (ten: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += 10) await act(items.slice(start, start + 10))
}
