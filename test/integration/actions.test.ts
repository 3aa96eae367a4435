import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decideOwnReaction } from '../../shared/domain/decide-own-reaction.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

let dynoxide: Dynoxide
let inbox: Replies
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = await startReplies(await dynoxide.createInboxTable(`actions${++tables}`), { receipts: CALM })
})
afterEach(() => inbox.stop())

const LIKE = { kind: 'reaction', seq: 1, emoji: '👍' } as const
const now = (): string => new Date().toISOString()
const calls = (channel: string): { method: string; path: string; body: string }[] =>
  inbox.platforms.sent(channel).map(({ request }) => ({
    method: request.method,
    path: request.path,
    body: JSON.stringify(request.body),
  }))

/** The log says that an agent likes the customer's message. */
async function like(conversationId: string): Promise<void> {
  const conversation = await inbox.conversation(conversationId)
  const actor = { kind: 'human', id: 'ada', name: 'Ada' } as const
  const reacted = decideOwnReaction(await inbox.message(conversationId, 1), conversation, '👍', {
    at: now(),
    actor,
    causationId: 'req_1',
  })
  if (reacted.kind === 'unchanged') throw new Error('there was no reaction before')
  await inbox.store.save([
    { kind: 'entry', entry: reacted.entry, expectedRevision: 1 },
    {
      kind: 'conversation',
      conversation: { ...reacted.conversation, version: conversation.version + 1 },
      expectedVersion: conversation.version,
    },
  ])
}

describe('an action', () => {
  it.each([
    ['facebook', { kind: 'read', seq: 1 }, 'mark_seen'],
    ['facebook', { kind: 'typing', seq: 1, at: now() }, 'typing_on'],
    ['facebook', LIKE, 'react'],
    ['facebook', { ...LIKE, emoji: null }, 'unreact'],
    ['whatsapp', { kind: 'read', seq: 1 }, 'read'],
    ['whatsapp', { kind: 'typing', seq: 1, at: now() }, 'typing_indicator'],
    ['whatsapp', LIKE, 'reaction'],
  ] as const)('on %s, %o: this guarantees that the platform is told once', async (channel, action, word) => {
    const { id } = await inbox.customerWrites(channel)
    expect(await inbox.act(id, action)).toEqual({ kind: 'done' })
    expect(calls(channel)).toHaveLength(1)
    expect(calls(channel)[0]?.body).toContain(word)
  })

  it('that likes a comment: this guarantees a like, and its end', async () => {
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root: 'post-1' })
    expect(await inbox.act(id, LIKE)).toEqual({ kind: 'done' })
    expect(await inbox.act(id, { ...LIKE, emoji: null })).toEqual({ kind: 'done' })
    expect(calls('facebook').map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'POST likes',
      'DELETE likes',
    ])
  })

  it.each(['twitter', 'sms'])(
    'on %s: this guarantees that what it does not have is not called',
    async (channel) => {
      const { id } = await inbox.customerWrites(channel)
      expect(await inbox.act(id, { kind: 'read', seq: 1 })).toEqual({ kind: 'not_offered' })
      expect(calls(channel)).toEqual([])
    },
  )

  it('that comes late: this guarantees that nobody is shown as writing who has stopped', async () => {
    const { id } = await inbox.customerWrites('facebook')
    inbox.pass(60_000)
    expect(await inbox.act(id, { kind: 'typing', seq: 1, at: now() })).toEqual({ kind: 'too_late' })
    expect(calls('facebook')).toEqual([])
  })

  it('that is refused: this guarantees that the log loses a reaction which nobody sees', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    await like(id)
    inbox.platforms.fault('whatsapp', { status: 400, times: 1 })
    expect(await inbox.act(id, LIKE)).toMatchObject({ kind: 'refused', status: 400 })
    const entry = await inbox.message(id, 1)
    expect(entry.reactions).toEqual([])
    expect(entry.changes.at(-1)).toMatchObject({
      actor: { kind: 'system' },
      parts: [{ type: 'message.reaction_changed', data: { emoji: null } }],
    })
  })

  it('of an account that the platform refuses: this guarantees that nobody is called, not even as a probe, and that the log says so', async () => {
    const { id } = await inbox.customerWrites('facebook')
    await inbox.reply(id, 'revoked')
    inbox.platforms.fault('facebook', { code: 190, times: 1 })
    await inbox.deliver(id)
    await like(id)
    inbox.pass(2 * 60_000)
    const later = new Date(Date.now() + 2 * 60_000).toISOString()
    for (const action of [LIKE, { kind: 'read', seq: 1 }, { kind: 'typing', seq: 1, at: later }] as const) {
      expect(await inbox.act(id, action)).toEqual({ kind: 'held' })
    }
    expect(calls('facebook')).toHaveLength(1)
    expect((await inbox.message(id, 1)).reactions).toEqual([])

    await inbox.reply(id, 'mended')
    await inbox.deliver(id)
    expect(await inbox.act(id, { kind: 'read', seq: 1 })).toEqual({ kind: 'done' })
  })
})
