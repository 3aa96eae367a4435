import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { RunningStack } from '../../infra/local/start-stack.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { createDueReader } from '../../shared/aws/due-reader.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { listDue } from '../../shared/domain/due.ts'
import { saveRules } from '../support/save-rules.ts'
import { PROOF_RULES } from './clock-rules.ts'
import type { ClockHistory, ReadClocks } from './judge-clocks-told.ts'

/** Longer than any target: what is due later is due because somebody is closed. */
const HORIZON_MS = 30_000
const ROWS_MAX = 200

/** The clocks of a running stack as its table has them, without weather. */
export type InboxClocks = {
  /** Before anybody writes: the only rules that count. */
  saveRules: () => Promise<void>
  /** Whether something of a clock is due soon, or was and has not been told. */
  isAnyDue: () => Promise<boolean>
  read: (conversationIds: readonly string[]) => Promise<ReadClocks>
  close: () => void
}

export function openInboxClocks({ stack, emulators }: RunningStack): InboxClocks {
  const environment = stack.functions.find(({ title }) => title === 'timers-sweep')?.environment
  if (environment === undefined) throw new Error('nothing sweeps')
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: emulators.dynamodbUrl, region: 'us-east-1', credentials })
  const marshallOptions = { removeUndefinedValues: true }
  const table: Table = {
    name: environment['INLET_TABLE_NAME'] ?? '',
    client: DynamoDBDocumentClient.from(client, { marshallOptions }),
  }
  const clock = { now: () => new Date() }
  const store = createInboxStore(table, { clock, retentionDays: null })
  const due = createDueReader(table, clock)
  const shards = Array.from({ length: Number(environment['INLET_QUEUE_SHARDS']) }, (_, shard) => shard)
  return {
    saveRules: () => saveRules(table, PROOF_RULES, clock.now().toISOString()),
    isAnyDue: async () => {
      const to = new Date(Date.now() + HORIZON_MS).toISOString()
      const pages = await Promise.all(
        shards.map((shard) => due.due(shard, { from: null, to }, null, ROWS_MAX)),
      )
      for (const { conversationId } of pages.flatMap(({ rows }) => rows)) {
        const conversation = await store.conversation(conversationId, 'consistent')
        const things = conversation === null ? [] : listDue(conversation)
        if (things.some(({ kind, at }) => kind !== 'sending_check' && at < to)) return true
      }
      return false
    },
    read: async (conversationIds) => {
      const rules = await store.rules.current('consistent')
      if (rules === null) throw new Error('no rules are saved')
      const histories: ClockHistory[] = []
      for (const id of conversationIds) histories.push(await readHistory(store, id))
      return { rules, histories, readAt: clock.now().toISOString() }
    },
    close: () => client.destroy(),
  }
}

/** A log and its conversation of the same moment. */
async function readHistory(store: InboxStore, id: string): Promise<ClockHistory> {
  for (;;) {
    const before = await store.conversation(id, 'consistent')
    if (before === null) throw new Error(`${id} is not in the table`)
    const log = await store.entriesBack(id, { from: 1, to: before.seq })
    const after = await store.conversation(id, 'consistent')
    if (after?.version === before.version) return { conversation: before, log }
  }
}
