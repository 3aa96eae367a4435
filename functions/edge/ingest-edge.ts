import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { createGiveUp } from '../../shared/app/give-up.ts'
import type { InboundDelivery, IngestBatchDeps, IngestReport } from '../../shared/app/ingest-batch.ts'
import { createIngestEnvelope } from '../../shared/app/ingest-envelope.ts'
import { toIngestFigures } from '../../shared/app/ingest-figures.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { createRecordAccount } from '../../shared/app/record-account.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createInboundQueue, GAP_ATTRIBUTE } from '../../shared/aws/inbound-queue.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createQuarantine } from '../../shared/aws/quarantine.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { toEnvelopeId } from '../../shared/domain/ids.ts'
import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { IngestEnvironment, readEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'
import { systemClock, systemPacer } from './system.ts'

type IngestBatch = (deps: IngestBatchDeps, deliveries: readonly InboundDelivery[]) => Promise<IngestReport[]>

/** Wires ingest to the table and the queues: a batch of the FIFO queue in, the failed messages out. */
export function createIngestEdge(ingestBatch: IngestBatch): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const logger = once(createLogger)
  const deps = once(composeIngest)
  const meter = once(() => createMeter(readEnvironment(IngestEnvironment, process.env).INLET_STAGE))
  return async (event) => {
    const reports = await ingestBatch(deps(), event.Records.map(toDelivery))
    for (const report of reports) logReport(logger(), report)
    meter().record(toIngestFigures(reports))
    return {
      batchItemFailures: reports
        .filter(({ kind }) => kind === 'failed' || kind === 'held_back')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }
  }
}

function composeIngest(): IngestBatchDeps {
  const environment = readEnvironment(IngestEnvironment, process.env)
  const sqs = new SQSClient({})
  const table = createTable(environment.INLET_TABLE_NAME)
  const store = createInboxStore(table, {
    clock: systemClock,
    retentionDays: environment.INLET_RETENTION_DAYS ?? null,
  })
  // Its texts were masked by the deployment's patterns when the webhook or the topic cut them.
  const quarantine = createQuarantine(sqs, environment.INLET_QUARANTINE_QUEUE_URL, BUILT_IN_REDACTION)
  const shards = { queue: environment.INLET_QUEUE_SHARDS, feed: environment.INLET_FEED_SHARDS }
  return {
    clock: systemClock,
    quarantine,
    ingest: createIngestEnvelope({
      findChannel,
      store,
      clockChannels: createClockChannels(findChannel),
      recordAccount: createRecordAccount({
        accounts: createAccountStore(table, systemClock),
        clock: systemClock,
        pacer: systemPacer,
        feedShards: shards.feed,
      }),
      quarantine,
      clock: systemClock,
      pacer: systemPacer,
      shards,
    }),
    postpone: async ({ receiptHandle }, seconds) => {
      const QueueUrl = environment.INLET_INBOUND_QUEUE_URL
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      )
    },
    giveUp: createGiveUp({
      findChannel,
      store,
      deadLetters: createInboundQueue(sqs, environment.INLET_INBOUND_DEAD_LETTER_QUEUE_URL),
    }),
    closeGap: store.gaps.close,
  }
}

function toDelivery(record: SQSRecord): InboundDelivery {
  const { messageId, body, receiptHandle, attributes, messageAttributes } = record
  return {
    messageId,
    body,
    receiptHandle,
    groupId: attributes.MessageGroupId ?? messageId,
    deduplicationId: attributes.MessageDeduplicationId ?? messageId,
    sentAt: new Date(Number(attributes.SentTimestamp)),
    receiveCount: Number(attributes.ApproximateReceiveCount),
    gapOf: messageAttributes[GAP_ATTRIBUTE]?.stringValue ?? null,
  }
}

function logReport(logger: ReturnType<typeof createLogger>, report: IngestReport): void {
  const { kind, messageId, envelope } = report
  const ids = {
    messageId,
    channel: envelope?.channel,
    accountId: envelope?.account.id,
    providerKey: envelope?.key,
    correlationId: envelope === null ? undefined : toEnvelopeId(envelope),
  }
  if (kind === 'done') logger.info('ingest', { ...ids, outcomes: report.outcomes })
  else if (kind === 'held_back') logger.info('ingest held back', ids)
  else logger.error(`ingest ${kind}`, { ...ids, error: toLoggableError(report.error) })
}
