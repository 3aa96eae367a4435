import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../infra/local/local-account.ts'
import { createGiveUp } from '../../shared/app/give-up.ts'
import { toQueueMessage } from '../../shared/app/send-envelopes.ts'
import { createInboundQueue } from '../../shared/aws/inbound-queue.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createQuarantine } from '../../shared/aws/quarantine.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { toWebhookRequest, type WireRequest } from '../../shared/channels/wire.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import type { TestInbox } from './start-inbox.ts'

/** A webhook's request as it ends when ingest has failed for six hours, or when no code could read it. */
export type ForcedLetters = {
  giveUp: (channel: string, request: WireRequest, receivedAt: string) => Promise<void>
  setAside: (channel: string, request: WireRequest, receivedAt: string) => Promise<void>
}

export function forceLetters({ stack }: TestInbox): ForcedLetters {
  const client = { endpoint: stack.aws.url, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS }
  const { outputs } = stack.stack
  const sqs = new SQSClient(client)
  const table = {
    name: outputs['TableName'] ?? '',
    client: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
  }
  const store = createInboxStore(table, { clock: { now: () => new Date() }, retentionDays: null })
  const deadLetters = createInboundQueue(sqs, outputs['DeadLettersUrl'] ?? '')
  const quarantine = createQuarantine(sqs, outputs['QuarantineUrl'] ?? '', BUILT_IN_REDACTION)
  const giveUp = createGiveUp({ findChannel, store, deadLetters })
  return {
    giveUp: async (source, request, receivedAt) => {
      const { envelopes = [] } = findChannel(source)?.cut(toWebhookRequest(request)) ?? {}
      for (const cut of envelopes) {
        const message = toQueueMessage(source, cut, receivedAt)
        const delivery = {
          messageId: '',
          receiptHandle: '',
          sentAt: new Date(),
          receiveCount: 1,
          gapOf: null,
        }
        await giveUp({ ...delivery, ...message, gapOf: null }, Envelope.parse(JSON.parse(message.body)))
      }
    },
    setAside: async (source, request, receivedAt) => {
      await quarantine.keep({ source, reason: 'too_new', receivedAt, bytes: request.body })
    },
  }
}
