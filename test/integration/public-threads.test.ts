import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  RECEIVED_AT,
  type ScriptedIngest,
  toComment,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const author = (externalId: string): Identity => ({ channel: 'facebook', scope: 'page:feed', externalId })
const ada = toParty(author('ada'))
const bob = toParty(author('bob'))

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`public${++tables}`))
})

async function store(event: InboundEvent, key = JSON.stringify(event)): Promise<string> {
  const [outcome] = await inbox.ingest([event], { channel: 'facebook', key })
  return outcome !== undefined && 'conversationId' in outcome ? outcome.conversationId : ''
}

describe('a public conversation', () => {
  it('this guarantees that two authors under one post have a conversation each', async () => {
    const first = await store(toComment('c1', ada, 'post', 'post'))
    const second = await store(toComment('c2', bob, 'post', 'c1'))
    const third = await store(toComment('c3', ada, 'post', 'c2'))
    expect(second).not.toBe(first)
    expect(third).toBe(first)
    const conversation = await inbox.store.conversation(first, 'consistent')
    expect(conversation).toMatchObject({ visibility: 'public', root: 'post', seq: 2 })
    expect(await inbox.store.isLinked(conversation?.contactId ?? '', first)).toBe(true)
  })

  it('this guarantees that one author under two posts has two conversations and one contact', async () => {
    const first = await store(toComment('c1', ada, 'post 1', null))
    const second = await store(toComment('c2', ada, 'post 2', null))
    expect(second).not.toBe(first)
    const both = await Promise.all([first, second].map((id) => inbox.store.conversation(id, 'consistent')))
    expect(both[1]?.contactId).toBe(both[0]?.contactId)
  })

  it('whose platform names no root: this guarantees that an answer joins the thread of its parent', async () => {
    const first = await store(toComment('t1', ada, 't1', null))
    await store(toOwnReply('r1', 't1', RECEIVED_AT, 't1'))
    expect(await store(toComment('t2', ada, 'r1', 'r1'))).toBe(first)
    expect(await store(toComment('t3', ada, 't2', 't2'))).toBe(first)
    expect(await store(toComment('t4', bob, 't2', 't2'))).not.toBe(first)
    expect((await inbox.readEntries(first)).map(({ providerId }) => providerId)).toEqual([
      't1',
      'r1',
      't2',
      't3',
    ])
    const [, , answer] = await inbox.readEntries(first)
    expect(answer?.replyTo).toMatchObject({ providerId: 'r1', entryId: expect.stringMatching(/_2$/) })
  })

  it('whose parent was written a moment ago: this guarantees that a cheap read does not split it', async () => {
    const blind = createScriptedIngest(await dynoxide.createInboxTable(`blind${tables}`), {
      store: (real) => ({
        ...real,
        seen: (key, mode) => (mode === 'eventual' ? Promise.resolve(null) : real.seen(key, mode)),
      }),
    })
    inbox = blind
    const first = await store(toComment('t1', ada, 't1', null))
    expect(await store(toComment('t2', ada, 'elsewhere', 't1'))).toBe(first)
  })

  it('whose author the platform does not name: this guarantees that no two such comments share a person', async () => {
    const unknown = (id: string) => toParty(author(`unknown:${id}`))
    const first = await store(toComment('c1', unknown('c1'), 'post', 'post'))
    const second = await store(toComment('c2', unknown('c2'), 'post', 'c1'))
    expect(second).not.toBe(first)
    expect(await inbox.readEntries(second)).toHaveLength(1)
  })

  it('whose first comments come at once: this guarantees one conversation without gaps', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, index) => store(toComment(`c${index}`, ada, 'post', 'post'))),
    )
    expect(new Set(ids).size).toBe(1)
    expect((await inbox.readEntries(ids[0] ?? '')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('under which anybody reacts: this guarantees that each reaction is its own person’s', async () => {
    const id = await store(toComment('c1', ada, 'post', 'post'))
    const reaction = (party: typeof ada, emoji: string | null, at: string): InboundEvent => ({
      kind: 'reaction',
      target: 'c1',
      by: 'contact',
      party,
      emoji,
      at,
    })
    await store(reaction(bob, '👍', '2026-01-01T10:00:01.000Z'))
    await store(reaction(ada, '❤️', '2026-01-01T10:00:02.000Z'))
    await store(reaction(bob, null, '2026-01-01T10:00:03.000Z'))
    const [entry] = await inbox.readEntries(id)
    expect(entry?.reactions.map(({ emoji, by }) => [emoji, by.id])).toEqual([['❤️', entry?.actor.id]])
    expect(await inbox.store.identities(bob.identities, 'consistent')).toEqual([null])
  })
})

describe('a reaction that is only wanted on known messages', () => {
  const like: InboundEvent = {
    kind: 'reaction',
    target: 'our post',
    by: 'contact',
    party: bob,
    emoji: '👍',
    at: RECEIVED_AT,
    ifUnknown: 'ignore',
  }

  it('this guarantees that one to an unknown post leaves nothing behind', async () => {
    expect(await inbox.ingest([like])).toEqual([{ kind: 'ignored', reason: 'message_unknown' }])
    expect(await inbox.ingest([like])).toEqual([{ kind: 'ignored', reason: 'message_unknown' }])
    expect(await inbox.store.seen('whatsapp#acc#our post', 'consistent')).toBeNull()
  })

  it('this guarantees that one to a message is applied once', async () => {
    const id = await store(toComment('c1', ada, 'post', null))
    await store({ ...like, target: 'c1' }, 'like')
    expect(await inbox.ingest([{ ...like, target: 'c1' }], { channel: 'facebook', key: 'like' })).toEqual([
      { kind: 'duplicate' },
    ])
    expect((await inbox.readEntries(id))[0]?.reactions).toHaveLength(1)
  })
})

describe('hiding a public message', () => {
  const hiding = (hidden: boolean, at: string, target = 'c1'): InboundEvent => ({
    kind: 'hiding',
    target,
    hidden,
    by: 'external',
    at,
  })

  it('this guarantees that the words stay and that each change is an event', async () => {
    const id = await store(toComment('c1', ada, 'post', null))
    await store(hiding(true, '2026-01-01T10:01:00.000Z'))
    expect((await inbox.readEntries(id))[0]).toMatchObject({
      hiddenAt: '2026-01-01T10:01:00.000Z',
      text: 'c1',
    })
    await store(hiding(false, '2026-01-01T10:02:00.000Z'))
    const [entry] = await inbox.readEntries(id)
    expect(entry?.hiddenAt).toBeNull()
    expect(entry?.changes.map(({ parts }) => parts[0]?.type)).toEqual(['message.hidden', 'message.unhidden'])
  })

  it('in the wrong order: this guarantees that the platform’s last word counts', async () => {
    const id = await store(toComment('c1', ada, 'post', null))
    await store(hiding(false, '2026-01-01T10:02:00.000Z'))
    await store(hiding(true, '2026-01-01T10:01:00.000Z'))
    expect((await inbox.readEntries(id))[0]?.hiddenAt).toBeNull()
  })

  it('before the message: this guarantees that it is applied when the message comes', async () => {
    await store(hiding(true, '2026-01-01T10:01:00.000Z'))
    const id = await store(toComment('c1', ada, 'post', null))
    expect((await inbox.readEntries(id))[0]).toMatchObject({
      hiddenAt: '2026-01-01T10:01:00.000Z',
      revision: 2,
    })
  })
})
