import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toWebhookResponse } from '../../functions/edge/webhook-response.ts'
import type { IngestReport } from '../../shared/app/ingest-batch.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Channel, WebhookRequest } from '../../shared/channels/contract.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { createPipeline, type Pipeline } from '../support/create-pipeline.ts'
import { loadWires } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import {
  countWords,
  createFuzzedNotifications,
  createFuzzedRequests,
  type FuzzedRequest,
  toPlainRequest,
} from './fuzz-bodies.ts'

const SEED = 20_261_122
const BODIES = 5_200
const NOTIFICATIONS = 600
const STRANGERS = 60
/** Ingested together, as a few invocations would. */
const BATCH = 20
const NOW = '2026-11-22T12:00:00.000Z'
/** Reason of a piece that is kept beside its entry. */
const TOO_LARGE = 'too_large_for_entry'
const WITHIN_MS = 240_000

/** Bodies, their pieces, and what became of those. */
type Tally = {
  bodies: number
  uncut: number
  envelopes: number
  outcomes: Map<string, number>
}

const WIRES = await loadWires()
const tallies = new Map<string, Tally>()
let dynoxide: Dynoxide

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(async () => {
  console.log([...tallies].map(([name, tally]) => toLine(name, tally)).join('\n'))
  await dynoxide.stop()
})

describe('signed bodies that no platform sends', () => {
  it.each(CHANNELS.map((channel) => ({ name: channel.manifest.name, channel })))(
    'this guarantees that $name acknowledges every one of them and loses none',
    async ({ name, channel }) => {
      const next = createFuzzedRequests(createRandom(SEED), channel, playerOf(name))
      await fuzz(name, Math.ceil(BODIES / CHANNELS.length), async (pipeline) => {
        const fuzzed = next()
        expectWordsCut(channel, fuzzed)
        const outcome = await pipeline.accept(name, fuzzed.request)
        expect(toWebhookResponse(outcome, channel.manifest).statusCode).toBe(200)
        if (outcome.kind !== 'accepted') throw new Error(`${name} answered ${outcome.kind}`)
        return outcome
      })
    },
    WITHIN_MS,
  )

  it.each(CHANNELS.filter(({ manifest }) => manifest.topic !== null).map(({ manifest }) => manifest.name))(
    'this guarantees that the topic of %s takes every one of them and loses none',
    async (name) => {
      const next = createFuzzedNotifications(createRandom(SEED), playerOf(name))
      await fuzz(`${name} by topic`, NOTIFICATIONS, async (pipeline) => {
        const [report] = await pipeline.acceptTopic(name, next())
        if (report?.kind !== 'accepted') throw new Error(`the topic of ${name} answered ${report?.kind}`)
        return report
      })
    },
    WITHIN_MS,
  )
})

describe('strangers', () => {
  it('this guarantees that whatever a stranger sends to whichever channel is answered with one and the same 401', async () => {
    const random = createRandom(SEED)
    const pipeline = createPipeline(await dynoxide.createInboxTable('strangers'), NOW)
    const answers = new Set<string>()
    for (const channel of CHANNELS) {
      const { name } = channel.manifest
      const { header, sign } = playerOf(name).samples.signing
      const next = createFuzzedRequests(random, channel, playerOf(name))
      for (let count = 0; count < STRANGERS; count++) {
        const request = count % 2 === 0 ? next().request : toPlainRequest(random, channel, playerOf(name))
        for (const strange of toStrange(request, header, sign)) {
          const outcome = await pipeline.accept(name, strange)
          answers.add(JSON.stringify(toWebhookResponse(outcome, channel.manifest)))
        }
      }
    }
    expect([...answers]).toHaveLength(1)
    expect(JSON.parse([...answers][0] ?? '{}')).toMatchObject({
      statusCode: 401,
    })
    expect(await pipeline.ingest()).toEqual([])
    expect(pipeline.quarantined).toEqual([])
  })
})

/** Without a signature, with another one, with that of another body, with another secret's. */
function toStrange(
  request: WebhookRequest,
  header: string,
  sign: (body: Uint8Array, secret: string) => WebhookRequest,
): WebhookRequest[] {
  const { [header]: signature = '', ...unsigned } = request.headers
  const other = sign(Buffer.from('{"other":1}'), 'a-stranger’s')
  return [
    { ...request, headers: unsigned },
    { ...request, headers: { ...unsigned, [header]: '' } },
    { ...request, headers: { ...unsigned, [header]: signature.slice(0, -1) } },
    {
      ...request,
      headers: { ...unsigned, [header]: other.headers[header] ?? '' },
    },
    sign(request.body, 'a-stranger’s'),
  ]
}

/** What a customer wrote and still stands in the body stands in one of the pieces that are cut out of it. */
function expectWordsCut(channel: Channel, { request, words, times }: FuzzedRequest): void {
  if (times === 0 || countWords(request.body, words) < times) return
  const { envelopes, uncut } = channel.cut(request)
  const pieces = [JSON.stringify(envelopes), ...uncut.map(({ bytes }) => Buffer.from(bytes).toString('utf8'))]
  if (pieces.some((piece) => piece.includes(words))) return
  throw new Error(`${words} is in no piece of ${Buffer.from(request.body).toString('utf8').slice(0, 2_000)}`)
}

/** Sends so many, ingests them in batches, and compares what was reported with what is in the table and in quarantine. */
async function fuzz(
  name: string,
  bodies: number,
  send: (pipeline: Pipeline) => Promise<{ envelopes: number; quarantined: number }>,
): Promise<void> {
  const table = await dynoxide.createInboxTable(`fuzz-${name.replaceAll(' ', '-')}`)
  const pipeline = createPipeline(table, NOW)
  const tally: Tally = {
    bodies: 0,
    uncut: 0,
    envelopes: 0,
    outcomes: new Map(),
  }
  tallies.set(name, tally)
  let settled = 0
  while (tally.bodies < bodies) {
    for (let count = 0; count < BATCH; count++) {
      const { envelopes, quarantined } = await send(pipeline)
      tally.bodies += 1
      tally.envelopes += envelopes
      tally.uncut += quarantined
    }
    const reports = await pipeline.ingest()
    for (const report of reports) countOutcomes(report, tally)
    settled += reports.length
  }
  expect(settled).toBe(tally.envelopes)
  expectSum(tally, pipeline, await itemsOf(table))
}

function countOutcomes(report: IngestReport, { outcomes }: Tally): void {
  if (report.kind === 'failed') throw report.error
  if (report.kind !== 'done') throw new Error(`an envelope was ${report.kind}`)
  expect(report.outcomes.length).toBeGreaterThan(0)
  for (const { kind } of report.outcomes) outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
}

function expectSum(tally: Tally, { quarantined }: Pipeline, items: readonly Record<string, unknown>[]): void {
  const outcomesOf = (kind: string): number => tally.outcomes.get(kind) ?? 0
  const entries = items.filter(({ sk }) => String(sk).startsWith('LOG#'))
  // The whole of what an entry shows only the beginning of.
  const apart = quarantined.filter(({ reason }) => reason !== TOO_LARGE)
  expect({ entries: entries.length, quarantined: apart.length }).toEqual({
    entries: outcomesOf('stored'),
    quarantined: tally.uncut + outcomesOf('quarantined'),
  })
  const revisions = entries.reduce((sum, { revision }) => sum + Number(revision) - 1, 0)
  expect(revisions).toBeGreaterThanOrEqual(outcomesOf('amended'))
  expect(outcomesOf('stored')).toBeGreaterThan(tally.bodies / 10)
}

async function itemsOf(table: Table): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let start: Record<string, unknown> | undefined
  do {
    const input = {
      TableName: table.name,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }
    const page = await table.client.send(new ScanCommand(input))
    items.push(...(page.Items ?? []))
    start = page.LastEvaluatedKey
  } while (start !== undefined)
  return items
}

function playerOf(name: string) {
  const player = WIRES[name]
  if (player === undefined) throw new Error(`nobody plays ${name}`)
  return player
}

function toLine(name: string, { bodies, envelopes, uncut, outcomes }: Tally): string {
  const kinds = [...outcomes].sort(([left], [right]) => (left < right ? -1 : 1))
  const counts = kinds.map(([kind, count]) => `${kind} ${count}`).join(', ')
  return `${name}: ${bodies} bodies, ${envelopes} envelopes, ${uncut} pieces to quarantine at once; ${counts}`
}
