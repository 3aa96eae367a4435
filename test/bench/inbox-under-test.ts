import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { createIngestEnvelope } from '../../shared/app/ingest-envelope.ts'
import { publishChanges } from '../../shared/app/publish-changes.ts'
import { toQueueMessage } from '../../shared/app/send-envelopes.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { toTableChange } from '../../shared/aws/table-changes.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import { NO_DELIVERIES } from '../support/no-deliveries.ts'
import { NO_TIMERS } from '../support/no-timers.ts'
import type { Item } from './item-size.ts'
import type { Sample } from './samples.ts'
import { toWebhookRequest } from '../../shared/channels/wire.ts'

const INBOX = 'https://inbox.example.com'

/** From a webhook's body to its events, through the code that the functions run; the stream and the bus are played. */
export type InboxUnderTest = {
  /** Stores one more text and answers its conversation's id. */
  ingest: (sample: Sample) => Promise<string>
  /** Publishes what the conversation's item became since it was `before`. */
  publish: (before: Item | null, after: Item) => Promise<InletEvent[]>
}

export function createInboxUnderTest(table: Table, shards: { queue: number; feed: number }): InboxUnderTest {
  const clock = { now: () => new Date() }
  const ingest = createIngestEnvelope({
    findChannel,
    store: createInboxStore(table, { clock, retentionDays: null }),
    // Written once a minute and account, however many messages come.
    recordAccount: () => Promise.resolve([]),
    quarantine: { keep: () => Promise.reject(new Error('nothing here belongs in quarantine')) },
    clock,
    pacer: { sleep: () => Promise.resolve(), random: () => 0 },
    shards,
  })
  const published: InletEvent[] = []
  const deps = {
    log: createLogReader(table, clock),
    feed: createFeedWriter(table, clock, 30),
    bus: {
      publish: (events: readonly InletEvent[]) => {
        published.push(...events)
        return Promise.resolve({ failed: new Set<string>() })
      },
    },
    outbound: NO_DELIVERIES,
    timers: NO_TIMERS,
    clock,
    text: 'include' as const,
  }
  return {
    ingest: async ({ channel, nextRequest }) => {
      const { envelopes } = channel.cut(toWebhookRequest(nextRequest(INBOX)))
      const [message] = envelopes.map((each) =>
        toQueueMessage(channel.manifest.name, each, clock.now().toISOString()),
      )
      const [outcome] = await ingest(Envelope.parse(JSON.parse(message?.body ?? '')))
      if (outcome?.kind !== 'stored') throw new Error(`a text was not stored but ${outcome?.kind}`)
      return outcome.conversationId
    },
    publish: async (before, after) => {
      const change = toTableChange({ recordId: '1', before, after } satisfies {
        recordId: string
        before: Record<string, AttributeValue> | null
        after: Record<string, AttributeValue> | null
      })
      published.length = 0
      await publishChanges(deps, change === null ? [] : [change])
      return [...published]
    },
  }
}
