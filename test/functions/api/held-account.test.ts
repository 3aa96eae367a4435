import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountStore } from '../../../shared/aws/account-store.ts'
import type { ChannelName } from '../../../shared/domain/channel-name.ts'
import { createAccount } from '../../../shared/domain/decide-account-health.ts'
import { holdSending } from '../../../shared/domain/decide-send-health.ts'
import { toEntryId } from '../../../shared/domain/ids.ts'
import { type Api, startApi } from './api-harness.ts'
import { createCustomer, hoursAgo, postOnce } from './reply-data.ts'

const TOKEN = 'The access token has expired or was revoked: connect the number again'

let api: Api

beforeAll(async () => {
  api = await startApi()
  await refuse('whatsapp', '1066', hoursAgo(0))
  await refuse('facebook', '2077', hoursAgo(0))
  // Its next probe was due a minute after that.
  await refuse('sms', '+15550000001', hoursAgo(1))
})
afterAll(() => api.stop())

/** The platform refuses what the account sends, since then. */
async function refuse(channel: ChannelName, id: string, at: string): Promise<void> {
  const account = { channel, provider: 'meta', account: { id, name: 'Shop' }, receivedAt: at } as const
  const refusal = { code: 'token_refused', detail: TOKEN, by: 'answer', at, causationId: 'msg_1' } as const
  const accounts = createAccountStore(api.table, { now: () => new Date() })
  await accounts.save(holdSending(createAccount(account, 1), refusal), null)
}

const template = { name: 'order_ready', language: 'en' }
const REFUSED = { code: 'account_refused', detail: expect.stringContaining(TOKEN) }

describe('an account whose token the platform revoked', () => {
  it('this guarantees that a reply is refused with the way out, and is not written', async () => {
    const { conversation } = await createCustomer(api, 1, { channel: 'whatsapp' })
    for (const reply of [{ text: 'Hello' }, { template }]) {
      const answer = await postOnce(api, `/v1/conversations/${conversation.id}/messages`, reply)
      expect(answer).toMatchObject({ status: 422, body: REFUSED })
    }
    expect(await api.store.conversation(conversation.id, 'consistent')).toMatchObject({
      seq: 1,
      sending: null,
    })
  })

  it('this guarantees that nobody is created to be written to', async () => {
    const to = '+4915550000090'
    const account = { channel: 'whatsapp', id: '1066' }
    const answer = await postOnce(api, '/v1/conversations', { account, to, message: { template } })
    expect(answer).toMatchObject({ status: 422, body: REFUSED })
    const query = `channel=whatsapp&externalId=${encodeURIComponent(to)}&scope=-`
    expect((await api.get(`/v1/contacts?${query}`)).body.data).toEqual([])
  })

  it('this guarantees that what may be sent says so', async () => {
    const { conversation } = await createCustomer(api, 2, { channel: 'whatsapp', wroteHoursAgo: 30 })
    const { body } = await api.get(`/v1/conversations/${conversation.id}/reply-options`)
    expect(body).toMatchObject({
      options: [],
      closed: ['text', 'attachment', 'quick_replies', 'template'].map((kind) => ({
        kind,
        code: 'account_refused',
      })),
    })
  })

  it('this guarantees that the log shows no reaction, and no end of one, which the customer does not see', async () => {
    const { conversation } = await createCustomer(api, 3, { channel: 'facebook' })
    const path = `/v1/conversations/${conversation.id}/entries/${toEntryId(conversation.id, 1)}/reaction`
    expect(await api.post(path, { emoji: '👍' }, { method: 'PUT' })).toMatchObject({
      status: 422,
      body: REFUSED,
    })
    expect(await api.post(path, undefined, { method: 'DELETE' })).toMatchObject({
      status: 422,
      body: REFUSED,
    })
    expect(await api.store.entry(conversation.id, 1, 'consistent')).toMatchObject({ revision: 1 })
  })

  it('this guarantees that a reply is accepted as the probe once that is due: otherwise nobody would ever find out', async () => {
    const { conversation } = await createCustomer(api, 4, { channel: 'sms' })
    const path = `/v1/conversations/${conversation.id}`
    const { body } = await api.get(`${path}/reply-options`)
    expect(body).toMatchObject({ options: [{ kind: 'text' }, { kind: 'attachment' }], closed: [] })
    expect((await postOnce(api, `${path}/messages`, { text: 'Hello' })).status).toBe(202)
  })
})
