import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { minutesAfterNoon } from './api-data.ts'
import { type Answer, type Api, startApi, WRITER } from './api-harness.ts'
import { createCommenter, NOBODY, postOffer, storeHandoffs, STORED, WISH } from './handoff-data.ts'
import { createCustomer, keyed, postOnce } from './reply-data.ts'

const AI = { ...WRITER, sub: 'bot', client_id: 'assistant' }

let api: Api

beforeAll(async () => {
  api = await startApi()
  await storeHandoffs(api)
})
afterAll(() => api.stop())

describe('POST /v1/conversations/{id}/handoffs', () => {
  it('this guarantees that the offer is queued with its handoff, and that both can be read', async () => {
    const to = await createCommenter(api)
    const { status, body } = await postOffer(api, to)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'offered',
      target: { kind: 'same_platform' },
      verification: 'platform',
      route: 'private_reply',
      actor: { kind: 'human', id: 'agent-1', name: 'Ada' },
      publicConversationId: to.conversation.id,
      privateConversationId: null,
      by: null,
    })
    expect((await api.get(`/v1/handoffs/${body.id}`)).body).toEqual(body)
    expect((await api.get(`/v1/conversations/${to.conversation.id}`)).body).toMatchObject({
      handoff: { id: body.id, expiresAt: body['expiresAt'] },
      linked: [],
    })
    const { sending } = (await api.store.conversation(to.conversation.id, 'consistent')) ?? {}
    expect(sending?.queue).toEqual([3, 4])
  })

  it('this guarantees that a repetition is answered as the first was, and another body refused', async () => {
    const { conversation } = await createCommenter(api)
    const path = `/v1/conversations/${conversation.id}/handoffs`
    const first = await api.post(path, WISH, keyed('offer-once'))
    const again = await api.post(path, WISH, keyed('offer-once'))
    expect([again.status, again.body]).toEqual([201, first.body])
    const other = await api.post(path, { ...WISH, announce: false }, keyed('offer-once'))
    expect(other.body.code).toBe('idempotency_key_reused')
    expect((await api.post(path, WISH)).body.code).toBe('idempotency_key_required')
  })

  it.each<[string, object, string, RegExp]>([
    ['no reason', { target: WISH.target }, '/body/reason', /required/],
    [
      'a reason that has no name',
      { ...WISH, reason: { code: 'mood' } },
      '/body/reason/code',
      /expected one of/i,
    ],
    ['another reason without words', { ...WISH, reason: { code: 'other' } }, '/body/reason/text', /required/],
    ['a target that nobody knows', { ...WISH, target: { kind: 'fax' } }, '/body/target/kind', /./],
    [
      'a number without its country',
      { ...WISH, target: { kind: 'sms', to: '0151 1234567' } },
      '/body/target/to',
      /begins with \+/,
    ],
    [
      'a number on the same platform',
      { ...WISH, target: { kind: 'same_platform', to: '+15550001234' } },
      'target',
      /to/,
    ],
    ['a language that is none', { ...WISH, language: 'English' }, 'language', /language tag/],
    ['no words', { ...WISH, text: '' }, 'text', /./],
    ['too many words', { ...WISH, text: 'x'.repeat(1001) }, 'text', /1000/],
    ['a field that nobody knows', { ...WISH, secretly: true }, '', /secretly/],
  ])('%s: this guarantees that the field and what is expected are named', async (_, body, path, words) => {
    const answer = await postOffer(api, await createCommenter(api), body)
    expect(answer.status).toBe(400)
    const [error] = answer.body.errors
    expect(JSON.stringify(error)).toContain(path)
    expect(JSON.stringify(error)).toMatch(words)
  })

  it.each<[string, () => Promise<Answer>, number, string]>([
    [
      'who may only read',
      async () =>
        postOffer(api, await createCommenter(api), WISH, { claims: { ...WRITER, scope: 'inbox:read' } }),
      403,
      'insufficient_scope',
    ],
    [
      'an AI',
      async () => postOffer(api, await createCommenter(api), WISH, { claims: AI }),
      403,
      'author_not_allowed',
    ],
    [
      'a person for an AI',
      async () => postOffer(api, await createCommenter(api), { ...WISH, author: { kind: 'ai' } }),
      403,
      'author_not_allowed',
    ],
    [
      'a private conversation',
      async () => postOffer(api, await createCustomer(api, 1_000, { channel: 'facebook' })),
      422,
      'handoff_not_public',
    ],
    [
      'an old comment',
      async () => postOffer(api, await createCommenter(api, { wroteHoursAgo: 169 })),
      422,
      'handoff_too_late',
    ],
    [
      'no account of the channel',
      async () => postOffer(api, await createCommenter(api), { ...WISH, target: { kind: 'whatsapp' } }),
      422,
      'handoff_target_unreachable',
    ],
    [
      'a card number',
      async () =>
        postOffer(api, await createCommenter(api), { ...WISH, text: 'Your card 4242 4242 4242 4242' }),
      422,
      'private_data_in_public',
    ],
    [
      'a comment that was removed',
      async () => postOffer(api, await createCommenter(api, { entry: { removedAt: minutesAfterNoon(1) } })),
      422,
      'handoff_target_unreachable',
    ],
    [
      'a conversation that is none',
      () => postOnce(api, `/v1/conversations/cnv_${'a'.repeat(26)}/handoffs`, WISH),
      404,
      'not_found',
    ],
  ])('%s: this guarantees that it is refused by its code, with what to do', async (_, ask, status, code) => {
    const answer = await ask()
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(String(answer.body['detail']).length).toBeGreaterThan(20)
  })

  it('this guarantees that a second one waits for the first', async () => {
    const to = await createCommenter(api)
    const { body } = await postOffer(api, to)
    const second = await postOffer(api, to)
    expect([second.status, second.body.code]).toEqual([409, 'handoff_open'])
    expect(second.body['detail']).toContain(body.id)
  })

  it('a number that the customer gave: this guarantees that no event, list or public message shows it', async () => {
    const to = await createCommenter(api)
    const number = '+4915112345678'
    const target = { kind: 'sms', to: '+49 (151) 1234-5678' }
    const { body } = await postOffer(api, to, { ...WISH, target })
    // Refused here, where nothing is connected; where it is not, all the same nothing of it may be told.
    const { text } = await api.get(`/v1/conversations/${to.conversation.id}/entries`)
    expect(text).not.toContain(number)
    expect(body.code).toBe('handoff_target_unreachable')
  })
})

describe('POST /v1/handoffs/{id}/cancel', () => {
  it('this guarantees that it is declined by the agent, and that cancelled again nothing changes', async () => {
    const to = await createCommenter(api)
    const { id } = (await postOffer(api, to)).body
    const { status, body } = await api.post(`/v1/handoffs/${id}/cancel`)
    expect([status, body]).toMatchObject([200, { id, state: 'declined', by: { kind: 'agent', code: null } }])
    expect((await api.post(`/v1/handoffs/${id}/cancel`)).body).toEqual(body)
    const { body: conversation } = await api.get(`/v1/conversations/${to.conversation.id}`)
    expect(conversation['handoff']).toBeNull()
  })

  it.each([
    ['completed', STORED[0]],
    ['expired', STORED[1]],
  ])('one that is %s: this guarantees that it stays so', async (state, handoff) => {
    const { status, body } = await api.post(`/v1/handoffs/${handoff?.id ?? ''}/cancel`)
    expect([status, body.code]).toEqual([409, 'handoff_ended'])
    expect((await api.get(`/v1/handoffs/${handoff?.id ?? ''}`)).body).toMatchObject({ state })
  })

  it('this guarantees that who may only read cannot', async () => {
    const how = { claims: { ...WRITER, scope: 'inbox:read' } }
    expect((await api.post(`/v1/handoffs/${NOBODY}/cancel`, undefined, how)).status).toBe(403)
  })
})
