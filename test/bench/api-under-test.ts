import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createHandoffReader } from '../../shared/aws/handoff-reader.ts'
import { HandoffSettings } from '../../shared/domain/handoff/handoff-settings.ts'
import { createInboxReader } from '../../shared/aws/inbox-reader.ts'
import { createContactStore } from '../../shared/aws/contact-store.ts'
import { createClockRecordReader } from '../../shared/aws/clock-record-reader.ts'
import { createFeedReader } from '../../shared/aws/feed-reader.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { handleRequest } from '../../shared/http/handle-request.ts'
import type { ApiDependencies } from '../../shared/http/route.ts'
import { NO_UPLOADS } from '../support/no-files.ts'

const READER: Caller = {
  actor: { kind: 'human', id: 'agent-1', name: 'Ada' },
  clientId: null,
  scopes: new Set(['inbox:read']),
}

/** A page of any list, as far as whoever walks it looks. */
export type ListPage = {
  status: number
  code: string | undefined
  data: ({ id: string } & Record<string, unknown>)[]
  next: string | null
}

/** What the API function does with a GET, from path and query to JSON text, without Lambda's event around it. */
export function createApiUnderTest(
  table: Table,
  queueShards: number,
): (pathAndQuery: string) => Promise<ListPage> {
  const clock = { now: () => new Date() }
  const dependencies: ApiDependencies = {
    reader: createInboxReader(table, clock),
    contacts: createContactStore(table, clock),
    feed: createFeedReader(table, clock),
    store: createInboxStore(table, { clock, retentionDays: null }),
    clockChannels: createClockChannels(findChannel),
    rules: createRulesStore(table, clock),
    records: createClockRecordReader(table, clock),
    handoffReader: createHandoffReader(table, clock),
    handoffs: HandoffSettings.parse({}),
    servesThreads: false,
    uploads: NO_UPLOADS,
    answers: createAnswerStore(table, clock),
    seals: null,
    accounts: createAccountStore(table, clock),
    files: { read: () => Promise.resolve(null) },
    outbound: { request: () => Promise.reject(new Error('a list sends nothing')) },
    replies: { findChannel, usesHumanAgentWindow: true, redaction: BUILT_IN_REDACTION },
    clock,
    pacer: { sleep: () => Promise.resolve(), random: () => 0 },
    queueShards,
    feedShards: 1,
    replyWindowOf: (name, visibility) =>
      findChannel(name)?.manifest.capabilities[visibility]?.replyWindow ?? null,
    openApi: () => ({}),
  }
  return async (pathAndQuery) => {
    const [path = '', rawQuery = ''] = pathAndQuery.split('?')
    const { status, body } = await handleRequest(
      {
        method: 'GET',
        path,
        rawQuery,
        requestId: 'req-1',
        headers: {},
        body: { contentType: null, bytes: new Uint8Array() },
        authentication: { kind: 'authenticated', caller: READER },
      },
      dependencies,
    )
    const answer = JSON.parse(String(body)) as Partial<ListPage> & { page?: { next: string | null } }
    return { status, code: answer.code, data: answer.data ?? [], next: answer.page?.next ?? null }
  }
}
