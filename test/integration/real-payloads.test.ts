import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../shared/aws/dynamo.ts'
import { accountKey } from '../../shared/aws/table-items.ts'
import type { WebhookRequest } from '../../shared/channels/contract.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { toMessageKey } from '../../shared/domain/seen.ts'
import { TWILIO_EXPECTATIONS } from '../shared/channels/sms/payload-expectations.ts'
import { signForm, toCapturedForm } from '../shared/channels/sms/twilio-requests.ts'
import { PAYLOAD_EXPECTATIONS } from '../shared/channels/whatsapp/payload-expectations.ts'
import { sign } from '../shared/channels/whatsapp/whatsapp-requests.ts'
import { createPipeline, type Pipeline } from '../support/create-pipeline.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

/** Other people's captured requests, read where they exist. */
const FOLDER = join(import.meta.dirname, '../../../shared/payloads')
const NOW = '2026-11-22T12:00:00.000Z'

type ExpectedEvent = InboundEvent extends infer Event
  ? Event extends { raw: unknown }
    ? Omit<Event, 'raw'>
    : Event
  : never
type Case = {
  channel: string
  request: WebhookRequest
  of: { channel: string; accountId: string }
  events: ExpectedEvent[]
}

const CASES: [string, () => Case][] = [
  ...filesOf('whatsapp').map((file): [string, () => Case] => [
    `whatsapp/${file}`,
    () => {
      const expected = PAYLOAD_EXPECTATIONS[file]
      if (expected === undefined) throw new Error(`no expectation for ${file}`)
      const of = { channel: 'whatsapp', accountId: expected.account.id }
      return {
        channel: 'whatsapp',
        request: sign(readFileSync(join(FOLDER, 'whatsapp', file))),
        of,
        events: [expected.event],
      }
    },
  ]),
  ...filesOf('twilio').map((file): [string, () => Case] => [
    `twilio/${file}`,
    () => {
      const expected = TWILIO_EXPECTATIONS[file]
      if (expected === undefined) throw new Error(`no expectation for ${file}`)
      const { channel, account } = expected.envelope
      const form = toCapturedForm(file, readFileSync(join(FOLDER, 'twilio', file), 'utf8'))
      return {
        channel: 'sms',
        request: signForm(form),
        of: { channel, accountId: account.id },
        events: expected.events,
      }
    },
  ]),
]

let dynoxide: Dynoxide
let tables = 0
let ran = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(async () => {
  console.log(`${ran} of ${CASES.length} real payloads run from signed webhook to table`)
  await dynoxide.stop()
})

describe('real payloads, from signed webhook to table', () => {
  it.each([
    { folder: 'whatsapp', expectations: PAYLOAD_EXPECTATIONS },
    { folder: 'twilio', expectations: TWILIO_EXPECTATIONS },
  ])(
    'this guarantees that all of $folder run or, on a clone without them, none',
    ({ folder, expectations }) => {
      const files = filesOf(folder)
      expect(files).toEqual(existsSync(FOLDER) ? Object.keys(expectations).sort() : [])
      expect(CASES.filter(([name]) => name.startsWith(`${folder}/`))).toHaveLength(files.length)
    },
  )

  it.each(CASES)('this guarantees that %s is kept as what it is, once', async (_, readCase) => {
    const { channel, request, of, events } = readCase()
    const table = await dynoxide.createInboxTable(`payload${++tables}`)
    const pipeline = createPipeline(table, NOW)
    for (let delivery = 0; delivery < 2; delivery++) {
      expect((await pipeline.accept(channel, request)).kind).toBe('accepted')
      expect((await pipeline.ingest()).map(({ kind }) => kind)).toEqual(['done'])
    }
    for (const event of events) await expectKept(event, of, pipeline, table)
    const isStored = events.some(({ kind }) => kind !== 'ignored' && kind !== 'account')
    if (!isStored) expect((await itemsOf(table)).filter(({ sk }) => sk !== 'ACCOUNT')).toEqual([])
    ran += 1
  })
})

function filesOf(folder: string): string[] {
  const path = join(FOLDER, folder)
  return existsSync(path) ? readdirSync(path).sort() : []
}

async function expectKept(
  event: ExpectedEvent,
  of: Case['of'],
  pipeline: Pipeline,
  table: Table,
): Promise<void> {
  switch (event.kind) {
    case 'message':
    case 'echo':
      expect(await logOf(event.thread.party.identities[0], of, pipeline)).toMatchObject([
        {
          kind: 'message',
          seq: 1,
          direction: event.kind === 'echo' ? 'outbound' : 'inbound',
          actor: { kind: event.kind === 'echo' ? 'external' : 'contact' },
          providerId: event.providerId,
          text: event.text,
          content: event.content,
          attachments: event.attachments,
          sentAt: event.sentAt ?? NOW,
          replyTo: event.replyTo === null ? null : { providerId: event.replyTo },
        },
      ])
      return
    case 'unsupported':
      if (event.thread === null) expect(pipeline.quarantined.length).toBeGreaterThan(0)
      else {
        const [entry] = await logOf(event.thread.party.identities[0], of, pipeline)
        expect(entry).toMatchObject({ content: { type: 'unsupported', of: event.of }, raw: { kind: 'gzip' } })
      }
      return
    case 'receipt':
    case 'edit':
    case 'removal':
    case 'reaction': {
      const seen = await pipeline.store.seen(toMessageKey({ ...of, providerId: event.target }), 'consistent')
      expect(seen).toMatchObject({ kind: 'parked', facts: [{ amendment: event }] })
      return
    }
    case 'opt_out': {
      const [record] = await pipeline.store.identities([event.party.identities[0]], 'consistent')
      const scope = event.action === 'in' ? 'none' : event.scope
      expect(record?.optOuts).toEqual({ [of.accountId]: { at: event.at ?? NOW, by: event.by, scope } })
      return
    }
    case 'identity_change': {
      const records = await pipeline.store.identities([...event.previous, ...event.current], 'consistent')
      expect(new Set(records.map((record) => record?.contactId)).size).toBe(1)
      return
    }
    case 'account': {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: accountKey(of.channel, of.accountId) }),
      )
      expect(Item).toMatchObject({ lastEvent: { code: event.code, health: event.health } })
      return
    }
    case 'ignored':
      return
  }
}

async function logOf(
  identity: Identity,
  { accountId }: Case['of'],
  { store }: Pipeline,
): Promise<(Entry | null)[]> {
  const [record] = await store.identities([identity], 'consistent')
  const conversationId = record?.conversations[accountId] ?? ''
  const conversation = await store.conversation(conversationId, 'consistent')
  const seqs = Array.from({ length: conversation?.seq ?? 0 }, (_, index) => index + 1)
  return Promise.all(seqs.map((seq) => store.entry(conversationId, seq, 'consistent')))
}

async function itemsOf(table: Table): Promise<Record<string, unknown>[]> {
  return (await table.client.send(new ScanCommand({ TableName: table.name }))).Items ?? []
}
