import * as z from 'zod'
import { ContactView } from '../../shared/app/contact-view.ts'
import { ConversationView } from '../../shared/app/conversation-view.ts'
import { EntryView } from '../../shared/app/entry-view.ts'
import type { InboxClient } from './inbox-client.ts'
import type { ReadLog } from './judge-log.ts'
import type { Lane } from './lane.ts'

const CONCURRENCY = 4

/** Everything that the API knows of conversations, their logs, and the contacts of the lanes. */
export async function readLog(client: InboxClient, lanes: readonly Lane[]): Promise<ReadLog> {
  const conversations = await client.list(ConversationView, '/v1/conversations')
  return {
    conversations: await inTurns(conversations, async (conversation) => ({
      conversation,
      entries: await client.list(EntryView, `/v1/conversations/${conversation.id}/entries`),
    })),
    contacts: await inTurns(lanes, ({ identity }) => findContact(client, identity)),
  }
}

async function findContact(client: InboxClient, identity: Lane['identity']): Promise<ContactView | null> {
  const found = z
    .object({ data: z.array(ContactView) })
    .parse(await client.get(`/v1/contacts?${new URLSearchParams(identity).toString()}`))
  return found.data[0] ?? null
}

async function inTurns<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += CONCURRENCY) {
    results.push(...(await Promise.all(items.slice(start, start + CONCURRENCY).map(act))))
  }
  return results
}
