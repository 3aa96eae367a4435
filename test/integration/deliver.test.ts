import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlatformClient } from '../../shared/app/delivery-ports.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { EVENTS } from '../../shared/domain/events.ts'
import { toEntryEvents } from '../../shared/domain/to-events.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const MINUTE_MS = 60_000

let dynoxide: Dynoxide
let inbox: Replies
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = await startReplies(await dynoxide.createInboxTable(`deliver${++tables}`), { receipts: CALM })
})
afterEach(() => inbox.stop())

/** Everything that platforms were asked to send, by words. */
const sentTexts = (channel: string): string[] =>
  inbox.platforms.sent(channel).map(({ request }) => /hello \w+/i.exec(JSON.stringify(request))?.[0] ?? '')

const killedAfterCall = (): PlatformClient => ({
  call: async (call, hosts) => {
    await inbox.platform.call(call, hosts)
    throw new Error('killed')
  },
})

/** The table keeps what it is told, and its first answers say otherwise. */
function withLostAnswers(answer: 'conflict' | 'error', count = 1): InboxStore {
  let left = count
  return {
    ...inbox.store,
    save: async (writes) => {
      const saved = await inbox.store.save(writes)
      if (left-- <= 0) return saved
      if (answer === 'conflict') return answer
      throw new AppError('table_unavailable', 'the answer is lost')
    },
  }
}

/** The events of a message in their order, each as the catalogue describes it. */
async function storyOf(conversationId: string, seq: number): Promise<string[]> {
  const entry = await inbox.message(conversationId, seq)
  const conversation = await inbox.conversation(conversationId)
  const revisions = Array.from({ length: entry.revision }, (_, index) => index + 1)
  return revisions
    .flatMap((revision) => toEntryEvents(conversation, entry, revision, 'include'))
    .map(({ type, detail }) => {
      EVENTS[type].data.parse(detail.data)
      return type
    })
}

const lastStatus = async (conversationId: string, seq: number) =>
  (await inbox.message(conversationId, seq)).status

describe('a reply', () => {
  it.each([
    ['facebook', 'private', 'read'],
    ['whatsapp', 'private', 'read'],
    ['twitter', 'private', 'sent'],
    ['sms', 'private', 'delivered'],
    ['facebook', 'public', 'sent'],
    ['twitter', 'public', 'sent'],
  ] as const)(
    'on %s, %s: this guarantees that it leaves once and ends %s',
    async (channel, visibility, status) => {
      const { id } = await inbox.customerWrites(channel, {
        visibility,
        text: 'Hello?',
        ...rootOf(visibility),
      })
      const seq = await inbox.reply(id, 'Hello back')
      expect((await inbox.deliver(id)).outcomes).toEqual([{ kind: 'sent', seq, code: null }])
      await inbox.settled()
      expect(sentTexts(channel)).toEqual(['Hello back'])
      const entry = await inbox.message(id, seq)
      expect(entry).toMatchObject({ status, error: null, actor: { kind: 'human' } })
      expect(entry.providerId).not.toBeNull()
      expect(await inbox.conversation(id)).toMatchObject({ seq, sending: null })
      expect((await inbox.deliver(id)).outcomes).toEqual([])
      const progress = ['sent', 'delivered', 'read']
      const steps = progress.slice(0, progress.indexOf(status) + 1)
      expect(await storyOf(id, seq)).toEqual(['queued', ...steps].map((step) => `message.${step}`))
    },
  )

  it.each(['before_answer', 'out_of_order', 'twice'] as const)(
    'whose receipts come %s: this guarantees that it ends read and never goes back',
    async (receipts) => {
      for (const channel of ['whatsapp', 'facebook']) {
        const { id } = await inbox.customerWrites(channel)
        const seq = await inbox.reply(id, 'hello read')
        inbox.platforms.fault(channel, { receipts })
        await inbox.deliver(id)
        await inbox.settled()
        expect(await lastStatus(id, seq)).toBe('read')
        const story = await storyOf(id, seq)
        expect(story.slice(0, 2)).toEqual(['message.queued', 'message.sent'])
        expect(story).toHaveLength(new Set(story).size)
        expect(story.at(-1)).toBe('message.read')
      }
    },
  )

  it.each(['conflict', 'error'] as const)(
    'whose claim is saved and answered with %s: this guarantees that it is sent, and not taken for perhaps sent',
    async (answer) => {
      const { id } = await inbox.customerWrites('whatsapp')
      const seq = await inbox.reply(id, 'hello claimed')
      const { outcomes } = await inbox.deliver(id, { store: withLostAnswers(answer) })
      expect(outcomes).toMatchObject([{ kind: 'sent', seq }])
      expect(sentTexts('whatsapp')).toEqual(['hello claimed'])
    },
  )

  it.each(['conflict', 'error'] as const)(
    'whose every save is answered with %s: this guarantees that each change is told once',
    async (answer) => {
      const { id } = await inbox.customerWrites('facebook')
      const seq = await inbox.reply(id, 'hello saved')
      await inbox.deliver(id, { store: withLostAnswers(answer, 3) })
      await inbox.settled()
      const story = await storyOf(id, seq)
      expect(story).toHaveLength(new Set(story).size)
      expect(await inbox.conversation(id)).toMatchObject({ sending: null })
    },
  )

  it('of several: this guarantees the agents’ order and one call each', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    for (const word of ['one', 'two', 'three']) await inbox.reply(id, `hello ${word}`)
    await inbox.deliver(id)
    expect(sentTexts('whatsapp')).toEqual(['hello one', 'hello two', 'hello three'])
  })

  it.each(['facebook', 'twitter'])(
    'on %s whose echo comes before the answer: this guarantees one message',
    async (channel) => {
      const { id } = await inbox.customerWrites(channel)
      const seq = await inbox.reply(id, 'hello early')
      inbox.platforms.fault(channel, { receipts: 'before_answer' })
      await inbox.deliver(id)
      await inbox.settled()
      expect(await inbox.conversation(id)).toMatchObject({ seq })
      expect(await inbox.message(id, seq)).toMatchObject({ text: 'hello early', actor: { kind: 'human' } })
    },
  )
})

describe('a reply whose answer is lost', () => {
  it.each(['facebook', 'whatsapp', 'twitter'])(
    'on %s, killed between the call and its save: this guarantees that it is never sent again and settled by what the platform tells',
    async (channel) => {
      const { id } = await inbox.customerWrites(channel)
      const seq = await inbox.reply(id, 'hello lost')
      inbox.platforms.fault(channel, { receipts: 'none', times: 1 })
      await expect(inbox.deliver(id, { platform: killedAfterCall() })).rejects.toThrow('killed')
      expect((await inbox.deliver(id)).outcomes).toEqual([{ kind: 'unknown', seq, code: 'interrupted' }])
      expect(await lastStatus(id, seq)).toBe('unknown')
      expect(await storyOf(id, seq)).toEqual(['message.queued', 'message.unknown'])
      expect(sentTexts(channel)).toEqual(['hello lost'])
    },
  )

  it.each(['facebook', 'whatsapp', 'twitter'])(
    'on %s: this guarantees that an echo or receipt that comes first settles it without a second call',
    async (channel) => {
      const { id } = await inbox.customerWrites(channel)
      const seq = await inbox.reply(id, 'hello lost')
      await expect(inbox.deliver(id, { platform: killedAfterCall() })).rejects.toThrow('killed')
      await inbox.settled()
      expect((await inbox.deliver(id)).outcomes).toEqual([])
      expect((await inbox.message(id, seq)).providerId).not.toBeNull()
      expect(['sent', 'delivered', 'read']).toContain(await lastStatus(id, seq))
      expect(sentTexts(channel)).toEqual(['hello lost'])
      expect(await inbox.conversation(id)).toMatchObject({ seq, sending: null })
    },
  )

  it('because the connection ended after the request: this guarantees that it is unknown, then settled, and the next one goes', async () => {
    const { id } = await inbox.customerWrites('facebook')
    const first = await inbox.reply(id, 'hello one')
    const second = await inbox.reply(id, 'hello two')
    inbox.platforms.fault('facebook', { dropAfterRequest: true, times: 1 })
    const { outcomes } = await inbox.deliver(id)
    expect(outcomes.map(({ seq }) => seq)).toEqual([first, second])
    await inbox.settled()
    expect(sentTexts('facebook')).toEqual(['hello one', 'hello two'])
    expect(['sent', 'delivered', 'read']).toContain(await lastStatus(id, first))
    expect(await inbox.conversation(id)).toMatchObject({ seq: second, sending: null })
  })

  it('on SMS: this guarantees that the platform is asked, after a while', async () => {
    const { id } = await inbox.customerWrites('sms')
    const seq = await inbox.reply(id, 'hello asked')
    inbox.platforms.fault('sms', { dropAfterRequest: true, receipts: 'none', times: 1 })
    expect((await inbox.deliver(id)).outcomes).toMatchObject([{ kind: 'unknown', seq }])
    expect((await inbox.deliver(id)).outcomes).toEqual([])
    inbox.pass(2 * MINUTE_MS)
    expect((await inbox.deliver(id)).outcomes).toEqual([{ kind: 'sent', seq }])
    expect(sentTexts('sms').filter((text) => text !== '')).toEqual(['hello asked'])
  })
})

function rootOf(visibility: 'public' | 'private'): { root?: string } {
  return visibility === 'public' ? { root: '770000000000010_122100000000000' } : {}
}
