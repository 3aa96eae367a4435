import type { SQSClient } from '@aws-sdk/client-sqs'
import type { DeliveryRequest, OutboundQueue } from '../app/delivery-ports.ts'
import type { QueueMessage } from '../app/ports.ts'
import { toAsciiJson } from '../domain/ascii-json.ts'
import { toBatches } from '../domain/batches.ts'
import { toDigest } from '../domain/digest.ts'
import { AppError } from '../domain/errors.ts'
import { createInboundQueue } from './inbound-queue.ts'
import { sendAll } from './send-all.ts'

/** SQS: entries of a batch. */
const BATCH_ENTRIES_MAX = 10

export function createOutboundQueue(client: SQSClient, queueUrl: string): OutboundQueue {
  const queue = createInboundQueue(client, queueUrl)
  return {
    request: async (requests) => {
      const left = await sendAll(requests.map(toQueueMessage), async (messages) => {
        const limits = { sizeOf: () => 0, sizeMax: 1, countMax: BATCH_ENTRIES_MAX }
        const batches = toBatches(messages, limits)
        const outcomes = (await Promise.all(batches.map((batch) => queue.send(batch)))).flat()
        return messages.filter((_, index) => outcomes[index] !== 'accepted')
      })
      if (left.length === 0) return
      throw new AppError('queue_unavailable', 'the outbound queue did not take all requests', {
        context: { requests: requests.length, refused: left.length },
      })
    },
  }
}

/** One group a conversation: two deliveries of one never run at once. */
function toQueueMessage({ conversationId, occasion, action }: DeliveryRequest): QueueMessage {
  return {
    body: toAsciiJson({ conversationId, action }),
    groupId: conversationId,
    deduplicationId: toDigest([conversationId, occasion]),
  }
}
