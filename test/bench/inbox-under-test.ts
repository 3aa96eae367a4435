import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { IngestOutcome } from '../../shared/app/ingest-context.ts'
import { createIngestEnvelope } from '../../shared/app/ingest-envelope.ts'
import { publishChanges } from '../../shared/app/publish-changes.ts'
import { createRecordAccount } from '../../shared/app/record-account.ts'
import { toQueueMessage } from '../../shared/app/send-envelopes.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { toTableChange } from '../../shared/aws/table-changes.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import type { Item } from './item-size.ts'
import type { Step } from './kinds/kind.ts'
import { createOurSide } from './our-side.ts'
import { cutDelivery, type Delivery } from './samples.ts'

/** Ahead of what the platforms say, which is made while the benchmark runs. */
const AHEAD_MS = 3_600_000
/** Between two deliveries: every message moves its conversation in the queue. */
const STEP_MS = 5

/** From what a platform brings to its events, through the code that the functions run; the stream and the bus are played. */
export type InboxUnderTest = {
  store: (channel: Channel, delivery: Delivery) => Promise<IngestOutcome[]>
  /** Takes any step of a story; what came of it, in a word. */
  take: (channel: Channel, step: Step) => Promise<string>
  /** Publishes what an item became since it was `before`. */
  publish: (change: { before: Item | null; after: Item }) => Promise<InletEvent[]>
}

export function createInboxUnderTest(table: Table, shards: { queue: number; feed: number }): InboxUnderTest {
  let now = Date.now() + AHEAD_MS
  const clock = { now: () => new Date(now) }
  const pacer = { sleep: () => Promise.resolve(), random: () => 0 }
  const store = createInboxStore(table, { clock, retentionDays: null })
  const clockChannels = createClockChannels(findChannel)
  const ours = createOurSide({ table, store, clockChannels, clock, pacer, shards })
  const ingest = createIngestEnvelope({
    findChannel,
    store,
    clockChannels,
    recordAccount: createRecordAccount({
      accounts: createAccountStore(table, clock),
      clock,
      pacer,
      feedShards: shards.feed,
    }),
    quarantine: { keep: () => Promise.reject(new Error('nothing here belongs in quarantine')) },
    clock,
    pacer,
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
    outbound: { request: () => Promise.resolve() },
    timers: { arm: () => Promise.resolve() },
    clock,
    text: 'include' as const,
  }
  let place = ''
  const ingestDelivery: InboxUnderTest['store'] = async (channel, delivery) => {
    const outcomes: IngestOutcome[] = []
    for (const cut of cutDelivery(channel, delivery)) {
      const { body } = toQueueMessage(channel.manifest.name, cut, clock.now().toISOString())
      outcomes.push(...(await ingest(Envelope.parse(JSON.parse(body)))))
    }
    return outcomes
  }
  return {
    store: (channel, delivery) => {
      now += STEP_MS
      return ingestDelivery(channel, delivery)
    },
    take: async (channel, step) => {
      now += STEP_MS
      switch (step.kind) {
        case 'pass':
          // The clock hardly moves otherwise: what is written once a minute is written when it is meant to be.
          now += step.seconds * 1000
          return 'nothing'
        case 'webhook':
        case 'topic': {
          const outcomes = await ingestDelivery(channel, step)
          for (const outcome of outcomes) if (outcome.kind === 'stored') place = outcome.conversationId
          return [...new Set(outcomes.map(({ kind }) => kind))].join(', ') || 'nothing'
        }
        default:
          return ours(place, step)
      }
    },
    publish: async (images) => {
      const change = toTableChange({ recordId: '1', ...images })
      published.length = 0
      await publishChanges(deps, change === null ? [] : [change])
      return [...published]
    },
  }
}
