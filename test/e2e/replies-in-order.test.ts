import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock, systemPacer } from '../../functions/edge/system.ts'
import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { signFacebook } from '../../shared/channels/facebook/wire-body.ts'
import { toFacebookBatch, toMessengerPiece } from '../../shared/channels/facebook/wire-pieces.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { toWebhookRequest } from '../../shared/channels/wire.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { sendMessage } from '../../shared/app/send-message.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import { createPipeline } from '../support/create-pipeline.ts'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { NO_UPLOADS } from '../support/no-files.ts'

const CONVERSATIONS = 500
const PAGE = '770000000000031'
/** Bodies of so many customers; conversations that agents write in at the same time. */
const BATCH = 50
const CONCURRENCY = 8
/** Calls that the platform refuses for a moment, in between. */
const REFUSED_EVERY = 25
/** Calls between two deaths of the publisher. */
const KILLED_EVERY = 100
const TIMEOUT_MS = 600_000
const NO_RECEIPTS = { enabled: false, beforeAnswer: 0, outOfOrder: 0, twice: 0, delayMs: 0 }

/**
 * From the table on all is as in `npm start`: stream, publisher, outbound queue, deliver, platform, in rough weather, with the
 * publisher killed again and again. What comes before, the webhooks and the API, are called as functions: a thousand requests take minutes
 * on two cores, and the order is the table's from there on. Functions do not die on their own here: a deliver that dies between claim
 * and call leaves its message `unknown` and unsent, as it must; how often is for `npm run prove` to count.
 */
it(
  `two replies in each of ${CONVERSATIONS} conversations, published in rough weather: this guarantees that they reach the customers in the agents’ order, every one`,
  async () => {
    const inbox = await startInbox({ weather: 'rough', seed: 31, rules: { 'function-crash': { on: false } } })
    onTestFinished(() => inbox.stop())
    const desk = await openReplyDesk(inbox, NO_RECEIPTS)
    const conversationIds = await createConversations(toTable(inbox))
    await desk.fault('facebook', toRefusals())
    await writeReplies(toTable(inbox), conversationIds)
    const expected = conversationIds.flatMap((_, index) => [toWords(index, 1), toWords(index, 2)])
    const accepted = await waitForCalls(inbox, desk, expected.length)

    expect(accepted.toSorted()).toEqual(expected.toSorted())
    const firsts = new Map(accepted.map((words, place) => [words, place]))
    const swapped = conversationIds.filter(
      (_, index) => (firsts.get(toWords(index, 1)) ?? 0) > (firsts.get(toWords(index, 2)) ?? 0),
    )
    expect(swapped).toEqual([])
  },
  TIMEOUT_MS,
)

/** The inbox's table, past the weather. */
function toTable({ stack }: TestInbox): Table {
  const client = new DynamoDBClient({
    endpoint: stack.emulators.dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(() => client.destroy())
  const options = { marshallOptions: { removeUndefinedValues: true } }
  return { name: stack.stack.tables[0]?.name ?? '', client: DynamoDBDocumentClient.from(client, options) }
}

async function createConversations(table: Table): Promise<string[]> {
  const pipeline = createPipeline(table, systemClock.now)
  const ids: string[] = []
  for (let start = 0; start < CONVERSATIONS; start += BATCH) {
    const psids = Array.from({ length: BATCH }, (_, index) => `29${String(start + index).padStart(14, '0')}`)
    const at = systemClock.now()
    const pieces = psids.map((psid) =>
      toMessengerPiece({ page: PAGE, psid }, at, { message: { mid: `m_first_${psid}`, text: 'Hello?' } }),
    )
    const request = signFacebook(toFacebookBatch(pieces), 'http://127.0.0.1')
    expect(await pipeline.accept('facebook', toWebhookRequest(request))).toMatchObject({ kind: 'accepted' })
    const reports = await pipeline.ingest()
    expect(reports.filter(({ kind }) => kind === 'done')).toHaveLength(BATCH)
    for (const externalId of psids) {
      const identity = { channel: 'facebook', scope: PAGE, externalId }
      ids.push(toConversationId({ accountId: PAGE, identity, root: null }))
    }
  }
  return ids
}

/** The agents: in each conversation the second after the first was accepted. */
async function writeReplies(table: Table, conversationIds: readonly string[]): Promise<void> {
  const { store } = createPipeline(table, systemClock.now)
  const deps = {
    store,
    clockChannels: createClockChannels(findChannel),
    answers: createAnswerStore(table, systemClock),
    seals: null,
    accounts: createAccountStore(table, systemClock),
    clock: systemClock,
    pacer: systemPacer,
    uploads: NO_UPLOADS,
    replies: { findChannel, usesHumanAgentWindow: true, redaction: BUILT_IN_REDACTION },
  }
  const nothing = { quickReplies: [], template: null, replyTo: null, author: null, seenUpTo: null }
  const actor = { kind: 'human' as const, id: 'agent-1', name: 'Kim' }
  const write = async (conversationId: string, text: string): Promise<void> => {
    const request = { actor, requestId: randomUUID(), claim: null }
    const outcome = await sendMessage(deps, { conversationId, text, ...nothing }, request)
    expect(outcome).toMatchObject({ kind: 'done' })
  }
  const left = conversationIds.map((id, index) => ({ id, index }))
  const agent = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      await write(next.id, toWords(next.index, 1))
      await write(next.id, toWords(next.index, 2))
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, agent))
}

function toWords(conversation: number, part: 1 | 2): string {
  return `conversation ${conversation}, part ${part}.`
}

function toRefusals(): object[] {
  return Array.from({ length: (CONVERSATIONS * 2) / REFUSED_EVERY }, () => [
    { timeoutMs: 0, times: REFUSED_EVERY - 1 },
    { status: 503, times: 1 },
  ]).flat()
}

/** Words of what the platform took, in the order in which it did, once there are so many, or when no more come. */
async function waitForCalls(inbox: TestInbox, desk: ReplyDesk, wanted: number): Promise<string[]> {
  const patienceMs = 90_000
  let taken: string[] = []
  for (let lastNewsAt = Date.now(); Date.now() - lastNewsAt < patienceMs; await wait(500)) {
    const calls = await desk.sent('facebook')
    const now = calls.flatMap(({ request, response }) => {
      const { message } = request.body as { message?: { text?: string } }
      return response?.status === 200 && message?.text !== undefined ? [message.text] : []
    })
    if (now.length > taken.length) lastNewsAt = Date.now()
    // In the middle of its batches.
    if (Math.floor(now.length / KILLED_EVERY) > Math.floor(taken.length / KILLED_EVERY)) {
      inbox.stack.killFunction('outbox')
    }
    taken = now
    if (taken.length >= wanted) break
  }
  return taken
}
