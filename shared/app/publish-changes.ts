import type { Account } from '../domain/account.ts'
import type { Contact } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { InletEvent } from '../domain/events.ts'
import { toAccountEvents } from '../domain/to-account-events.ts'
import { type EventTextPolicy, toContactEvents, toEntryEvents } from '../domain/to-events.ts'
import { type ArmDeps, armTimers } from './arm-timers.ts'
import type { DeliveryRequest, OutboundQueue } from './delivery-ports.ts'
import { toNamedIds } from './named-ids.ts'
import type { EventBus, FeedWriter, LogReader } from './ports.ts'

/** One record of the table's stream that may publish something; `before` is null for a new item. */
export type TableChange =
  | { kind: 'conversation'; recordId: string; before: Conversation | null; after: Conversation }
  | { kind: 'contact'; recordId: string; before: Contact | null; after: Contact }
  | { kind: 'account'; recordId: string; before: Account | null; after: Account }

export type PublishDeps = ArmDeps & {
  log: LogReader
  feed: FeedWriter
  bus: EventBus
  outbound: OutboundQueue
  text: EventTextPolicy
}

/** What a batch of records published. */
export type PublishReport = {
  events: number
  /** The first ten of them, and of what they come of. */
  eventIds: string[]
  correlationIds: string[]
  /** The first record that must come again, with all after it. */
  failed: string | null
  /** When the earliest of what its events tell was accepted; null where it published none. */
  oldest: string | null
  /** Accounts that stopped passing messages. */
  degraded: number
}

type Publication = { recordId: string; feedShard: number; events: InletEvent[] }

/**
 * The only publisher, and what asks for replies to be delivered. A conversation's events come from the records of its
 * `CONV` item alone, because the stream keeps the order of one item's records and no other: the record names the entries
 * that its transaction added and changed.
 */
export async function publishChanges(
  deps: PublishDeps,
  changes: readonly TableChange[],
): Promise<PublishReport> {
  const requests = changes.flatMap(toDeliveryRequests)
  if (requests.length > 0) await deps.outbound.request(requests)
  await armTimers(
    deps,
    changes.filter((change) => change.kind === 'conversation'),
  )
  const publications = await Promise.all(changes.map((change) => toPublication(deps, change)))
  const published = publications.filter(({ events }) => events.length > 0)

  for (const [shard, rows] of Map.groupBy(published, ({ feedShard }) => feedShard)) {
    await deps.feed.append(
      shard,
      rows.flatMap(({ events }) => events),
    )
  }
  const events = published.flatMap((publication) => publication.events)
  const { failed } = await deps.bus.publish(events)
  const first = published.find((publication) =>
    publication.events.some(({ detail }) => failed.has(detail.id)),
  )
  return {
    events: events.length,
    eventIds: toNamedIds(events.map(({ detail }) => detail.id)),
    correlationIds: toNamedIds(events.map(({ detail }) => detail.correlationId)),
    failed: first?.recordId ?? null,
    oldest: events.map(({ detail }) => detail.occurredAt).toSorted()[0] ?? null,
    degraded: events.filter(({ type }) => type === 'account.degraded').length,
  }
}

/** Asks for a look at a conversation that has something new to send. The bus would not keep the order of its replies. */
function toDeliveryRequests(change: TableChange): DeliveryRequest[] {
  if (change.kind !== 'conversation') return []
  const { before, after } = change
  const known = new Set(before?.sending?.queue)
  const newest = after.sending?.queue.findLast((seq) => !known.has(seq))
  return newest === undefined ? [] : [{ conversationId: after.id, occasion: `queued ${newest}` }]
}

async function toPublication({ log, text }: PublishDeps, change: TableChange): Promise<Publication> {
  const { recordId } = change
  if (change.kind === 'contact') {
    const { after } = change
    const events = newRevisions(change).flatMap((revision) => toContactEvents(after, revision))
    return { recordId, feedShard: after.feedShard, events }
  }
  if (change.kind === 'account') {
    const { after } = change
    const events = newRevisions(change).flatMap((revision) => toAccountEvents(after, revision))
    return { recordId, feedShard: after.feedShard, events }
  }
  const { before, after } = change
  const work = toWorkList(before, after)
  const entries = await log.entries(after.id, [...new Set(work.map(({ seq }) => seq))])
  const events = work.flatMap(({ seq, revision }) => {
    const entry = entries.get(seq)
    // Gone since (retention, erasure): what it said is not said again.
    return entry === undefined ? [] : toEntryEvents(after, entry, revision, text)
  })
  return { recordId, feedShard: after.feedShard, events }
}

type Revised = { revision: number; changes: readonly { revision: number }[] }

/** Changes between two states of what keeps its own: none where only something unpublished was written. */
function newRevisions({ before, after }: { before: Revised | null; after: Revised }): number[] {
  const since = before?.revision ?? 0
  return after.changes.map(({ revision }) => revision).filter((revision) => revision > since)
}

/** Entries added between two states of a conversation, then the changes that the same transaction made. */
function toWorkList(before: Conversation | null, after: Conversation): { seq: number; revision: number }[] {
  if (before !== null && before.version === after.version) return []
  const added = []
  for (let seq = (before?.seq ?? 0) + 1; seq <= after.seq; seq++) added.push({ seq, revision: 1 })
  return [...added, ...after.touched]
}
