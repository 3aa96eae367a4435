import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createPipeline, type Pipeline } from '../support/create-pipeline.ts'
import type { PayloadExpectation } from '../support/payload-expectation.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Captured, CAPTURED_FOLDERS, filesOf, hasCaptures, listFolders } from './captured-folders.ts'
import { countEntries, expectKept } from './expect-kept.ts'

const NOW = '2026-11-22T12:00:00.000Z'
const PAYLOADS = 190

/** Files of each folder, and events of each kind, that were looked for in the table. */
const ran = new Map<string, number>()
const kinds = new Map<string, number>()
let dynoxide: Dynoxide
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(async () => {
  const counts = CAPTURED_FOLDERS.map(
    ({ folder }) => `${folder} ${ran.get(folder) ?? 0} of ${filesOf(folder).length}`,
  )
  console.log(`real payloads from signed webhook or topic to the table: ${counts.join(', ')}`)
  console.log([...kinds].map(([kind, count]) => `${kind} ${count}`).join(', '))
  await dynoxide.stop()
})

describe('real payloads', () => {
  it.each(CAPTURED_FOLDERS)(
    'this guarantees that every file of $folder has an expectation and no other, or that there is no file at all',
    ({ folder, expectations }) => {
      expect(filesOf(folder)).toEqual(hasCaptures() ? Object.keys(expectations).sort() : [])
    },
  )

  it('this guarantees that no folder of them is left out', () => {
    const files = CAPTURED_FOLDERS.flatMap(({ folder }) => filesOf(folder))
    expect(listFolders()).toEqual(hasCaptures() ? CAPTURED_FOLDERS.map(({ folder }) => folder).sort() : [])
    expect(files).toHaveLength(hasCaptures() ? PAYLOADS : 0)
  })
})

for (const { folder, channel, expectations, read } of CAPTURED_FOLDERS) {
  describe.runIf(hasCaptures())(
    `real payloads of ${folder}, from signed webhook or topic to the table`,
    () => {
      it.each(filesOf(folder))('this guarantees that %s is kept as what it is, once', async (file) => {
        const expectation = expectations[file]
        if (expectation === undefined) throw new Error(`no expectation for ${file}`)
        const table = await dynoxide.createInboxTable(`payload${++tables}`)
        const pipeline = createPipeline(table, NOW)
        for (let delivery = 0; delivery < 2; delivery++) {
          await deliver(pipeline, channel, read(file))
          const kinds = (await pipeline.ingest()).map(({ kind }) => kind)
          expect(kinds).toEqual(expectation.pieces.map(() => 'done'))
        }
        await expectAllKept(expectation, pipeline, table)
        ran.set(folder, (ran.get(folder) ?? 0) + 1)
      })
    },
  )
}

async function deliver(pipeline: Pipeline, channel: string, captured: Captured): Promise<void> {
  if ('request' in captured) {
    expect(await pipeline.accept(channel, captured.request)).toMatchObject({ kind: 'accepted' })
    return
  }
  expect(await pipeline.acceptTopic(channel, captured.topicMessage)).toMatchObject([{ kind: 'accepted' }])
}

async function expectAllKept(
  { pieces, uncut = [] }: PayloadExpectation,
  pipeline: Pipeline,
  table: Table,
): Promise<void> {
  const siblings = pieces.flatMap(({ events }) => events)
  const quarantineReasons = pipeline.quarantined.map(({ reason }) => reason)
  expect(quarantineReasons).toEqual(expect.arrayContaining(uncut))
  for (const { channel, account, events } of pieces) {
    const of = { channel, accountId: account.id, receivedAt: NOW, siblings, quarantineReasons }
    for (const event of events) {
      kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1)
      await expectKept(event, {
        ...of,
        store: pipeline.store,
        accounts: pipeline.accounts,
      })
    }
  }
  const items = await itemsOf(table)
  expect(items.filter(({ sk }) => String(sk).startsWith('LOG#'))).toHaveLength(countEntries(siblings))
  const isIgnored = siblings.every(({ kind }) => kind === 'ignored' || kind === 'account')
  if (isIgnored) expect(items.filter(({ pk }) => !String(pk).startsWith('ACCOUNT'))).toEqual([])
}

async function itemsOf(table: Table): Promise<Record<string, unknown>[]> {
  return (await table.client.send(new ScanCommand({ TableName: table.name }))).Items ?? []
}
