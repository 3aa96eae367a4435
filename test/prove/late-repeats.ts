import type { QueueMessage, QueueSendOutcome } from '../../shared/app/ports.ts'
import { sendInOrder, toQueueMessage } from '../../shared/app/send-envelopes.ts'
import type { CutEnvelope } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { toWebhookRequest } from '../../shared/channels/wire.ts'
import { toDigest } from '../../shared/domain/digest.ts'
import type { Post } from './plan.ts'
import type { Queue } from './queues.ts'

/**
 * Meta delivers again for up to seven days, SQS remembers deduplication ids for five minutes. What comes so late reaches
 * ingest: the body's envelopes once more on the queue, under ids that the queue has not seen.
 */
export async function repeatLate(post: Post, inboxUrl: string, inbound: Queue): Promise<void> {
  const receivedAt = new Date().toISOString()
  const messages = cut(post, inboxUrl, receivedAt).map((envelope) => {
    const message = toQueueMessage(post.channel, envelope, receivedAt)
    return { ...message, deduplicationId: toDigest([message.deduplicationId, 'forgotten']) }
  })
  const send = (batch: readonly QueueMessage[]): Promise<QueueSendOutcome[]> =>
    Promise.all(batch.map((message) => inbound.send(message).then(() => 'accepted' as const)))
  await sendInOrder({ send }, messages)
}

function cut({ channel: name, published, toRequest }: Post, inboxUrl: string, sentAt: string): CutEnvelope[] {
  const channel = findChannel(name)
  if (published !== null) return channel?.cutTopic?.({ body: published, sentAt }).envelopes ?? []
  return channel?.cut(toWebhookRequest(toRequest(inboxUrl))).envelopes ?? []
}
