import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ScriptedIngest } from '../support/create-scripted-ingest.ts'
import { createScriptedIngest, toComment, toParty } from '../support/create-scripted-ingest.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundMessage } from '../../shared/domain/inbound.ts'
import { toUnknownAuthor } from '../../shared/domain/unknown-author.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const author = (externalId: string): Identity => ({ channel: 'facebook', scope: 'page:feed', externalId })
const ada = author('ada')
const unknown = author(toUnknownAuthor('c1'))
const named = toComment('c1', toParty(ada), 'post', 'post')
const unnamed = toComment('c1', { identities: [unknown], name: null, handle: null }, 'post', 'post')

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`learned${++tables}`))
})

const store = (event: InboundMessage, key: string) => inbox.ingest([event], { channel: 'facebook', key })

async function contactOf(identity: Identity): Promise<Contact | null> {
  const [record] = await inbox.store.identities([identity], 'consistent')
  return record ? inbox.store.contact(record.contactId, 'consistent') : null
}

describe('a comment that is told twice, once without its author', () => {
  it('this guarantees that its author is known by the second telling, and that it is one message', async () => {
    const [first] = await store(unnamed, 'mention')
    expect(await store(named, 'feed')).toMatchObject([{ kind: 'contact_changed' }])
    expect(await contactOf(ada)).toMatchObject({ name: 'Ada', identities: [unknown, ada] })
    const id = first !== undefined && 'conversationId' in first ? first.conversationId : ''
    expect(await inbox.readEntries(id)).toMatchObject([{ providerId: 'c1' }])
    expect((await inbox.store.conversation(id, 'consistent'))?.contactId).toBe((await contactOf(ada))?.id)
  })

  it('this guarantees that one who wrote before is one person with the unknown one', async () => {
    await store(toComment('c0', toParty(ada), 'another post', null), 'earlier')
    await store(unnamed, 'mention')
    await store(named, 'feed')
    const [known, stranger] = [await contactOf(ada), await contactOf(unknown)]
    expect([known?.mergedInto, stranger?.mergedInto].filter((id) => id !== null)).toHaveLength(1)
    expect([known?.merged, stranger?.merged].flat()).toMatchObject([{ proof: 'identity_change' }])
  })

  it.each<[string, [InboundMessage, string][]]>([
    [
      'the author comes first',
      [
        [named, 'feed'],
        [unnamed, 'mention'],
      ],
    ],
    [
      'nobody is ever named',
      [
        [unnamed, 'mention'],
        [unnamed, 'mention again'],
      ],
    ],
    [
      'the second telling comes again',
      [
        [unnamed, 'mention'],
        [named, 'feed'],
        [named, 'feed'],
      ],
    ],
  ])('this guarantees that nothing changes where %s', async (_, tellings) => {
    const outcomes = []
    for (const [event, key] of tellings) outcomes.push(...(await store(event, key)))
    expect(outcomes.at(-1)).toEqual({ kind: 'duplicate' })
  })
})
