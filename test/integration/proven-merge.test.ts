import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mergeContacts } from '../../shared/app/merge-contacts.ts'
import { unmergeContact } from '../../shared/app/unmerge-contact.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { toContactId } from '../../shared/domain/ids.ts'
import type { InboundIdentityChange } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  type ScriptedIngest,
  toMessage,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const identity = (externalId: string): Identity => ({ channel: 'whatsapp', scope: 'waba', externalId })
const [old, young, third, unseen] = ['old', 'young', 'third', 'unseen'].map(identity) as [
  Identity,
  Identity,
  Identity,
  Identity,
]
const agent = { actor: { kind: 'human', id: 'agent-1', name: 'Ada' }, requestId: 'r' } as const

let dynoxide: Dynoxide
let table: Table
let tables = 0
let inbox: ScriptedIngest
let minute: number

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`merges${++tables}`)
  inbox = createScriptedIngest(table)
  minute = 0
})

const nextMinute = (): { receivedAt: string } => ({
  receivedAt: new Date(Date.UTC(2026, 0, 1, 10, ++minute)).toISOString(),
})
const write = async (who: Identity, text: string): Promise<unknown> =>
  inbox.ingest([toMessage(`${who.externalId} ${text}`, toParty(who), text)], nextMinute())

/** The platform says that these are one. */
function prove(previous: InboundIdentityChange['previous'], current: InboundIdentityChange['current']) {
  const event: InboundIdentityChange = { kind: 'identity_change', previous, current, at: null }
  return inbox.ingest([event], nextMinute())
}

async function contactOf(who: Identity): Promise<Contact> {
  const contact = await inbox.store.contact(toContactId(who), 'consistent')
  if (contact === null) throw new Error('nobody')
  return contact
}

const eventsOf = async (who: Identity): Promise<string[]> =>
  (await contactOf(who)).changes.flatMap(({ parts }) => parts.map(({ type }) => type))
const textsOf = async (who: Identity): Promise<(string | null)[]> =>
  (await inbox.readLog(who)).map(({ text }) => text)

describe('contacts that the platform proves to be one', () => {
  it.each<[string, [Identity], [Identity]]>([
    ['new', [old], [young]],
    ['old', [young], [old]],
  ])(
    'the %s id: this guarantees that the contact known longest stands for both',
    async (_, previous, current) => {
      await write(old, 'hello')
      await write(young, 'me again')
      expect(await prove(previous, current)).toMatchObject([{ kind: 'contact_changed' }])
      expect(await contactOf(old)).toMatchObject({
        mergedInto: null,
        merged: [{ id: toContactId(young), proof: 'identity_change' }],
      })
      expect(await contactOf(young)).toMatchObject({ mergedInto: toContactId(old), merged: [] })
      for (const who of [old, young]) {
        const { revision, changes } = await contactOf(who)
        expect([revision, changes.map((change) => change.revision)]).toEqual([2, [1, 2]])
        expect(changes[1]).toMatchObject({
          actor: { kind: 'system' },
          parts: [{ type: 'contact.merged', data: { proof: 'identity_change' } }],
        })
      }
    },
  )

  it('this guarantees that nothing moves, so that an agent can take it back', async () => {
    await write(old, 'hello')
    await write(young, 'me again')
    await prove([old], [young])
    await write(old, 'from the old id')
    await write(young, 'from the new id')
    const optOut = { action: 'out', scope: 'all', by: 'keyword', at: null } as const
    await inbox.ingest([{ kind: 'opt_out', party: toParty(young), ...optOut }], nextMinute())
    expect(await textsOf(old)).toEqual(['hello', 'from the old id'])
    expect(await textsOf(young)).toEqual(['me again', 'from the new id'])
    expect(await eventsOf(young)).toEqual(['contact.created', 'contact.merged', 'contact.opted_out'])
    const contacts = inbox.store
    const deps = {
      contacts,
      clock: { now: () => new Date() },
      pacer: { sleep: async () => {}, random: () => 0 },
    }
    expect(await unmergeContact(deps, toContactId(young), agent)).toEqual({ kind: 'unmerged' })
    expect(await contactOf(young)).toMatchObject({ mergedInto: null, identities: [young] })
    expect(await contactOf(old)).toMatchObject({ merged: [], identities: [old] })
  })

  it.each<[string, 'all' | 'marketing', [Identity, ...Identity[]]]>([
    ['an id seen for the first time', 'all', [unseen]],
    ['an id that wrote before it was known to be the same person’s', 'all', [young]],
    ['both', 'marketing', [young, unseen]],
  ])('this guarantees that who said stop has said it by %s', async (_, scope, current) => {
    await write(old, 'hello')
    await write(young, 'me again')
    const optOut = { kind: 'opt_out', action: 'out', by: 'keyword', at: null } as const
    await inbox.ingest([{ ...optOut, scope, party: toParty(old) }], nextMinute())
    await prove([third, old], current)
    for (const record of await inbox.store.identities([third, old, ...current], 'consistent')) {
      expect(record?.optOuts['acc']).toMatchObject({ scope, by: 'keyword' })
    }
  })

  it('this guarantees that a newer word by another id counts, and a narrower one takes nothing back', async () => {
    const said = { kind: 'opt_out', by: 'platform', at: null } as const
    const say = (who: Identity, action: 'in' | 'out', scope: 'all' | 'marketing', accountId: string) =>
      inbox.ingest([{ ...said, action, scope, party: toParty(who) }], {
        ...nextMinute(),
        account: { id: accountId, name: null },
        key: `${who.externalId} ${accountId}`,
      })
    await say(old, 'out', 'all', 'regretted')
    await say(young, 'in', 'all', 'regretted')
    await say(old, 'out', 'all', 'narrowed')
    await say(young, 'out', 'marketing', 'narrowed')
    await prove([old], [young])
    for (const record of await inbox.store.identities([old, young], 'consistent')) {
      expect(record?.optOuts).toMatchObject({ regretted: { scope: 'none' }, narrowed: { scope: 'all' } })
    }
  })

  it('this guarantees that the same proof again, or one within one person, changes nothing', async () => {
    await write(old, 'hello')
    await write(young, 'me again')
    await prove([old], [young])
    await prove([old], [young])
    await prove([young], [old])
    expect(await eventsOf(old)).toEqual(['contact.created', 'contact.merged'])
    expect(await eventsOf(young)).toEqual(['contact.created', 'contact.merged'])
  })

  it('this guarantees that parts of two persons make one person of both', async () => {
    for (const who of [old, young, third]) await write(who, 'hello')
    const deps = {
      contacts: inbox.store,
      clock: { now: () => new Date() },
      pacer: { sleep: async () => {}, random: () => 0 },
    }
    await mergeContacts(deps, { into: toContactId(third), from: toContactId(young) }, agent)
    await prove([young], [old])
    expect(await contactOf(old)).toMatchObject({ mergedInto: null, merged: [{ id: toContactId(third) }] })
    expect(await contactOf(third)).toMatchObject({
      mergedInto: toContactId(old),
      merged: [{ id: toContactId(young), proof: 'agent' }],
    })
    expect(await contactOf(young)).toMatchObject({ mergedInto: toContactId(third) })
  })

  it('this guarantees that an id seen for the first time joins the contact beside the merge', async () => {
    await write(old, 'hello')
    await write(young, 'me again')
    const event: InboundIdentityChange = {
      kind: 'identity_change',
      previous: [old],
      current: [young, unseen],
      at: null,
    }
    await inbox.ingest([event], nextMinute())
    expect((await contactOf(old)).identities).toEqual([old, unseen])
    expect(await eventsOf(old)).toEqual(['contact.created', 'contact.identity_changed', 'contact.merged'])
    await write(unseen, 'third id')
    expect(await textsOf(old)).toEqual(['hello', 'third id'])
  })

  it('this guarantees that two proofs at once make one person, without a circle', async () => {
    for (const who of [old, young, third]) await write(who, 'hello')
    const proofs = [prove([old], [young]), prove([young], [third]), prove([third], [old])]
    await Promise.all(proofs)
    const survivors = (await Promise.all([old, young, third].map(contactOf))).filter(
      ({ mergedInto }) => mergedInto === null,
    )
    expect(survivors.map(({ id }) => id)).toEqual([toContactId(old)])
  })
})
