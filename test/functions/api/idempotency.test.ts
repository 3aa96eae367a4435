import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, type Api, startApi, WRITER } from './api-harness.ts'
import { createCustomer, keyed, postOnce } from './reply-data.ts'

let api: Api
let created = 0

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

async function createPath(): Promise<{ path: string; id: string }> {
  const { conversation } = await createCustomer(api, ++created, { channel: 'whatsapp' })
  return { path: `/v1/conversations/${conversation.id}/messages`, id: conversation.id }
}
const wish = { text: 'Yes, two are left.' }

describe('a key', () => {
  it('this guarantees that of twenty equal requests at once one has an effect, and all get its answer', async () => {
    const { path, id } = await createPath()
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(path, wish, keyed('twenty'))))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1)
    expect(answers[0]?.status).toBe(202)
    const stored = await api.store.conversation(id, 'consistent')
    expect([stored?.seq, stored?.sending?.queue]).toEqual([2, [2]])
  })

  it('this guarantees that a repetition is answered as the first was, whatever happened since', async () => {
    const { path } = await createPath()
    const first = await api.post(path, { text: 'one', author: { kind: 'ai' } }, keyed('again'))
    await postOnce(api, path, { text: 'two' })
    const again = await api.post(path, { author: { kind: 'ai' }, text: 'one' }, keyed('again'))
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(first.headers).not.toHaveProperty('idempotent-replayed')
  })

  it('this guarantees that a key is of one body, one path and one caller', async () => {
    const [one, other] = [await createPath(), await createPath()]
    await api.post(one.path, wish, keyed('mine'))
    const reused = await api.post(one.path, { text: 'another' }, keyed('mine'))
    expect([reused.status, reused.body.code]).toEqual([409, 'idempotency_key_reused'])
    const elsewhere = await api.post(other.path, { text: 'another' }, keyed('mine'))
    const claims = { ...WRITER, sub: 'agent-2' }
    const byAnother = await api.post(one.path, { text: 'another' }, { claims, ...keyed('mine') })
    for (const { status, headers } of [elsewhere, byAnother]) {
      expect([status, headers['idempotent-replayed']]).toEqual([202, undefined])
    }
  })

  it('this guarantees that a refusal is not kept: the same request may succeed later', async () => {
    const { path, id } = await createPath()
    const refused = await api.post(path, wish, keyed('later', { 'If-Match': '"seq-0"' }))
    expect([refused.status, refused.body.code]).toEqual([412, 'version_conflict'])
    const accepted = await api.post(path, wish, keyed('later'))
    expect([accepted.status, accepted.body['conversationId']]).toEqual([202, id])
  })

  it.each([
    [{}, 'idempotency_key_required', undefined],
    [{ 'Idempotency-Key': '  ' }, 'idempotency_key_required', undefined],
    [{ 'idempotency-key': 'x'.repeat(256) }, 'validation_failed', '/headers/idempotency-key'],
    [{ 'idempotency-key': 'schlüssel' }, 'validation_failed', '/headers/idempotency-key'],
  ])('%o: this guarantees that nothing is done without a usable key', async (headers, code, pointer) => {
    const { path, id } = await createPath()
    const answer: Answer = await api.post(path, wish, { headers: headers })
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([400, code, pointer])
    expect((await api.store.conversation(id, 'consistent'))?.seq).toBe(1)
  })
})
