import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import type { InboundEvent, InboundReaction } from '../../shared/domain/inbound.ts'
import { toMessageKey } from '../../shared/domain/seen.ts'
import {
  createScriptedIngest,
  type ScriptedIngest,
  toComment,
  toEdit,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { createRandom } from '../support/random.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const minute = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 9, minutes)).toISOString()
const ada = toParty({ channel: 'facebook', scope: 'page:feed', externalId: 'ada' })
const bob = toParty({ channel: 'facebook', scope: 'page:feed', externalId: 'bob' })
const hiding = (hidden: boolean, minutes: number): InboundEvent => ({
  kind: 'hiding',
  target: 'c1',
  hidden,
  by: 'external',
  at: minute(minutes),
})
const reaction = (target: string, emoji: string | null, minutes: number): InboundReaction => ({
  kind: 'reaction',
  target,
  by: 'contact',
  party: bob,
  emoji,
  at: minute(minutes),
})

/** Everything that can happen under one post, as it happened. */
const STORY: readonly InboundEvent[] = [
  { ...toComment('c1', ada, 'post', 'post'), sentAt: minute(1) },
  toEdit('c1', 'there', minute(2)),
  toEdit('c1', 'back', minute(3)),
  toEdit('c1', 'there', minute(4)),
  hiding(true, 5),
  hiding(false, 6),
  reaction('c1', '👍', 2),
  reaction('c1', null, 3),
  reaction('c1', '👍', 4),
  toOwnReply('r1', 'c1', minute(7)),
  toOwnReply('r2', 'r1', minute(8)),
  reaction('r1', '👍', 9),
  reaction('r1', null, 10),
  { ...toComment('c2', ada, 'post', 'r1'), sentAt: minute(11) },
  { ...toComment('c3', bob, 'post', 'c2'), sentAt: minute(12) },
  toEdit('c3', 'rude', minute(13)),
  { kind: 'removal', target: 'c3', by: 'contact', at: minute(14) },
]

let dynoxide: Dynoxide
let inbox: ScriptedIngest

beforeAll(async () => {
  dynoxide = await startDynoxide()
  inbox = createScriptedIngest(await dynoxide.createInboxTable('any-order'))
})
afterAll(() => dynoxide.stop())

async function read(accountId: string, providerId: string): Promise<MessageEntry | null> {
  const key = toMessageKey({ channel: 'facebook', accountId, providerId })
  const seen = await inbox.store.seen(key, 'consistent')
  const entry =
    seen?.kind === 'entry' ? await inbox.store.entry(seen.conversationId, seen.seq, 'consistent') : null
  return entry?.kind === 'message' ? entry : null
}

describe('a public thread whose events come in any order', () => {
  it.each(Array.from({ length: 24 }, (_, seed) => ({ seed, atOnce: seed % 2 === 0 ? 1 : 5 })))(
    'this guarantees that it ends as it happened (seed $seed, $atOnce at once)',
    async ({ seed, atOnce }) => {
      const account = { id: `page ${seed}`, name: null }
      const random = createRandom(seed)
      const ingest = (index: number) => {
        const event = STORY[index]
        return inbox.ingest(event ? [event] : [], { channel: 'facebook', account, key: `event ${index}` })
      }
      const order = random.shuffle([...STORY.keys()])
      for (let next = 0; next < order.length; next += atOnce) {
        await Promise.all(order.slice(next, next + atOnce).map(ingest))
      }
      for (const repeated of order.slice(0, 3)) await ingest(repeated)

      const [c1, c2, c3, r1, r2] = await Promise.all(
        ['c1', 'c2', 'c3', 'r1', 'r2'].map((providerId) => read(account.id, providerId)),
      )
      expect(c1).toMatchObject({ text: 'there', hiddenAt: null, reactions: [{ emoji: '👍', at: minute(4) }] })
      expect(c3).toMatchObject({ text: null, removedAt: minute(14) })
      expect(r1).toMatchObject({ direction: 'outbound', reactions: [] })
      expect([c2, r1, r2].map((entry) => entry?.conversationId)).toEqual(
        [c1, c1, c1].map((entry) => entry?.conversationId),
      )
      expect(c3?.conversationId).not.toBe(c1?.conversationId)
      const conversation = await inbox.store.conversation(c1?.conversationId ?? '', 'consistent')
      expect(conversation?.seq).toBe(4)
    },
  )
})
