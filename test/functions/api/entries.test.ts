import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../../shared/domain/entry.ts'
import { toEntryId } from '../../../shared/domain/ids.ts'
import { conversationOf, messageOf, minutesAfterNoon } from './api-data.ts'
import { type Api, readAllPages, startApi } from './api-harness.ts'

const COUNT = 60
const conversation = conversationOf(1, { seq: COUNT })
const path = `/v1/conversations/${conversation.id}/entries`

/** Every tenth line is an activity. */
const ENTRIES: Entry[] = Array.from({ length: COUNT }, (_, index): Entry => {
  const message = messageOf(conversation, index + 1)
  if (message.seq % 10 !== 0) return message
  const { conversationId, seq, revision, at, actor, causationId, caused, changes } = message
  const shared = { conversationId, seq, revision, at, actor, causationId, caused, changes }
  return { ...shared, kind: 'activity', type: 'conversation.opened', data: { session: 1 } }
})

let api: Api

beforeAll(async () => {
  api = await startApi()
  await save([conversation.id, ENTRIES])
  await api.store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
})
afterAll(() => api.stop())

async function save([, entries]: [string, readonly Entry[]]): Promise<void> {
  for (let start = 0; start < entries.length; start += 50) {
    const some = entries.slice(start, start + 50)
    await api.store.save(some.map((entry) => ({ kind: 'entry', entry, expectedRevision: null })))
  }
}

const seqsOf = (data: { seq: number }[]): number[] => data.map(({ seq }) => seq)
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
const tens = upTo(6).map((ten) => ten * 10)

describe('GET /v1/conversations/{id}/entries', () => {
  it.each<[string, number[]]>([
    ['', upTo(COUNT)],
    ['&order=asc', upTo(COUNT)],
    ['&order=desc', upTo(COUNT).reverse()],
    ['&afterSeq=40', upTo(COUNT, 41)],
    ['&afterSeq=40&order=desc', upTo(COUNT, 41).reverse()],
    ['&afterSeq=60', []],
    ['&afterSeq=60&order=desc', []],
    ['&afterSeq=59&order=desc', [60]],
    ['&kind=activity', tens],
    ['&kind=activity&order=desc&afterSeq=30', tens.filter((seq) => seq > 30).reverse()],
    ['&kind=message', upTo(COUNT).filter((seq) => seq % 10 !== 0)],
    ['&kind=note', []],
  ])(
    '%s: this guarantees that all pages together are the log in order, each line once',
    async (query, seqs) => {
      for (const limit of [1, 10, 60, 100]) {
        const { data } = await readAllPages(api, `${path}?limit=${limit}${query}`)
        expect(seqsOf(data)).toEqual(seqs)
      }
    },
  )

  it('this guarantees that no page follows the last line', async () => {
    const { body } = await api.get(`${path}?afterSeq=40&limit=20`)
    expect(body.page).toEqual({ next: null, hasMore: false })
  })

  it.each(['order=desc', 'afterSeq=1', 'kind=message'])(
    '%s: this guarantees that a cursor of the plain log cannot be used for it',
    async (query) => {
      const { body } = await api.get(`${path}?limit=5`)
      const other = await api.get(`${path}?limit=5&${query}&cursor=${body.page.next}`)
      expect([other.status, other.body.code]).toEqual([400, 'cursor_invalid'])
    },
  )

  it('this guarantees that a cursor of another conversation is refused', async () => {
    const other = conversationOf(2)
    await api.store.save([{ kind: 'conversation', conversation: other, expectedVersion: null }])
    const { body } = await api.get(`${path}?limit=5`)
    const answer = await api.get(`/v1/conversations/${other.id}/entries?cursor=${body.page.next}`)
    expect(answer.body.code).toBe('cursor_invalid')
  })

  it('this guarantees that a message looks as the contract says, without what only our credentials open', async () => {
    const other = conversationOf(3)
    const attachment = {
      id: 'att_1',
      type: 'image' as const,
      name: null,
      mimeType: 'image/jpeg',
      sizeBytes: null,
      providerMediaId: 'media-secret',
      providerUrl: 'https://cdn.example.com/signed',
      digest: null,
      voice: false,
      status: 'pending' as const,
      url: null,
    }
    const entry = messageOf(other, 1, {
      text: 'look',
      content: { type: 'media' },
      late: true,
      attachments: [attachment],
      replyTo: { entryId: null, providerId: 'wamid.0' },
      raw: { kind: 'gzip', bytes: new Uint8Array([1, 2]) },
    })
    await api.store.save([
      { kind: 'conversation', conversation: other, expectedVersion: null },
      { kind: 'entry', entry, expectedRevision: null },
    ])
    const { body, text } = await api.get(`/v1/conversations/${other.id}/entries`)
    const actor = { kind: 'contact', id: other.contactId, name: 'Ann' }
    expect(body.data).toEqual([
      {
        id: toEntryId(other.id, 1),
        conversationId: other.id,
        seq: 1,
        revision: 1,
        kind: 'message',
        at: minutesAfterNoon(1),
        actor,
        direction: 'inbound',
        author: actor,
        text: 'look',
        content: { type: 'media' },
        sentAt: minutesAfterNoon(1),
        providerId: 'wamid.1',
        late: true,
        attachments: [
          {
            id: 'att_1',
            type: 'image',
            name: null,
            mimeType: 'image/jpeg',
            sizeBytes: null,
            status: 'pending',
            url: null,
            sha256: null,
          },
        ],
        replyTo: { entryId: null, providerId: 'wamid.0' },
        reactions: [],
        editedAt: null,
        removedAt: null,
        hiddenAt: null,
        status: 'received',
        error: null,
        outgoing: null,
        referral: null,
      },
    ])
    expect(text).not.toMatch(/media-secret|signed/)
  })

  it('this guarantees that a log of huge messages comes in pages that Lambda can answer', async () => {
    const other = conversationOf(4, { seq: 20 })
    await api.store.save([{ kind: 'conversation', conversation: other, expectedVersion: null }])
    for (let seq = 1; seq <= 20; seq++) {
      const entry = messageOf(other, seq, { text: '"'.repeat(120_000) })
      await api.store.save([{ kind: 'entry', entry, expectedRevision: null }])
    }
    const first = await api.get(`/v1/conversations/${other.id}/entries?limit=100`)
    expect(Buffer.byteLength(JSON.stringify(first.text))).toBeLessThan(6_000_000)
    const { data } = await readAllPages(api, `/v1/conversations/${other.id}/entries?limit=100`)
    expect(seqsOf(data)).toEqual(upTo(20))
  })
})
