import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { createAccess } from '../../shared/domain/thread/thread-access.ts'
import { conversationOf, messageOf } from '../functions/api/api-data.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const DAY_SECONDS = 86_400
const NOW = new Date('2026-05-01T10:00:00.000Z')

let dynoxide: Dynoxide
let table: Table

beforeAll(async () => {
  dynoxide = await startDynoxide()
  table = await dynoxide.createInboxTable()
})
afterAll(() => dynoxide.stop())

async function daysOf(pk: string, sk: string): Promise<number | null> {
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: { pk, sk } }))
  const expiresAt = Item?.['expiresAt'] as number | undefined
  return expiresAt === undefined ? null : (expiresAt - NOW.getTime() / 1000) / DAY_SECONDS
}

describe('retention of secure threads: this guarantees that', () => {
  it.each([
    ['nothing else expires', null, null],
    ['other conversations are kept for longer', 365, 365],
  ])('they expire by their own setting where %s', async (_name, retentionDays, expected) => {
    const store = createInboxStore(table, { clock: { now: () => NOW }, retentionDays, threadDays: 7 })
    const [plain, other] = [conversationOf(1 + (expected ?? 0)), conversationOf(2 + (expected ?? 0))]
    const secure = { handoffId: 'hnd_a', key: 'a2V5', readers: [] }
    const thread: Conversation = { ...other, channel: 'web', secure }
    for (const conversation of [plain, thread]) {
      await store.save([
        { kind: 'conversation', conversation, expectedVersion: null },
        { kind: 'entry', entry: messageOf(conversation, 1), expectedRevision: null },
      ])
    }
    const access = createAccess({ id: `hnd_${expected}`, offeredAt: NOW.toISOString() }, null, 'salt')
    await store.save([{ kind: 'thread_access', access, expectedVersion: null }])
    const log = `LOG#${'1'.padStart(12, '0')}`
    expect(await daysOf(`CONV#${plain.id}`, 'CONV')).toBe(expected)
    expect(await daysOf(`CONV#${plain.id}`, log)).toBe(expected)
    expect(await daysOf(`CONV#${thread.id}`, 'CONV')).toBe(7)
    expect(await daysOf(`CONV#${thread.id}`, log)).toBe(7)
    expect(await daysOf(`THREAD#hnd_${expected}`, 'THREAD')).toBe(7)
    expect(await store.threadAccess(access.handoffId)).toEqual(access)
    expect(await store.conversation(thread.id, 'consistent')).toMatchObject({ secure })
  })
})
