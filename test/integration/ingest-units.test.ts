import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { DEFAULT_RULES } from '../../shared/domain/sla/default-rules.ts'
import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'
import { type CapacityMeter, meterTable } from '../bench/capacity-meter.ts'
import {
  createScriptedIngest,
  RECEIVED_AT,
  type ScriptedIngest,
  toComment,
  toEcho,
  toEdit,
  toMessage,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { saveRules } from '../support/save-rules.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const identity: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }
const ada = toParty(identity)
const thread = { visibility: 'private' as const, party: ada }
/** Nothing of what they wrote waits for an answer. */
const ben = toParty({ ...identity, externalId: '+15550002' })
const RULES = SlaRuleSet.parse({
  policies: [
    ...DEFAULT_RULES.policies,
    {
      id: 'public',
      selector: { visibility: 'public' },
      targets: { first_response: 'PT1H', next_response: 'PT1H' },
    },
  ],
  calendars: [],
})
/** Of a budget of 3 and 14; the publisher reads the entry back (1) and appends a row to the feed (now and then two). */
const READ_UNITS_MAX = 2
const WRITE_UNITS_MAX = 12

let dynoxide: Dynoxide
let past: DynamoDBClient
let table: Table
let inbox: ScriptedIngest
let meter: CapacityMeter
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  past = new DynamoDBClient({ endpoint: dynoxide.endpoint, region: 'us-east-1', credentials })
})
afterAll(async () => {
  past.destroy()
  await dynoxide.stop()
})
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`units${++tables}`)
  inbox = createScriptedIngest(table)
  await saveRules(table, RULES, '2026-01-01T00:00:00.000Z')
  meter = meterTable(table, async (Key) => {
    const { Item } = await past.send(new GetItemCommand({ TableName: table.name, Key }))
    return Item ?? null
  })
  // What every case below is about: customers who are known, in private and under a post.
  const known = [
    toMessage('b1', ben),
    toEcho('be1', { visibility: 'private', party: ben }, RECEIVED_AT),
    toMessage('m1', ada),
    toEcho('e1', thread, RECEIVED_AT),
    toMessage('waits', ada),
    toComment('c1', ada, 'post', 'post'),
    toOwnReply('r1', 'c1', RECEIVED_AT),
    toComment('c waits', ada, 'post', 'post'),
  ]
  for (const event of known) await inbox.ingest([event], { key: event.providerId })
  meter.reset()
})

afterEach(() => {
  table.client.middlewareStack.remove('capacityMeter')
})

async function unitsOf(event: InboundEvent): Promise<{ read: number; write: number }> {
  await inbox.ingest([event], { key: 'measured', receivedAt: '2026-01-01T10:00:05.000Z' })
  const sumOf = (kind: 'read' | 'write'): number =>
    meter.calls
      .filter((call) => call.kind === kind)
      .flatMap(({ lines }) => lines)
      .reduce((sum, { units }) => sum + units, 0)
  return { read: sumOf('read'), write: sumOf('write') }
}

describe('units of one more event of a known customer', () => {
  it.each<[string, InboundEvent, { read: number; write: number }]>([
    ['a text', toMessage('m2', ada), { read: 1.5, write: 8 }],
    ['a text that answers another', { ...toMessage('m2', ada), replyTo: 'm1' }, { read: 2, write: 8 }],
    ['a comment under our post', toComment('c2', ada, 'post', 'post'), { read: 2, write: 8 }],
    ['an answer in a thread', toComment('c2', ada, 'post', 'r1'), { read: 2, write: 8 }],
    [
      'a watermark',
      { kind: 'watermark', party: ada, status: 'read', upTo: RECEIVED_AT },
      { read: 2, write: 5 },
    ],
  ])('%s: this guarantees that it stays within the budget', async (_, event, units) => {
    const measured = await unitsOf(event)
    expect(measured).toEqual(units)
    expect(measured.read).toBeLessThanOrEqual(READ_UNITS_MAX)
    expect(measured.write).toBeLessThanOrEqual(WRITE_UNITS_MAX)
  })

  it.each<[string, InboundEvent, { read: number; write: number }]>([
    ['a text that starts one', toMessage('b2', ben), { read: 1.5, write: 14 }],
    [
      'an edit of what was answered, which starts one',
      toEdit('b1', 'better', RECEIVED_AT),
      { read: 2.5, write: 15 },
    ],
    [
      'an edit while another waits, which starts none',
      toEdit('c1', 'better', RECEIVED_AT),
      { read: 2.5, write: 9 },
    ],
    ['our own reply, which stops one', toEcho('e2', thread, RECEIVED_AT), { read: 2, write: 16 }],
    [
      'our own public reply, which stops the only one',
      toOwnReply('r2', 'c1', RECEIVED_AT),
      { read: 2, write: 14 },
    ],
  ])('%s: this guarantees that a clock that moves costs what is said here', async (_, event, units) => {
    expect(await unitsOf(event)).toEqual(units)
  })

  it('a watermark that is not new: this guarantees that it writes nothing', async () => {
    const watermark: InboundEvent = { kind: 'watermark', party: ada, status: 'read', upTo: RECEIVED_AT }
    await inbox.ingest([watermark])
    meter.reset()
    expect(await unitsOf(watermark)).toEqual({ read: 1, write: 0 })
  })
})
