import { SQSClient } from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type {
  NotificationDelivery,
  NotificationDeps,
  NotificationReport,
} from '../../shared/app/accept-notifications.ts'
import { createInboundQueue } from '../../shared/aws/inbound-queue.ts'
import { createQuarantine } from '../../shared/aws/quarantine.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import { readEnvironment, TopicEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'

type AcceptNotifications = (deliveries: readonly NotificationDelivery[]) => Promise<NotificationReport[]>

/** Wires one channel's topic to the queues: a batch of the topic's queue in, the failed messages out. */
export function createTopicEdge(
  channel: Channel,
  create: (deps: NotificationDeps) => AcceptNotifications,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const source = channel.manifest.name
  const accept = once(() => create(compose(channel)))
  const meter = once(() => createMeter(readEnvironment(TopicEnvironment, process.env).INLET_STAGE))
  const logger = once(() => createLogger().createChild({ persistentLogAttributes: { channel: source } }))

  return async (event) => {
    const reports = await accept()(event.Records.map(toDelivery))
    for (const report of reports) {
      if (report.kind === 'accepted') logger().info('topic', report)
      else if (report.kind === 'unavailable') logger().error('topic', report)
      else logger().error('topic failed', { ...report, error: toLoggableError(report.error) })
    }
    const accepted = reports.filter((report) => report.kind === 'accepted')
    meter().record({
      accepted: accepted.reduce((sum, { envelopes }) => sum + envelopes, 0),
      quarantined: accepted.reduce((sum, { quarantined }) => sum + quarantined, 0),
    })
    return {
      batchItemFailures: reports
        .filter(({ kind }) => kind !== 'accepted')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }
  }
}

function compose({ manifest, cutTopic }: Channel): NotificationDeps {
  if (cutTopic === null) throw new AppError('configuration_invalid', `${manifest.name} has no topic`)
  const environment = readEnvironment(TopicEnvironment, process.env)
  const redaction = createRedaction(environment.INLET_REDACTION)
  const sqs = new SQSClient({})
  return {
    source: manifest.name,
    cut: cutTopic,
    redaction,
    queue: createInboundQueue(sqs, environment.INLET_INBOUND_QUEUE_URL),
    quarantine: createQuarantine(sqs, environment.INLET_QUARANTINE_QUEUE_URL, redaction),
  }
}

function toDelivery({ messageId, body, attributes }: SQSRecord): NotificationDelivery {
  return { messageId, body, sentAt: new Date(Number(attributes.SentTimestamp)).toISOString() }
}
