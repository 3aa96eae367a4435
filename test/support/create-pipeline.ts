import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { createAcceptNotifications, type NotificationReport } from '../../shared/app/accept-notifications.ts'
import { createAcceptWebhook, type WebhookOutcome } from '../../shared/app/accept-webhook.ts'
import { type InboundDelivery, ingestBatch, type IngestReport } from '../../shared/app/ingest-batch.ts'
import { createIngestEnvelope } from '../../shared/app/ingest-envelope.ts'
import type {
  AccountStore,
  InboundQueue,
  InboxStore,
  QuarantinePiece,
  QueueMessage,
} from '../../shared/app/ports.ts'
import { createRecordAccount } from '../../shared/app/record-account.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { TopicMessage, WebhookRequest } from '../../shared/channels/contract.ts'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'

/** From a platform's request to the table, with the queue as a list in memory: the use cases in the order that AWS calls them. */
export type Pipeline = {
  store: InboxStore
  accounts: AccountStore
  quarantined: QuarantinePiece[]
  accept: (channel: string, request: WebhookRequest) => Promise<WebhookOutcome>
  /** What a message of the channel's topic becomes. Throws where the channel has no topic. */
  acceptTopic: (channel: string, message: TopicMessage) => Promise<NotificationReport[]>
  /** Ingests everything that was accepted so far. */
  ingest: () => Promise<IngestReport[]>
}

export function createPipeline(table: Table, now: string | (() => Date)): Pipeline {
  const clock = { now: typeof now === 'string' ? () => new Date(now) : now }
  const pacer = { sleep: () => Promise.resolve(), random: () => 0 }
  const store = createInboxStore(table, { clock, retentionDays: null })
  const accounts = createAccountStore(table, clock)
  const queued: QueueMessage[] = []
  const quarantined: QuarantinePiece[] = []
  const quarantine = {
    keep: (piece: QuarantinePiece) => {
      quarantined.push(piece)
      return Promise.resolve({ id: `qrt_${quarantined.length}` })
    },
  }
  const ingest = createIngestEnvelope({
    findChannel,
    store,
    clockChannels: createClockChannels(findChannel),
    recordAccount: createRecordAccount({
      accounts,
      clock,
      pacer,
      feedShards: 1,
    }),
    quarantine,
    clock,
    pacer,
    shards: { queue: 4, feed: 1 },
  })
  const queue: InboundQueue = {
    send: (messages) => {
      queued.push(...messages)
      return Promise.resolve(messages.map(() => 'accepted' as const))
    },
  }
  const accepts = new Map(
    CHANNELS.map((channel) => [
      channel.manifest.name,
      createAcceptWebhook({
        channel,
        secrets: { read: () => Promise.resolve(channel.manifest.secret.local) },
        queue,
        quarantine,
        clock,
        redaction: BUILT_IN_REDACTION,
      }),
    ]),
  )
  return {
    store,
    accounts,
    quarantined,
    accept: (channel, request) => {
      const accept = accepts.get(channel)
      if (accept === undefined) throw new Error(`no channel is called ${channel}`)
      return accept(request)
    },
    acceptTopic: async (name, message) => {
      const cut = findChannel(name)?.cutTopic
      if (!cut) throw new Error(`${name} has no topic`)
      const accept = createAcceptNotifications({
        source: name,
        cut,
        queue,
        quarantine,
        redaction: BUILT_IN_REDACTION,
      })
      return accept([{ ...message, messageId: '0' }])
    },
    ingest: () =>
      ingestBatch(
        {
          ingest,
          quarantine,
          clock,
          postpone: () => Promise.resolve(),
          giveUp: () => Promise.reject(new Error('nothing is given up here')),
          closeGap: store.gaps.close,
        },
        queued.splice(0).map(toDelivery(clock.now())),
      ),
  }
}

function toDelivery(sentAt: Date) {
  return ({ body, groupId, deduplicationId }: QueueMessage, index: number): InboundDelivery => ({
    messageId: String(index),
    receiptHandle: String(index),
    body,
    groupId,
    deduplicationId,
    sentAt,
    receiveCount: 1,
    gapOf: null,
  })
}
