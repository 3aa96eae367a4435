import type { CutEnvelope } from '../channels/contract.ts'
import { toAsciiJson } from '../domain/ascii-json.ts'
import { toBatches } from '../domain/batches.ts'
import type { Envelope } from '../domain/envelope.ts'
import { toDigest } from '../domain/digest.ts'
import type { InboundQueue, QueueMessage } from './ports.ts'

/** SQS: entries of a batch, and bytes of a message or of a whole batch (1 MiB, less room for the frame). */
const BATCH_ENTRIES_MAX = 10
const BATCH_BYTES_MAX = 1_000_000
const TRIES_MAX = 3

export type SendOutcome = {
  /** Never accepted by the queue: to be kept elsewhere. */
  refused: QueueMessage[]
  /** Not sent although tried again: the platform must deliver the body again. */
  failed: QueueMessage[]
}

/** One envelope as a message on the inbound queue: its group keeps a customer's order, its deduplication id the key. */
export function toQueueMessage(source: string, cut: CutEnvelope, receivedAt: string): QueueMessage {
  const { group, ...piece } = cut
  const { channel, account, key } = piece
  const envelope: Envelope = { version: 1, source, receivedAt, ...piece }
  return {
    body: toAsciiJson(envelope),
    groupId: toDigest([channel, account.id, group]),
    deduplicationId: toDigest([source, channel, account.id, key]),
  }
}

/**
 * Sends messages so that each group keeps its order even when the queue takes only part of a batch: a group has at most
 * one message under way, and its next one goes only after that was taken.
 */
export async function sendInOrder(
  queue: InboundQueue,
  messages: readonly QueueMessage[],
): Promise<SendOutcome> {
  const lanes = [...Map.groupBy(messages, ({ groupId }) => groupId).values()]
  const outcome: SendOutcome = { refused: [], failed: [] }
  let failures = 0
  while (failures < TRIES_MAX) {
    const heads = lanes.flatMap((lane) => lane.slice(0, 1))
    if (heads.length === 0) return outcome
    const hasFailed = await sendHeads(queue, heads, lanes, outcome)
    failures = hasFailed ? failures + 1 : 0
  }
  return { ...outcome, failed: lanes.flat() }
}

async function sendHeads(
  queue: InboundQueue,
  heads: readonly QueueMessage[],
  lanes: readonly QueueMessage[][],
  outcome: SendOutcome,
): Promise<boolean> {
  // Bodies are ASCII: one byte a character.
  const sizeOf = ({ body }: QueueMessage): number => body.length
  outcome.refused.push(...heads.filter((head) => sizeOf(head) > BATCH_BYTES_MAX))
  const fitting = heads.filter((head) => sizeOf(head) <= BATCH_BYTES_MAX)
  const batches = toBatches(fitting, { sizeOf, sizeMax: BATCH_BYTES_MAX, countMax: BATCH_ENTRIES_MAX })
  const answers = await Promise.all(batches.map((batch) => queue.send(batch)))
  const settled = new Set(outcome.refused)
  let hasFailed = false
  batches.forEach((batch, batchIndex) => {
    batch.forEach((message, index) => {
      const answer = answers[batchIndex]?.[index] ?? 'failed'
      if (answer === 'refused') outcome.refused.push(message)
      if (answer === 'failed') hasFailed = true
      else settled.add(message)
    })
  })
  for (const lane of lanes) {
    if (lane[0] !== undefined && settled.has(lane[0])) lane.shift()
  }
  return hasFailed
}
