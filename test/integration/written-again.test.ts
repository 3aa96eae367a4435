import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  type ScriptedIngest,
  toComment,
  toEdit,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const author: Identity = { channel: 'facebook', scope: 'page:feed', externalId: 'ada' }
const minute = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 9, minutes)).toISOString()
const review = (text: string, minutes: number): InboundEvent => ({
  ...toComment('review', toParty(author), 'review', null),
  text,
  content: { type: 'review', rating: 2, ratingMax: 5, recommendation: null },
  sentAt: minute(minutes),
})
const removal = (minutes: number): InboundEvent => ({
  kind: 'removal',
  target: 'review',
  by: 'contact',
  at: minute(minutes),
})

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`again${++tables}`))
})

async function store(...events: InboundEvent[]): Promise<string> {
  let conversationId = ''
  for (const event of events) {
    const [outcome] = await inbox.ingest([event], { channel: 'facebook' })
    if (outcome !== undefined && 'conversationId' in outcome) conversationId = outcome.conversationId
  }
  return conversationId
}

async function readTexts(conversationId: string): Promise<(string | null)[]> {
  return (await inbox.readEntries(conversationId)).map(({ text }) => text)
}

describe('a review that was taken back', () => {
  it('this guarantees that writing it anew under the same id is a message of its own', async () => {
    const id = await store(review('bad', 1), removal(2), review('good', 3))
    expect(await readTexts(id)).toEqual([null, 'good'])
    expect(await inbox.store.conversation(id, 'consistent')).toMatchObject({ seq: 2, unread: 2 })
  })

  it('this guarantees that a late repeat of what was taken back does not return', async () => {
    const id = await store(review('bad', 1), removal(2), review('bad', 1))
    expect(await readTexts(id)).toEqual([null])
    await store(review('good', 3), review('bad', 1), review('good', 3))
    expect(await readTexts(id)).toEqual([null, 'good'])
  })

  it('by a removal that the platform stamped too early: this guarantees that a late repeat does not return', async () => {
    const id = await store(removal(1), review('bad', 2), review('bad', 2))
    expect(await readTexts(id)).toEqual([null])
  })

  it('this guarantees that edits and a second removal reach what was written anew', async () => {
    const id = await store(
      review('bad', 1),
      removal(2),
      review('good', 3),
      toEdit('review', 'great', minute(4)),
    )
    expect(await readTexts(id)).toEqual([null, 'great'])
    await store(removal(5))
    expect(await readTexts(id)).toEqual([null, null])
    await store(review('fine', 6))
    expect(await readTexts(id)).toEqual([null, null, 'fine'])
  })

  it('this guarantees that it is written once, by however many at once', async () => {
    const id = await store(review('bad', 1), removal(2))
    await Promise.all([1, 2, 3].map(() => store(review('good', 3))))
    expect(await readTexts(id)).toEqual([null, 'good'])
  })

  it('a post of nobody: this guarantees that its removal and hiding are not kept for a post that never comes', async () => {
    const ifUnknown = 'ignore' as const
    const removed = { ...removal(2), ifUnknown } as InboundEvent
    const outcomes = await inbox.ingest([removed], { channel: 'facebook' })
    expect(outcomes).toEqual([{ kind: 'ignored', reason: 'message_unknown' }])
    const id = await store(review('bad', 1), { ...removal(3), ifUnknown } as InboundEvent)
    expect(await readTexts(id)).toEqual([null])
  })
})
