import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { Letter, LetterBox } from '../app/redrive/redrive-ports.ts'
import { toBatches } from '../domain/batches.ts'
import { AppError } from '../domain/errors.ts'
import { GAP_ATTRIBUTE } from './inbound-queue.ts'
import { sendAll } from './send-all.ts'

/** SQS: entries of a batch, and messages of a receive. */
const BATCH_ENTRIES_MAX = 10
/** Long enough that SQS asks all of its servers: a short poll may miss what is there. */
const POLL_SECONDS = 1
const WAITING = 'ApproximateNumberOfMessages'
const HELD = 'ApproximateNumberOfMessagesNotVisible'

type BatchAnswer = { Failed?: { Id?: string | undefined }[] | undefined }

/** A queue that people empty. What is taken comes back by itself after `holdSeconds`, were the run to die. */
export function createLetterBox(client: SQSClient, queueUrl: string, holdSeconds: number): LetterBox {
  async function inBatches(
    letters: readonly Letter[],
    call: (entries: { Id: string; ReceiptHandle: string }[]) => Promise<BatchAnswer>,
  ): Promise<readonly Letter[]> {
    const limits = { sizeOf: () => 0, sizeMax: 1, countMax: BATCH_ENTRIES_MAX }
    return sendAll(letters, async (some) => {
      const left: Letter[] = []
      for (const batch of toBatches(some, limits)) {
        const entries = batch.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }))
        const { Failed = [] } = await call(entries)
        const failed = new Set(Failed.map(({ Id }) => Id))
        left.push(...batch.filter((_, index) => failed.has(String(index))))
      }
      return left
    })
  }

  return {
    count: async () => {
      const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [WAITING, HELD] })
      const { Attributes = {} } = await client.send(command)
      return { waiting: Number(Attributes[WAITING] ?? 0), held: Number(Attributes[HELD] ?? 0) }
    },
    take: async () => {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: BATCH_ENTRIES_MAX,
        WaitTimeSeconds: POLL_SECONDS,
        VisibilityTimeout: holdSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      })
      const { Messages = [] } = await client.send(command)
      return Messages.map(toLetter)
    },
    remove: async (letters) => {
      const left = await inBatches(letters, (Entries) =>
        client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })),
      )
      if (left.length === 0) return
      throw new AppError('queue_unavailable', 'a queue did not remove what was sent back; run it again', {
        context: { letters: left.length },
      })
    },
    // What it does not give back comes back by itself.
    release: async (letters) => {
      await inBatches(letters, (entries) => {
        const Entries = entries.map((entry) => ({ ...entry, VisibilityTimeout: 0 }))
        return client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }))
      })
    },
  }
}

function toLetter(message: Message): Letter {
  const { MessageId = '', Body = '', ReceiptHandle = '', Attributes = {}, MessageAttributes = {} } = message
  return {
    messageId: MessageId,
    body: Body,
    groupId: Attributes.MessageGroupId ?? null,
    deduplicationId: Attributes.MessageDeduplicationId ?? null,
    sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)),
    gapOf: MessageAttributes[GAP_ATTRIBUTE]?.StringValue ?? null,
    receipt: ReceiptHandle,
  }
}
