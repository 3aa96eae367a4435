import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemPacer } from '../../functions/edge/system.ts'
import { fetchFiles, type FetchFilesDeps } from '../../shared/app/media/fetch-files.ts'
import type { OpenOutcome } from '../../shared/app/media/media-ports.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { findChannel, findMedia } from '../../shared/channels/registry.ts'
import type { InboundAttachment } from '../../shared/domain/content.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import { FETCH_PATIENCE_MS, FETCHES_MAX } from '../../shared/domain/media/fetching.ts'
import {
  createScriptedIngest,
  RECEIVED_AT,
  type ScriptedIngest,
  toMessage,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const ADA = { channel: 'whatsapp', scope: '-', externalId: '+4915550001' } as const
const ID = toConversationId({ accountId: 'acc', identity: ADA, root: null })
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10])

let dynoxide: Dynoxide
let table: Table
let inbox: ScriptedIngest
let tables = 0
let now: number
let kept: Map<string, Buffer>
let answers: (() => OpenOutcome)[]

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`media${++tables}`)
  now = Date.parse(RECEIVED_AT) + 1_000
  inbox = createScriptedIngest(table, { now: () => new Date(now) })
  kept = new Map()
  answers = []
})

const picture = (mediaId: string | null): InboundAttachment => ({
  type: 'image',
  name: null,
  mimeType: 'image/jpeg',
  sizeBytes: null,
  providerMediaId: mediaId,
  providerUrl: null,
  digest: null,
  voice: false,
})

const pictures = (providerId: string, ...ids: (string | null)[]) => ({
  ...toMessage(providerId, toParty(ADA)),
  attachments: ids.map(picture),
})

const answer =
  (status: number, bytes = JPEG) =>
  (): OpenOutcome => ({
    kind: 'opened',
    file: { status, headers: {}, chunks: chunksOf(bytes), close: () => undefined },
  })

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

function createDeps(changes: Partial<FetchFilesDeps> = {}): FetchFilesDeps {
  let run = 0
  return {
    store: inbox.store,
    clockChannels: createClockChannels(findChannel),
    findMedia,
    secrets: { read: async () => ({ accessToken: 'token' }) },
    platform: {
      call: async () => ({
        kind: 'answered',
        answer: { kind: 'https', status: 200, headers: {}, body: '{"url":"https://lookaside.fbsbx.com/a"}' },
      }),
    },
    source: { open: async () => (answers.shift() ?? answer(200))() },
    shelf: {
      keep: async (key, { chunks }) => {
        const parts: Uint8Array[] = []
        for await (const chunk of chunks) parts.push(chunk)
        kept.set(key, Buffer.concat(parts))
      },
      remove: async (key) => void kept.delete(key),
      removeBelow: async (prefix) => {
        for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key)
      },
    },
    clock: { now: () => new Date(now) },
    pacer: systemPacer,
    nextNonce: () => 'nonce',
    nextRun: () => `run${++run}`,
    hasTime: () => true,
    noteRefusal: () => undefined,
    ...changes,
  }
}

const fetchNow = (seq = 1, changes: Partial<FetchFilesDeps> = {}) =>
  fetchFiles(createDeps(changes), { conversationId: ID, seq })
const conversation = async () => inbox.store.conversation(ID, 'consistent')
const statuses = async () =>
  (await inbox.readEntries(ID)).flatMap(({ attachments }) => attachments.map(({ status }) => status))

describe('fetching files: this guarantees that', () => {
  it('a message with files is due at once, and nothing of it once they are kept', async () => {
    await inbox.ingest([pictures('m1', '1', '2')])
    expect((await conversation())?.dueAt).toBe(RECEIVED_AT)
    expect(await fetchNow()).toMatchObject({
      kind: 'fetched',
      files: [{ outcome: 'stored' }, { outcome: 'stored' }],
    })
    expect(await statuses()).toEqual(['stored', 'stored'])
    const after = await conversation()
    expect([after?.fetching, after?.dueAt]).toEqual([undefined, null])
    expect([...kept.keys()]).toEqual([`${ID}/1/att_1-run1`, `${ID}/1/att_2-run2`])
    expect(await fetchNow()).toEqual({ kind: 'nothing_to_fetch' })
  })

  it('two at once keep one copy, told once', async () => {
    await inbox.ingest([pictures('m1', '1')])
    const both = await Promise.all([
      fetchNow(1, { nextRun: () => 'left' }),
      fetchNow(1, { nextRun: () => 'right' }),
    ])
    const outcomes = both.flatMap((report) => (report.kind === 'fetched' ? report.files : []))
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['late', 'stored'])
    const [entry] = await inbox.readEntries(ID)
    expect([...kept.keys()]).toEqual([entry?.attachments[0]?.file?.key])
    expect(entry?.changes.flatMap(({ parts }) => parts.map(({ type }) => type))).toEqual([
      'message.attachment_stored',
    ])
  })

  it('what failed waits, what came stays, and a try counts once for a message', async () => {
    await inbox.ingest([pictures('m1', '1', '2', '3')])
    answers = [answer(503), answer(200), answer(503)]
    await fetchNow()
    expect(await statuses()).toEqual(['pending', 'stored', 'pending'])
    expect((await conversation())?.fetching).toMatchObject([{ seq: 1, tries: 1 }])
    await fetchNow()
    expect(await statuses()).toEqual(['stored', 'stored', 'stored'])
  })

  it('a platform that fails for a day has failed', async () => {
    await inbox.ingest([pictures('m1', '1', '2')])
    now += FETCH_PATIENCE_MS
    answers = [answer(503), answer(503)]
    expect(await fetchNow()).toMatchObject({
      files: [{ code: 'media_unavailable' }, { code: 'media_unavailable' }],
    })
    expect(await statuses()).toEqual(['failed', 'failed'])
    expect((await conversation())?.dueAt).toBeNull()
  })

  it('a message that is taken back leaves no file', async () => {
    await inbox.ingest([pictures('m1', '1')])
    await fetchNow()
    expect(kept.size).toBe(1)
    await inbox.ingest([{ kind: 'removal', target: 'm1', by: 'contact', at: null }])
    expect((await conversation())?.fetching).toMatchObject([{ seq: 1 }])
    expect(await fetchNow()).toEqual({ kind: 'removed' })
    expect([kept.size, (await conversation())?.fetching]).toEqual([0, undefined])
  })

  it('one that is taken back while it is fetched leaves none either', async () => {
    await inbox.ingest([pictures('m1', '1')])
    const open = async (): Promise<OpenOutcome> => {
      await inbox.ingest([{ kind: 'removal', target: 'm1', by: 'contact', at: null }])
      return answer(200)()
    }
    expect(await fetchNow(1, { source: { open } })).toMatchObject({ files: [{ outcome: 'late' }] })
    expect(kept.size).toBe(0)
  })

  it('new files of an edited message are fetched', async () => {
    await inbox.ingest([pictures('m1', '1')])
    await fetchNow()
    const edit = { kind: 'edit', target: 'm1', by: 'contact', at: null, text: 'x' } as const
    await inbox.ingest([{ ...edit, content: { type: 'media' }, attachments: [picture('2')] }])
    expect(await statuses()).toEqual(['pending'])
    await fetchNow()
    expect(await statuses()).toEqual(['stored'])
  })

  it('a shared link is shown, and never fetched', async () => {
    const share = { ...picture(null), type: 'share' as const, providerUrl: 'https://example.com/post' }
    await inbox.ingest([{ ...pictures('m1'), attachments: [share] }])
    const [entry] = await inbox.readEntries(ID)
    expect(entry?.attachments).toMatchObject([{ status: 'external', url: 'https://example.com/post' }])
    expect((await conversation())?.dueAt).toBeNull()
  })

  it('a secret that is missing is our mistake, and the file waits for it', async () => {
    await inbox.ingest([pictures('m1', '1')])
    await fetchNow(1, { secrets: { read: async () => ({}) } })
    expect(await statuses()).toEqual(['pending'])
    await fetchNow()
    expect(await statuses()).toEqual(['stored'])
  })

  it('a conversation that awaits too many says so, and loses no message', async () => {
    await inbox.ingest([pictures('m1', '1')])
    const before = await conversation()
    if (before === null) throw new Error('it is there')
    const [waiting] = before.fetching ?? []
    if (waiting === undefined) throw new Error('it waits')
    const fetching = Array.from({ length: FETCHES_MAX }, (_, index) => ({ ...waiting, seq: index + 100 }))
    await inbox.store.save([
      {
        kind: 'conversation',
        conversation: { ...before, fetching, version: before.version + 1, touched: [] },
        expectedVersion: before.version,
      },
    ])
    await inbox.ingest([pictures('m2', '2')])
    const entry = (await inbox.readEntries(ID)).at(-1)
    expect(entry?.attachments).toMatchObject([{ status: 'failed', failure: { code: 'media_backlog' } }])
    expect(entry?.caused).toMatchObject([{ type: 'message.attachment_failed' }])
  })
})
