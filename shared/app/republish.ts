import type { Account } from '../domain/account.ts'
import type { Contact } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import type { InletEvent } from '../domain/events.ts'
import { toAccountEvents } from '../domain/to-account-events.ts'
import { type EventTextPolicy, toContactEvents, toEntryEvents } from '../domain/to-events.ts'
import type { EventBus, FeedWriter } from './ports.ts'

/** The log, read for publishing it again. */
export type LogArchive = {
  /** Every conversation, contact and account that changed at or after `since`. */
  changed: (
    since: string,
  ) => AsyncIterable<
    | { kind: 'conversation'; conversation: Conversation }
    | { kind: 'contact'; contact: Contact }
    | { kind: 'account'; account: Account }
  >
  /** How many those are. */
  countChanged: (since: string) => Promise<number>
  /** Entries of a conversation, oldest first. */
  entries: (conversationId: string) => AsyncIterable<Entry>
}

export type RepublishReport = { conversations: number; contacts: number; accounts: number; events: number }

export type RepublishDeps = {
  archive: LogArchive
  bus: EventBus
  /** Appended to as well where the publisher gave up before it reached the feed; else null, because the feed holds them. */
  feed: FeedWriter | null
  text: EventTextPolicy
  onProgress: (report: RepublishReport) => void
}

/** How often an event that the bus did not take is tried again before the run stops. */
const TRIES_MAX = 5

/**
 * Publishes every event that occurred at or after `since` (ISO 8601 UTC) again, from the log, with the ids it had the
 * first time. Safe to repeat: consumers know an event by its id.
 */
export async function republish(deps: RepublishDeps, since: string): Promise<RepublishReport> {
  const report: RepublishReport = { conversations: 0, contacts: 0, accounts: 0, events: 0 }
  for await (const change of deps.archive.changed(since)) {
    if (change.kind === 'contact') {
      const { contact } = change
      const events = contact.changes.flatMap(({ revision }) => toContactEvents(contact, revision))
      report.events += await publishSince(deps, contact.feedShard, events, since)
      report.contacts += 1
    } else if (change.kind === 'account') {
      const { account } = change
      const events = account.changes.flatMap(({ revision }) => toAccountEvents(account, revision))
      report.events += await publishSince(deps, account.feedShard, events, since)
      report.accounts += 1
    } else {
      report.events += await republishConversation(deps, change.conversation, since)
      report.conversations += 1
    }
    deps.onProgress(report)
  }
  return report
}

async function republishConversation(
  deps: RepublishDeps,
  conversation: Conversation,
  since: string,
): Promise<number> {
  let published = 0
  for await (const entry of deps.archive.entries(conversation.id)) {
    const events = revisionsOf(entry).flatMap((revision) =>
      toEntryEvents(conversation, entry, revision, deps.text),
    )
    published += await publishSince(deps, conversation.feedShard, events, since)
  }
  return published
}

function revisionsOf(entry: Entry): number[] {
  return [1, ...entry.changes.map(({ revision }) => revision)]
}

async function publishSince(
  { bus, feed }: RepublishDeps,
  feedShard: number,
  events: readonly InletEvent[],
  since: string,
): Promise<number> {
  const wanted = events.filter(({ detail }) => detail.occurredAt >= since)
  if (wanted.length > 0) await feed?.append(feedShard, wanted)
  let pending: readonly InletEvent[] = wanted
  for (let tries = 0; pending.length > 0; tries++) {
    if (tries === TRIES_MAX) {
      throw new Error(
        `the bus refused ${pending.length} events ${TRIES_MAX} times; nothing is lost, run it again`,
      )
    }
    const { failed } = await bus.publish(pending)
    pending = pending.filter(({ detail }) => failed.has(detail.id))
  }
  return wanted.length
}
