import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { RunningStack } from '../../infra/local/start-stack.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { createDueReader } from '../../shared/aws/due-reader.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { type DueThing, listDue } from '../../shared/domain/due.ts'
import { FETCH_LEASE_MS } from '../../shared/domain/media/fetching.ts'
import type { SlaRules } from '../../shared/domain/sla/rules.ts'
import { saveRules } from '../support/save-rules.ts'
import { PROOF_RULES } from './clock-rules.ts'
import type { ClockHistory, ReadClocks } from './judge-clocks-told.ts'

/** Longer than any target: what is due later is due because somebody is closed. */
const HORIZON_MS = 30_000
/** Longer than a file waits whose fetch was killed. */
const FETCH_HORIZON_MS = FETCH_LEASE_MS + 60_000
const ROWS_MAX = 200
/** Longer than a cheap read may be behind. */
const SPREAD_MS = 2_000

/** The clocks of a running stack as its table has them, without weather. */
export type InboxClocks = {
  /** Before anybody writes: the only rules that count. */
  saveRules: () => Promise<void>
  /** Whether something of a clock is due soon, or was and has not been told, or a file is awaited. */
  isAnyDue: () => Promise<boolean>
  read: (conversationIds: readonly string[]) => Promise<ReadClocks>
  close: () => void
}

export function openInboxClocks({ stack, emulators, aws }: RunningStack): InboxClocks {
  const environment = stack.functions.find(({ title }) => title === 'timers-sweep')?.environment
  if (environment === undefined) throw new Error('nothing sweeps')
  const name = environment['INLET_TABLE_NAME'] ?? ''
  const table = openTable(name, emulators.dynamodbUrl)
  const clock = { now: () => new Date() }
  const store = createInboxStore(table, { clock, retentionDays: null })
  const due = createDueReader(table, clock)
  const shards = Array.from({ length: Number(environment['INLET_QUEUE_SHARDS']) }, (_, shard) => shard)
  return {
    saveRules: async () => {
      // Past the front, stale reads would never learn of it.
      const written = openTable(name, aws.endpoints.dynamodb)
      while (!(await store.rules.current('consistent').then(isOfProof))) {
        await saveRules(written, PROOF_RULES, clock.now().toISOString()).catch(() => null)
      }
      written.client.destroy()
      await wait(SPREAD_MS)
    },
    isAnyDue: async () => {
      const soon = new Date(Date.now() + HORIZON_MS).toISOString()
      const to = new Date(Date.now() + FETCH_HORIZON_MS).toISOString()
      const pages = await Promise.all(
        shards.map((shard) => due.due(shard, { from: null, to }, null, ROWS_MAX)),
      )
      for (const { conversationId } of pages.flatMap(({ rows }) => rows)) {
        const conversation = await store.conversation(conversationId, 'consistent')
        const things = conversation === null ? [] : listDue(conversation)
        if (things.some((thing) => isAwaited(thing, soon))) return true
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
    close: () => table.client.destroy(),
  }
}

function isAwaited({ kind, at }: DueThing, soon: string): boolean {
  return kind === 'media_fetch' || (kind !== 'sending_check' && at < soon)
}

function openTable(name: string, endpoint: string): Table {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
  const marshallOptions = { removeUndefinedValues: true }
  return { name, client: DynamoDBDocumentClient.from(client, { marshallOptions }) }
}

function isOfProof(rules: SlaRules | null): boolean {
  return isDeepStrictEqual(rules?.policies, PROOF_RULES.policies)
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
