import { type MessageAttributeValue, type SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import type { InboundQueue, QueueSendOutcome } from '../app/ports.ts'

/** On a dead letter, and on what comes back out of one: the conversation that misses it. */
export const GAP_ATTRIBUTE = 'gapOf'

export function toGapAttributes(gapOf: string | null): Record<string, MessageAttributeValue> | undefined {
  return gapOf === null ? undefined : { [GAP_ATTRIBUTE]: { DataType: 'String', StringValue: gapOf } }
}

export function createInboundQueue(client: SQSClient, queueUrl: string): InboundQueue {
  return {
    send: async (messages) => {
      const Entries = messages.map(({ body, groupId, deduplicationId, gapOf }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageGroupId: groupId,
        MessageDeduplicationId: deduplicationId,
        MessageAttributes: toGapAttributes(gapOf ?? null),
      }))
      try {
        const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
        const outcomes = new Map<string | undefined, QueueSendOutcome>()
        for (const { Id } of answer.Successful ?? []) outcomes.set(Id, 'accepted')
        for (const { Id, SenderFault } of answer.Failed ?? [])
          outcomes.set(Id, SenderFault === true ? 'refused' : 'failed')
        return Entries.map(({ Id }) => outcomes.get(Id) ?? 'failed')
      } catch {
        // No answer, or one about the whole request: the queue may have taken them; its deduplication makes a second send safe.
        return Entries.map(() => 'failed')
      }
    },
  }
}
