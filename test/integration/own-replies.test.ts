import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  RECEIVED_AT,
  type ScriptedIngest,
  toComment,
  toEdit,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const identity: Identity = { channel: 'whatsapp', scope: 'page:feed', externalId: 'ada' }
const comment = toComment('c1', toParty(identity), 'post', 'post')
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString()

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`replies${++tables}`))
})

async function storeOne(event: InboundEvent, key?: string) {
  const [outcome] = await inbox.ingest([event], key === undefined ? {} : { key })
  return outcome
}

/** Stores the comment and reads the log that it is in. */
async function logAfterComment() {
  const outcome = await storeOne(comment)
  return inbox.readEntries(outcome?.kind === 'stored' ? outcome.conversationId : '')
}

describe('our own public reply', () => {
  it('this guarantees that it stands in the conversation of whoever wrote its parent', async () => {
    const stored = await storeOne(comment)
    expect(await storeOne(toOwnReply('r1', 'c1', at(1)))).toEqual({ ...stored, seq: 2 })
    expect(await storeOne(toOwnReply('r1', 'c1', at(1)))).toEqual({ kind: 'duplicate' })
    const conversationId = stored?.kind === 'stored' ? stored.conversationId : ''
    expect(await inbox.readEntries(conversationId)).toMatchObject([
      { providerId: 'c1', direction: 'inbound' },
      {
        providerId: 'r1',
        direction: 'outbound',
        actor: { kind: 'external' },
        status: 'sent',
        replyTo: { providerId: 'c1', entryId: expect.stringMatching(/_1$/) },
      },
    ])
    expect(await inbox.store.conversation(conversationId, 'consistent')).toMatchObject({ unread: 0, seq: 2 })
  })

  it('before its parent: this guarantees that it waits, once, and is written right after it', async () => {
    expect(await storeOne(toOwnReply('r1', 'c1', at(1)))).toEqual({ kind: 'parked' })
    expect(await storeOne(toOwnReply('r1', 'c1', at(1)))).toEqual({ kind: 'duplicate' })
    expect(await storeOne(toOwnReply('r1', 'c1', at(1)), 'another envelope')).toEqual({ kind: 'duplicate' })
    expect((await logAfterComment()).map(({ providerId, seq }) => [providerId, seq])).toEqual([
      ['c1', 1],
      ['r1', 2],
    ])
    expect(await storeOne(toOwnReply('r1', 'c1', at(1)))).toEqual({ kind: 'duplicate' })
  })

  it('several before their parent, among its edits: this guarantees the platform’s order', async () => {
    await storeOne(toOwnReply('r2', 'c1', at(5)))
    await storeOne(toEdit('c1', 'edited', at(2)))
    await storeOne(toOwnReply('r1', 'c1', at(3)))
    const log = await logAfterComment()
    expect(log.map(({ providerId, text, revision }) => [providerId, text, revision])).toEqual([
      ['c1', 'edited', 2],
      ['r1', 'r1', 1],
      ['r2', 'r2', 1],
    ])
    const conversation = await inbox.store.conversation(log[0]?.conversationId ?? '', 'consistent')
    expect(conversation).toMatchObject({ seq: 3, version: 1, touched: [{ seq: 1, revision: 2 }] })
  })

  it('changed while it waits: this guarantees that its own edits, removals and hidings find it', async () => {
    await storeOne(toOwnReply('r1', 'c1', at(1)))
    await storeOne(toOwnReply('r2', 'c1', at(2)))
    await storeOne({ ...toEdit('r1', 'better', at(3)), by: 'external' })
    await storeOne({ kind: 'removal', target: 'r2', by: 'external', at: at(4) })
    await storeOne({ kind: 'hiding', target: 'r1', hidden: true, by: 'external', at: at(5) })
    expect(await logAfterComment()).toMatchObject([
      { providerId: 'c1' },
      { providerId: 'r1', text: 'better', hiddenAt: at(5), revision: 3 },
      { providerId: 'r2', text: null, removedAt: at(4), revision: 2 },
    ])
  })

  it('to a reply of ours that waits itself: this guarantees that both are written with the parent', async () => {
    await storeOne(toOwnReply('r2', 'r1', at(2)))
    await storeOne(toOwnReply('r1', 'c1', at(1)))
    expect((await logAfterComment()).map(({ providerId }) => providerId)).toEqual(['c1', 'r1', 'r2'])
  })

  it('at the same moment as its parent: this guarantees that neither is lost', async () => {
    for (let round = 0; round < 5; round++) {
      const parent = toComment(`p${round}`, toParty(identity), `post ${round}`, null)
      const [stored] = await Promise.all([
        storeOne(parent),
        storeOne(toOwnReply(`a${round}`, `p${round}`, at(1))),
        storeOne(toOwnReply(`b${round}`, `p${round}`, at(2))),
      ])
      const log = await inbox.readEntries(stored?.kind === 'stored' ? stored.conversationId : '')
      expect(log.map(({ providerId }) => providerId).toSorted()).toEqual([
        `a${round}`,
        `b${round}`,
        `p${round}`,
      ])
    }
  })

  it('of a kind not known here: this guarantees that its raw piece waits with it', async () => {
    await storeOne({
      ...toOwnReply('r1', 'c1', at(1)),
      text: null,
      content: { type: 'unsupported', of: 'hologram' },
      raw: { hologram: 1e300 },
    })
    const [, reply] = await logAfterComment()
    expect(reply).toMatchObject({ content: { of: 'hologram' }, raw: { kind: 'gzip' } })
  })

  it('larger than may wait: this guarantees that it is kept in quarantine', async () => {
    const outcome = await storeOne({ ...toOwnReply('r1', 'c1', at(1)), text: 'x'.repeat(100_000) })
    expect(outcome).toEqual({ kind: 'quarantined', reason: 'too_many_parked_facts' })
    expect(inbox.kept).toHaveLength(1)
    expect(await logAfterComment()).toHaveLength(1)
  })

  it('more than one transaction takes: this guarantees that the rest is kept in quarantine', async () => {
    for (let index = 0; index < 45; index++) await storeOne(toOwnReply(`r${index}`, 'c1', at(index)))
    expect(await logAfterComment()).toHaveLength(41)
    expect(inbox.kept.map(({ reason }) => reason)).toEqual(Array(5).fill('too_many_parked_facts'))
  })

  it('to a root post that never comes: this guarantees that what we write under our own posts does not pile up', async () => {
    const outcomes = []
    for (let index = 0; index < 7; index++)
      outcomes.push(await storeOne(toOwnReply(`r${index}`, 'post', at(index))))
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual([
      ...Array(5).fill('parked'),
      'ignored',
      'ignored',
    ])
    expect(outcomes.at(-1)).toEqual({ kind: 'ignored', reason: 'own_post' })
    expect(inbox.kept).toEqual([])
  })

  it('whose conversation’s time is up: this guarantees that it is ignored with a reason', async () => {
    let now = new Date(RECEIVED_AT)
    const table = await dynoxide.createInboxTable(`expired${tables}`)
    const expiring = createScriptedIngest(table, { now: () => now, retentionDays: 1 })
    await expiring.ingest([comment])
    now = new Date(now.getTime() + 2 * 86_400_000)
    expect(await expiring.ingest([toOwnReply('r1', 'c1', at(1))])).toEqual([
      { kind: 'ignored', reason: 'message_expired' },
    ])
  })
})
