import { openStream } from '../../infra/local/mappings/stream-source.ts'
import { systemPacer } from '../../functions/edge/system.ts'
import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { addNote } from '../../shared/app/add-note.ts'
import { deliverConversation } from '../../shared/app/deliver-conversation.ts'
import { mergeContacts } from '../../shared/app/merge-contacts.ts'
import { patchConversation } from '../../shared/app/patch-conversation.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { publishChanges } from '../../shared/app/publish-changes.ts'
import { createSendingRecord } from '../../shared/app/record-sending.ts'
import { sendMessage } from '../../shared/app/send-message.ts'
import { unmergeContact } from '../../shared/app/unmerge-contact.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import { createContactStore } from '../../shared/aws/contact-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { type StreamRecord, toTableChange } from '../../shared/aws/table-changes.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import { toContactId, toConversationId } from '../../shared/domain/ids.ts'
import type { WorkflowPatch } from '../../shared/domain/workflow.ts'
import { createScriptedIngest } from '../support/create-scripted-ingest.ts'
import { playClocks } from './golden-clocks.ts'
import { fetchPictures } from './golden-files.ts'
import { playHandoffs } from './golden-handoffs.ts'
import { readThreadOf } from './golden-thread.ts'
import { AUTHOR, DAY, type Delivery, PHONE, PICTURE, RETURN, SHOP } from './golden-day.ts'
import { NO_FILE_SETTINGS, NO_FILES, NO_UPLOADS } from '../support/no-files.ts'

const EVENING = '2026-03-02T18:00:00.000Z'
const clock = { now: () => new Date(EVENING) }
const AGENT = { kind: 'human', id: 'agent-7', name: 'Kim' } as const

/** What the publisher makes of the day, in the order of the table's stream. */
export async function publishGoldenDay(endpoint: string, table: Table): Promise<InletEvent[]> {
  const inbox = createScriptedIngest(table, { now: clock.now })
  const ingest = ({ events, ...envelope }: Delivery) => inbox.ingest(events, envelope)
  for (const delivery of DAY) await ingest(delivery)
  await closeConversation(inbox.store)
  await ingest(RETURN)
  await workOnIt(table, inbox.store)
  await mergeAndUnmerge(table)
  const publicId = toConversationId({ accountId: '101', identity: AUTHOR, root: '101_9001' })
  await playHandoffs(inbox.store, publicId)
  await playClocks(table)
  await readThreadOf(inbox.store, AGENT, EVENING)
  await ingest(PICTURE)
  const privateId = toConversationId({ accountId: SHOP.id, identity: PHONE, root: null })
  await fetchPictures(inbox.store, clock, privateId)
  return publish(endpoint, table)
}

async function closeConversation(store: InboxStore): Promise<void> {
  const id = toConversationId({ accountId: SHOP.id, identity: PHONE, root: null })
  const before = await store.conversation(id, 'consistent')
  if (before === null) throw new Error('the day has a private conversation')
  const closed = { status: 'closed', closedAt: '2026-03-02T16:00:00.000Z' } as const
  const conversation = { ...before, ...closed, version: before.version + 1, touched: [] }
  await store.save([{ kind: 'conversation', conversation, expectedVersion: before.version }])
}

/** An agent takes the conversation, notes something, answers, and never hears what became of the answer. */
async function workOnIt(table: Table, store: InboxStore): Promise<void> {
  const conversationId = toConversationId({ accountId: SHOP.id, identity: PHONE, root: null })
  const replies = { findChannel, usesHumanAgentWindow: true, redaction: BUILT_IN_REDACTION }
  const timing = { clock, pacer: systemPacer }
  const clockChannels = createClockChannels(findChannel)
  const accounts = createAccountStore(table, clock)
  const deps = {
    ...timing,
    store,
    clockChannels,
    answers: createAnswerStore(table, clock),
    seals: null,
    accounts,
    replies,
    uploads: NO_UPLOADS,
  }
  const request = { actor: AGENT, requestId: 'JKJaXn0vDoEEPQw=', claim: null }
  const patch: WorkflowPatch = {
    assignee: AGENT.id,
    priority: 'high',
    tags: { add: ['lamp'] },
    status: 'pending',
  }
  await patchConversation(deps, { conversationId, patch, expectedRevisions: null }, request)
  await addNote(deps, { conversationId, text: 'Pays on delivery.', author: null }, request)
  const words = { text: 'It is on its way.', quickReplies: [], template: null, replyTo: null }
  await sendMessage(deps, { ...words, conversationId, author: null, seenUpTo: null }, request)
  await deliverConversation(
    {
      ...timing,
      store,
      clockChannels,
      shards: { queue: 4, feed: 1 },
      settings: { ...replies, ...NO_FILE_SETTINGS, publicUrl: 'https://inbox.example.com' },
      secrets: { read: () => Promise.resolve(findChannel('whatsapp')?.manifest.secret.local ?? {}) },
      sending: createSendingRecord({ ...timing, accounts, feedShards: 1 }),
      platform: { call: () => Promise.resolve({ kind: 'unclear', title: 'ECONNRESET' }) },
      files: NO_FILES,
      nextNonce: () => 'once',
      nextSecret: () => new Uint8Array(32),
    },
    conversationId,
    () => true,
  )
}

async function mergeAndUnmerge(table: Table): Promise<void> {
  const deps = { contacts: createContactStore(table, clock), clock, pacer: systemPacer }
  const [into, from] = [toContactId(PHONE), toContactId(AUTHOR)]
  await mergeContacts(deps, { into, from }, { actor: AGENT, requestId: 'JKJaXmPLvHcESHA=' })
  await unmergeContact(deps, from, { actor: AGENT, requestId: 'JKJaYgWavHcEPyg=' })
}

async function publish(endpoint: string, table: Table): Promise<InletEvent[]> {
  const stream = await openStream(endpoint, table.name)
  await stream.seek(null)
  const changes = (await stream.read()).flatMap(({ dynamodb }) => {
    const before = (dynamodb['OldImage'] ?? null) as StreamRecord['before']
    const after = (dynamodb['NewImage'] ?? null) as StreamRecord['after']
    return toTableChange({ recordId: dynamodb.SequenceNumber, before, after }) ?? []
  })
  const published: InletEvent[] = []
  await publishChanges(
    {
      log: createLogReader(table, clock),
      feed: createFeedWriter(table, clock, 30),
      bus: {
        publish: (events) => {
          published.push(...events)
          return Promise.resolve({ failed: new Set() })
        },
      },
      outbound: { request: () => Promise.resolve() },
      timers: { arm: () => Promise.resolve() },
      clock,
      text: 'include',
    },
    changes,
  )
  return published
}
