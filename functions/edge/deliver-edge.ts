import { randomBytes, randomUUID } from 'node:crypto'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import {
  type DeliverBatchDeps,
  mustComeBack,
  type OutboundDelivery,
  type OutboundReport,
} from '../../shared/app/deliver-batch.ts'
import { toDeliveryFigures } from '../../shared/app/delivery-figures.ts'
import { HAND_OVER_MS } from '../../shared/app/media/hand-over-files.ts'
import { deliverConversation, type DeliverDeps } from '../../shared/app/deliver-conversation.ts'
import { doAction } from '../../shared/app/do-action.ts'
import { createSendingRecord } from '../../shared/app/record-sending.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createFileLinks, PLATFORM_SECONDS } from '../../shared/aws/file-links.ts'
import { streamObject } from '../../shared/aws/call-bucket.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createSecretShelf } from '../../shared/aws/secret-shelf.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { ConversationAction } from '../../shared/domain/conversation-action.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import { DeliverEnvironment, readEnvironment } from './environment.ts'
import { toBucketPlace } from './files-edge.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'
import { composePlatforms } from './platform-edge.ts'
import { systemClock, systemPacer } from './system.ts'

/** How long one call to a platform may take. */
const CALL_TIMEOUT_MS = 10_000
/**
 * Handing over files, whose last call may be a long one, the call that sends, and saving what came of it: with less time
 * left, the next message waits for the next invocation.
 */
const TURN_MS = HAND_OVER_MS + CALL_TIMEOUT_MS * 2 + 5_000

/** Of a link's token; a code takes fewer. */
const SECRET_BYTES = 32

type DeliverBatch = (
  deps: DeliverBatchDeps,
  deliveries: readonly OutboundDelivery[],
) => Promise<OutboundReport[]>

/** Wires delivery to table, queue, secrets and platforms: a batch of the outbound queue in, what must come back out. */
export function createDeliverEdge(
  deliverBatch: DeliverBatch,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const logger = once(createLogger)
  const compose = once(composeDeliver)
  const meter = once(() => createMeter(readEnvironment(DeliverEnvironment, process.env).INLET_STAGE))
  return async (event, context) => {
    const { deps, postpone } = compose()
    const hasTime = (): boolean => context.getRemainingTimeInMillis() > TURN_MS
    const deliver = (conversationId: string) => deliverConversation(deps, conversationId, hasTime)
    const act = (conversationId: string, action: ConversationAction) => doAction(deps, conversationId, action)
    const reports = await deliverBatch(
      { deliver, act, hasTime, postpone, clock: systemClock },
      event.Records.map(toDelivery),
    )
    for (const report of reports) logReport(logger(), report)
    meter().record(toDeliveryFigures(reports))
    return {
      batchItemFailures: reports.filter(mustComeBack).map(({ messageId }) => ({ itemIdentifier: messageId })),
    }
  }
}

function composeDeliver(): { deps: DeliverDeps; postpone: DeliverBatchDeps['postpone'] } {
  const environment = readEnvironment(DeliverEnvironment, process.env)
  const sqs = new SQSClient({})
  const table = createTable(environment.INLET_TABLE_NAME)
  const retentionDays = environment.INLET_RETENTION_DAYS ?? null
  const feedShards = environment.INLET_FEED_SHARDS
  const files = toBucketPlace(environment)
  const timing = { clock: systemClock, pacer: systemPacer }
  return {
    deps: {
      ...timing,
      store: createInboxStore(table, { clock: systemClock, retentionDays }),
      clockChannels: createClockChannels(findChannel),
      shards: { queue: environment.INLET_QUEUE_SHARDS, feed: feedShards },
      settings: {
        findChannel,
        usesHumanAgentWindow: environment.INLET_HUMAN_AGENT === 'on',
        redaction: createRedaction(environment.INLET_REDACTION),
        publicUrl: environment.INLET_PUBLIC_URL,
        toFileLink: createFileLinks({ ...files, clock: systemClock, seconds: PLATFORM_SECONDS }),
        filesBucket: files.bucket,
      },
      secrets: createSecretShelf(
        new SecretsManagerClient({}),
        environment.INLET_CHANNEL_SECRETS_ARN,
        systemClock,
      ),
      sending: createSendingRecord({
        ...timing,
        accounts: createAccountStore(table, systemClock),
        feedShards,
      }),
      platform: composePlatforms(environment, CALL_TIMEOUT_MS),
      files: { open: (key) => streamObject(key, { ...files, clock: systemClock }) },
      nextNonce: randomUUID,
      nextSecret: () => randomBytes(SECRET_BYTES),
    },
    postpone: async ({ receiptHandle }, seconds) => {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: environment.INLET_OUTBOUND_QUEUE_URL,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      )
    },
  }
}

function toDelivery({ messageId, body, receiptHandle, attributes }: SQSRecord): OutboundDelivery {
  return {
    messageId,
    body,
    receiptHandle,
    groupId: attributes.MessageGroupId ?? messageId,
    receiveCount: Number(attributes.ApproximateReceiveCount),
  }
}

function logReport(logger: ReturnType<typeof createLogger>, report: OutboundReport): void {
  const { kind, messageId, conversationId } = report
  const ids = { messageId, conversationId }
  if (kind === 'failed' || kind === 'not_acted') {
    logger.error('deliver failed', { ...ids, error: toLoggableError(report.error) })
  } else if (kind === 'acted') logger.info('act', { ...ids, ...report.outcome })
  else if (kind === 'held_back') logger.info('deliver held back', ids)
  else logger.info('deliver', { ...ids, ...report.report })
}
