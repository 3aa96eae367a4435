import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { armConversation, type ArmOutcome } from '../../shared/app/arm-conversation.ts'
import type { Timer } from '../../shared/app/timer-ports.ts'
import { createConversationReader } from '../../shared/aws/conversation-reader.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { TIMER_DELAY_SECONDS_MAX } from '../../shared/domain/timer-reach.ts'
import { conversationOf } from '../functions/api/api-data.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const NOW = '2026-04-01T12:00:00.000Z'
const clock = { now: () => new Date(NOW) }
const after = (seconds: number): string => new Date(Date.parse(NOW) + seconds * 1000).toISOString()

let dynoxide: Dynoxide
let table: Table
let conversations = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
  table = await dynoxide.createInboxTable()
})
afterAll(() => dynoxide.stop())

async function arm(conversationId: string): Promise<{ outcome: ArmOutcome; armed: Timer[] }> {
  const armed: Timer[] = []
  const timers = { arm: (some: readonly Timer[]) => Promise.resolve(void armed.push(...some)) }
  const store = createConversationReader(table, clock)
  return { outcome: await armConversation({ store, timers, clock }, conversationId), armed }
}

async function save(dueAt: string | null): Promise<Conversation> {
  const conversation = { ...conversationOf(++conversations), dueAt }
  const store = createInboxStore(table, { clock, retentionDays: null })
  await store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
  return conversation
}

describe('a conversation whose clock has moved', () => {
  it.each([
    ['at once', -3],
    ['in a moment', 5],
    ['when the queue can just wait for it', TIMER_DELAY_SECONDS_MAX],
  ])('due %s is armed: this guarantees that it is announced to the second', async (_, seconds) => {
    const { id } = await save(after(seconds))
    const { outcome, armed } = await arm(id)
    expect(outcome).toEqual({ kind: 'armed', at: after(seconds) })
    expect(armed).toEqual([{ conversationId: id, at: after(seconds) }])
  })

  it('due later than the queue can wait is left to the sweep: this guarantees that no timer comes too early', async () => {
    const { id } = await save(after(TIMER_DELAY_SECONDS_MAX + 1))
    const { outcome, armed } = await arm(id)
    expect(outcome.kind).toBe('far')
    expect(armed).toEqual([])
  })

  it('with nothing due, or gone, arms nothing: this guarantees that a late event does no harm', async () => {
    const { id } = await save(null)
    for (const conversationId of [id, 'cnv_gone']) {
      expect(await arm(conversationId)).toEqual({ outcome: { kind: 'nothing_due' }, armed: [] })
    }
  })
})
