import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toContactId } from '../../../shared/domain/ids.ts'
import { contactOf, conversationOf, identityRecordOf, NOON } from './api-data.ts'
import { type Api, startApi } from './api-harness.ts'

const contact = contactOf(1)
const survivor = contactOf(2)
const merged = contactOf(3, { mergedInto: survivor.id })
const loop = contactOf(4, { mergedInto: contactOf(5).id })
const conversation = conversationOf(1)

let api: Api

beforeAll(async () => {
  api = await startApi()
  const optOuts = {
    '1066': { at: NOON, by: 'keyword', scope: 'all' },
    '1067': { at: NOON, by: 'keyword', scope: 'none' },
  } as const
  const contacts = [contact, survivor, merged, loop, contactOf(5, { mergedInto: loop.id })]
  await api.store.save(contacts.map((each) => ({ kind: 'contact', contact: each, expectedRevision: null })))
  await api.store.save([
    { kind: 'identity', record: identityRecordOf(contact, { optOuts }), expectedVersion: null },
    { kind: 'identity', record: identityRecordOf(merged), expectedVersion: null },
    { kind: 'contact_conversation', contactId: contact.id, conversationId: conversation.id, at: NOON },
  ])
})
afterAll(() => api.stop())

const view = {
  id: contact.id,
  name: 'Customer 1',
  handle: null,
  identities: [
    {
      channel: 'whatsapp',
      scope: '-',
      externalId: '+15550000001',
      optOuts: { '1066': { at: NOON, by: 'keyword', scope: 'all' } },
    },
  ],
  merged: [],
  conversations: [{ id: conversation.id }],
  hasMoreConversations: false,
  createdAt: NOON,
  updatedAt: NOON,
}

describe('GET /v1/contacts/{id}', () => {
  it('this guarantees that a contact shows identities, standing opt-outs and conversations', async () => {
    expect((await api.get(`/v1/contacts/${contact.id}`)).body).toEqual(view)
  })

  it('this guarantees that a merged contact is read as the one it was merged into', async () => {
    expect((await api.get(`/v1/contacts/${merged.id}`)).body.id).toBe(survivor.id)
  })

  it('this guarantees that a circle of merges ends', async () => {
    expect((await api.get(`/v1/contacts/${loop.id}`)).status).toBe(404)
  })

  it('this guarantees that more conversations than are named are announced', async () => {
    const busy = contactOf(6)
    await api.store.save([{ kind: 'contact', contact: busy, expectedRevision: null }])
    for (let start = 0; start < 101; start += 50) {
      const some = Array.from({ length: Math.min(50, 101 - start) }, (_, index) => start + index)
      await api.store.save(
        some.map((n) => ({
          kind: 'contact_conversation',
          contactId: busy.id,
          conversationId: conversationOf(n).id,
          at: NOON,
        })),
      )
    }
    const { body } = await api.get(`/v1/contacts/${busy.id}`)
    expect([body.conversations.length, body['hasMoreConversations']]).toEqual([100, true])
  })
})

describe('GET /v1/contacts', () => {
  it.each([
    'channel=whatsapp&externalId=%2B15550000001',
    'channel=whatsapp&externalId=%2B15550000001&scope=-',
    'channel=whatsapp&externalId=+15550000001',
  ])('%s: this guarantees that the contact behind an identity is found', async (query) => {
    const { body } = await api.get(`/v1/contacts?${query}`)
    expect(body).toEqual({ data: [view], page: { next: null, hasMore: false } })
  })

  it.each([
    'channel=sms&externalId=%2B15550000001',
    'channel=whatsapp&externalId=15550000001',
    'channel=whatsapp&externalId=%2B15550000001&scope=waba',
  ])('%s: this guarantees that another identity is nobody', async (query) => {
    const { body } = await api.get(`/v1/contacts?${query}`)
    expect(body).toEqual({ data: [], page: { next: null, hasMore: false } })
  })

  it('this guarantees that an identity of a merged contact leads to the one it was merged into', async () => {
    const { body } = await api.get('/v1/contacts?channel=whatsapp&externalId=%2B15550000003')
    expect(body.data.map(({ id }) => id)).toEqual([survivor.id])
  })

  it('this guarantees that the list knows no cursor it did not give', async () => {
    const { body } = await api.get('/v1/contacts?channel=sms&externalId=1&cursor=abc')
    expect(body.code).toBe('cursor_invalid')
  })
})

it('this guarantees that the test data are named as the code names them', () => {
  expect(contact.id).toBe(toContactId({ channel: 'whatsapp', scope: '-', externalId: '+15550000001' }))
})
