import type { Contact } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import type { InletEvent } from '../domain/events.ts'
import { type EventTextPolicy, toContactEvents, toEntryEvents } from '../domain/to-events.ts'
import type { EventBus } from './ports.ts'

/** The log, read for publishing it again. */
export type LogArchive = {
  /** Every conversation and every contact that changed at or after `since`. */
  changed: (
    since: string,
  ) => AsyncIterable<
    { kind: 'conversation'; conversation: Conversation } | { kind: 'contact'; contact: Contact }
  >
  /** Entries of a conversation, oldest first. */
  entries: (conversationId: string) => AsyncIterable<Entry>
}

export type RepublishReport = { conversations: number; contacts: number; events: number }

export type RepublishDeps = {
  archive: LogArchive
  bus: EventBus
  text: EventTextPolicy
  onProgress: (report: RepublishReport) => void
}

/** How often an event that the bus did not take is tried again before the run stops. */
const TRIES_MAX = 5

/**
 * Publishes every event that occurred at or after `since` (ISO 8601 UTC) again, from the log, with the ids it had the
 * first time. Safe to repeat: consumers know an event by its id. The change feed is not touched, it holds them already.
 */
export async function republish(deps: RepublishDeps, since: string): Promise<RepublishReport> {
  const report: RepublishReport = { conversations: 0, contacts: 0, events: 0 }
  for await (const change of deps.archive.changed(since)) {
    if (change.kind === 'contact') {
      const { contact } = change
      const events = contact.changes.flatMap(({ revision }) => toContactEvents(contact, revision))
      report.events += await publishSince(deps.bus, events, since)
      report.contacts += 1
    } else {
      report.events += await republishConversation(deps, change.conversation, since)
      report.conversations += 1
    }
    deps.onProgress(report)
  }
  return report
}

async function republishConversation(
  { archive, bus, text }: RepublishDeps,
  conversation: Conversation,
  since: string,
): Promise<number> {
  let published = 0
  for await (const entry of archive.entries(conversation.id)) {
    const events = revisionsOf(entry).flatMap((revision) =>
      toEntryEvents(conversation, entry, revision, text),
    )
    published += await publishSince(bus, events, since)
  }
  return published
}

function revisionsOf(entry: Entry): number[] {
  return [1, ...entry.changes.map(({ revision }) => revision)]
}

async function publishSince(bus: EventBus, events: readonly InletEvent[], since: string): Promise<number> {
  const wanted = events.filter(({ detail }) => detail.occurredAt >= since)
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
