import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contact } from '../../../shared/domain/contact.ts'
import { contactOf, conversationOf, identityRecordOf, NOON } from './api-data.ts'
import { type Answer, type Api, READER, startApi } from './api-harness.ts'

let api: Api
let created = 0

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

/** A stranger with an identity and a conversation. */
async function createContact(): Promise<Contact> {
  const n = ++created
  const contact = contactOf(n)
  const optOuts = { '1066': { at: NOON, by: 'keyword', scope: 'all' } } as const
  await api.store.save([
    { kind: 'contact', contact, expectedRevision: null },
    { kind: 'identity', record: identityRecordOf(contact, { optOuts }), expectedVersion: null },
    { kind: 'contact_conversation', contactId: contact.id, conversationId: conversationOf(n).id, at: NOON },
  ])
  return contact
}

const createContacts = (count: number): Promise<Contact[]> =>
  Promise.all(Array.from({ length: count }, createContact))
const merge = (into: Contact, from: Contact): Promise<Answer> =>
  api.post('/v1/contacts/merge', { into: into.id, from: from.id })
const unmerge = ({ id }: Contact): Promise<Answer> => api.post(`/v1/contacts/${id}/unmerge`)
const read = ({ id }: Contact): Promise<Answer> => api.get(`/v1/contacts/${id}`)
const stored = ({ id }: Contact): Promise<Contact | null> => api.store.contact(id, 'consistent')
const identitiesOf = ({ body }: Answer): unknown[] =>
  (body['identities'] as { externalId: string }[]).map(({ externalId }) => externalId)
const numberOf = ({ identities }: Contact): string | undefined => identities[0]?.externalId

describe('POST /v1/contacts/merge', () => {
  it('this guarantees that one person stays, with identities, opt-outs and conversations of both', async () => {
    const [ada, bob] = (await createContacts(2)) as [Contact, Contact]
    const before = [(await read(ada)).body, (await read(bob)).body]
    const { status, body } = await merge(ada, bob)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: ada.id,
      name: ada.name,
      identities: [before[0]?.['identities'], before[1]?.['identities']].flat(),
      conversations: [before[0]?.['conversations'], before[1]?.['conversations']].flat(),
      merged: [{ id: bob.id }],
    })
    expect((await read(bob)).body).toEqual(body)
    const query = `channel=whatsapp&externalId=${encodeURIComponent(numberOf(bob) ?? '')}`
    expect((await api.get(`/v1/contacts?${query}`)).body.data).toEqual([body])
  })

  it('this guarantees that both contacts say who merged them, each in a revision of its own', async () => {
    const [ada, bob] = (await createContacts(2)) as [Contact, Contact]
    await merge(ada, bob)
    const actor = { kind: 'human', id: 'agent-1', name: 'Ada' }
    const change = { revision: 2, actor, causationId: 'req_req-1' }
    expect((await stored(ada))?.changes).toMatchObject([
      {
        ...change,
        parts: [{ type: 'contact.merged', data: { role: 'survivor', with: bob.id, proof: 'agent' } }],
      },
    ])
    expect((await stored(bob))?.changes).toMatchObject([
      {
        ...change,
        parts: [{ type: 'contact.merged', data: { role: 'merged', with: ada.id, proof: 'agent' } }],
      },
    ])
  })

  it('this guarantees that a repeated merge answers the same and changes nothing', async () => {
    const [ada, bob] = (await createContacts(2)) as [Contact, Contact]
    const first = await merge(ada, bob)
    const again = await merge(ada, bob)
    expect([again.status, again.body]).toEqual([200, first.body])
    expect([(await stored(ada))?.revision, (await stored(bob))?.revision]).toEqual([2, 2])
  })

  it('this guarantees that a chain of merges is one person, from wherever it is read', async () => {
    const [ada, bob, cem] = (await createContacts(3)) as [Contact, Contact, Contact]
    await merge(bob, ada)
    const { body } = await merge(cem, bob)
    for (const contact of [ada, bob, cem]) expect((await read(contact)).body).toEqual(body)
    expect(identitiesOf(await read(ada))).toEqual([cem, bob, ada].map(numberOf))
    expect((body['merged'] as { id: string }[]).map(({ id }) => id)).toEqual([bob.id, ada.id])
    expect((await merge(bob, ada)).body.id).toBe(cem.id)
  })

  it.each<[string, number, string, (a: Contact, b: Contact, c: Contact) => Promise<Answer>]>([
    ['a contact into itself', 422, 'merge_into_itself', (a) => merge(a, a)],
    ['into nobody', 422, 'contact_unknown', (a) => merge(contactOf(9_000), a)],
    ['nobody', 422, 'contact_unknown', (a) => merge(a, contactOf(9_000))],
    ['the other way round', 409, 'merge_cycle', async (a, b) => (await merge(a, b)) && merge(b, a)],
    [
      'round in a circle of three',
      409,
      'merge_cycle',
      async (a, b, c) => (await merge(b, a)) && (await merge(c, b)) && merge(a, c),
    ],
    [
      'somebody who is part of another one',
      409,
      'contact_already_merged',
      async (a, b, c) => (await merge(a, b)) && merge(c, b),
    ],
    [
      'into somebody who is part of another one',
      409,
      'contact_already_merged',
      async (a, b, c) => (await merge(a, b)) && merge(b, c),
    ],
  ])('%s: this guarantees that it is refused with %d %s', async (_, status, code, refused) => {
    const contacts = (await createContacts(3)) as [Contact, Contact, Contact]
    const answer = await refused(...contacts)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('this guarantees that a person is made of fifty contacts at most', async () => {
    const [ada, bob] = (await createContacts(2)) as [Contact, Contact]
    const parts = await createContacts(51)
    for (const part of parts.slice(0, 30)) expect((await merge(ada, part)).status).toBe(200)
    for (const part of parts.slice(30, 48)) expect((await merge(bob, part)).status).toBe(200)
    expect((await merge(ada, bob)).status).toBe(200)
    expect((await read(bob)).body['merged']).toHaveLength(49)
    const tooMany = await merge(ada, parts[50] as Contact)
    expect([tooMany.status, tooMany.body.code]).toEqual([422, 'contact_too_large'])
  })

  it('this guarantees that of merges at once every one is kept or refused, and no circle comes of them', async () => {
    const [ada, bob, cem] = (await createContacts(3)) as [Contact, Contact, Contact]
    const answers = await Promise.all([merge(ada, bob), merge(bob, cem), merge(cem, ada), merge(ada, bob)])
    for (const { status } of answers) expect([200, 409]).toContain(status)
    const survivors = await Promise.all([ada, bob, cem].map(read))
    for (const { status } of survivors) expect(status).toBe(200)
    const all = [ada, bob, cem].map(numberOf).sort()
    const persons = new Map(survivors.map((answer) => [answer.body.id, identitiesOf(answer)]))
    expect([...persons.values()].flat().sort()).toEqual(all)
  })
})

describe('POST /v1/contacts/{id}/unmerge', () => {
  it('this guarantees that both are again as they were', async () => {
    const [ada, bob] = (await createContacts(2)) as [Contact, Contact]
    const before = [(await read(ada)).body, (await read(bob)).body]
    await merge(ada, bob)
    const { status, body } = await unmerge(bob)
    const same = { updatedAt: expect.any(String) as string }
    expect([status, body]).toEqual([200, { ...before[1], ...same }])
    expect((await read(ada)).body).toEqual({ ...before[0], ...same })
    for (const [contact, role, other] of [
      [ada, 'survivor', bob],
      [bob, 'merged', ada],
    ] as const) {
      expect((await stored(contact))?.changes.at(-1)).toMatchObject({
        revision: 3,
        parts: [{ type: 'contact.unmerged', data: { role, with: other.id, proof: 'agent' } }],
      })
    }
  })

  it('this guarantees that whoever was merged into it stays with it', async () => {
    const [ada, bob, cem] = (await createContacts(3)) as [Contact, Contact, Contact]
    await merge(bob, ada)
    await merge(cem, bob)
    expect(identitiesOf(await unmerge(bob))).toEqual([bob, ada].map(numberOf))
    expect(identitiesOf(await read(cem))).toEqual([numberOf(cem)])
    expect((await merge(cem, bob)).status).toBe(200)
    expect(identitiesOf(await unmerge(ada))).toEqual([numberOf(ada)])
    expect(identitiesOf(await read(cem))).toEqual([cem, bob].map(numberOf))
  })

  it('this guarantees that a contact that stands on its own says so', async () => {
    const [ada, bob] = (await createContacts(2)) as [Contact, Contact]
    await merge(ada, bob)
    const answers = [
      await unmerge(ada),
      await unmerge(bob),
      await unmerge(bob),
      await unmerge(contactOf(9_001)),
    ]
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'contact_not_merged'],
      [200, undefined],
      [409, 'contact_not_merged'],
      [404, 'not_found'],
    ])
  })
})

describe('a body', () => {
  const path = '/v1/contacts/merge'
  const ids = { into: contactOf(9_002).id, from: contactOf(9_003).id }

  it.each([
    ['{', ['/body wrong_format']],
    ['', ['/body wrong_format']],
    ['"\ud800', ['/body wrong_format']],
    ['[]', ['/body invalid']],
    ['null', ['/body invalid']],
    ['{}', ['/body/into required', '/body/from required']],
    [JSON.stringify({ ...ids, from: 7 }), ['/body/from invalid']],
    [JSON.stringify({ ...ids, from: 'ctc_1' }), ['/body/from wrong_format']],
    [JSON.stringify({ ...ids, why: 'x' }), ['/body/why unknown']],
    [`{"into":"${ids.into}","from":"${ids.from}","__proto__":1}`, ['/body/__proto__ unknown']],
  ])('%s: this guarantees that each wrong member is named', async (body, errors) => {
    const answer = await api.post(path, null, { body })
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed'])
    expect(answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(errors)
  })

  it.each([
    null,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data',
  ])('%s: this guarantees that only JSON is read', async (contentType) => {
    const { status, body } = await api.post(path, ids, { contentType })
    expect([status, body.code]).toEqual([415, 'unsupported_media_type'])
  })

  it.each(['application/json', 'Application/JSON', 'application/json;charset=utf-8'])(
    '%s: this guarantees that JSON is read however its type is spelled, as text and as base64',
    async (contentType) => {
      for (const base64 of [false, true]) {
        const { body } = await api.post(path, ids, { contentType, base64 })
        expect(body.code).toBe('contact_unknown')
      }
    },
  )

  it('this guarantees that a body of megabytes is not parsed', async () => {
    const { status, body } = await api.post(path, { ...ids, why: 'x'.repeat(300_000) })
    expect([status, body.code]).toEqual([413, 'body_too_large'])
  })

  it('this guarantees that writing needs inbox:write', async () => {
    for (const each of [path, `/v1/contacts/${ids.into}/unmerge`]) {
      const { status, body } = await api.post(each, ids, { claims: READER })
      expect([status, body.code]).toEqual([403, 'insufficient_scope'])
    }
  })

  it('this guarantees that a path of its own is not taken for an id', async () => {
    const { status, headers } = await api.get(path)
    expect([status, headers['allow']]).toEqual([405, 'POST'])
  })
})
