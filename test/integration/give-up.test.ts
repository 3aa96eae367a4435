import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { markGapOf } from '../../shared/app/give-up.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Envelope } from '../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  RECEIVED_AT,
  type ScriptedIngest,
  toComment,
  toEdit,
  toMessage,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const customer = toParty({ channel: 'whatsapp', scope: '-', externalId: '+15550001' })
const stranger = toParty({ channel: 'whatsapp', scope: '-', externalId: '+15550002' })
const scripted = {
  ...findChannel('whatsapp'),
  parse: (envelope) => envelope.payload as InboundEvent[],
} as Channel

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`gap${++tables}`))
})

function giveUp(event: InboundEvent, letterId = 'letter'): Promise<string | null> {
  const envelope: Envelope = {
    version: 1,
    source: 'whatsapp',
    channel: 'whatsapp',
    provider: 'meta',
    account: { id: 'acc', name: null },
    receivedAt: RECEIVED_AT,
    key: 'key',
    payload: [event],
  }
  return markGapOf({ findChannel: () => scripted, store: inbox.store }, envelope, letterId)
}

describe('giving up', () => {
  it.each<[string, InboundEvent]>([
    ['a message', toMessage('lost', customer)],
    ['an edit of a message', toEdit('first', 'lost', RECEIVED_AT)],
  ])('marks the gap that %s leaves, and no later transaction takes the mark away', async (_, event) => {
    await inbox.ingest([toMessage('first', customer)])
    const conversationId = (await giveUp(event)) ?? ''
    await inbox.ingest([toMessage('second', customer)])
    expect(await inbox.store.conversation(conversationId, 'consistent')).toMatchObject({
      gap: true,
      seq: 2,
      version: 3,
    })
  })

  it.each<[string, InboundEvent]>([
    ['a comment', toComment('lost', customer, 'post', 'post')],
    ['an answer with another root', toComment('lost', customer, 'elsewhere', 'c1')],
    ['our own reply', toOwnReply('lost', 'c1', RECEIVED_AT)],
    ['a hiding', { kind: 'hiding', target: 'c1', hidden: true, by: 'external', at: null }],
  ])('marks the gap that %s leaves in a public conversation', async (_, event) => {
    const [stored] = await inbox.ingest([toComment('c1', customer, 'post', 'post')])
    const id = stored?.kind === 'stored' ? stored.conversationId : ''
    expect(await giveUp(event)).toBe(id)
    expect(await inbox.store.conversation(id, 'consistent')).toMatchObject({ gap: true })
  })

  it('ends with the last letter that comes back: this guarantees that a log says what it misses until nothing is missing', async () => {
    await inbox.ingest([toMessage('first', customer)])
    const id = (await giveUp(toMessage('lost', customer), 'one')) ?? ''
    await giveUp(toMessage('lost too', customer), 'two')
    const gap = async () => (await inbox.store.conversation(id, 'consistent'))?.gap
    await inbox.store.gaps.close(id, 'one')
    await inbox.store.gaps.close(id, 'one')
    expect(await gap()).toBe(true)
    await Promise.all([inbox.store.gaps.close(id, 'two'), inbox.ingest([toMessage('second', customer)])])
    expect(await gap()).toBe(false)
    expect(await inbox.store.conversation(id, 'consistent')).toMatchObject({ seq: 2 })
  })

  it('stays while a letter is given up beside one that comes back: this guarantees that the mark outlives a race', async () => {
    await inbox.ingest([toMessage('first', customer)])
    const id = (await giveUp(toMessage('lost', customer), 'one')) ?? ''
    await Promise.all([inbox.store.gaps.close(id, 'one'), giveUp(toMessage('lost too', customer), 'two')])
    expect(await inbox.store.conversation(id, 'consistent')).toMatchObject({ gap: true })
  })

  it('is closed for a conversation that retention has taken: this guarantees that a late letter fails nowhere', async () => {
    await expect(inbox.store.gaps.close('cnv_gone', 'one')).resolves.toBeUndefined()
  })

  it('marks nothing where there is no conversation yet', async () => {
    expect(await giveUp(toMessage('lost', stranger))).toBeNull()
    expect(await giveUp(toEdit('unknown', 'lost', RECEIVED_AT))).toBeNull()
    expect(await giveUp(toComment('lost', stranger, 'post', null))).toBeNull()
    expect(await giveUp(toOwnReply('lost', 'unknown', RECEIVED_AT))).toBeNull()
    await inbox.ingest([toMessage('first', customer)])
    expect(await giveUp(toComment('lost', customer, 'post', null))).toBeNull()
    expect(await giveUp({ kind: 'ignored', reason: 'typing' })).toBeNull()
  })
})
