import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toContactId, toConversationId } from '../../../shared/domain/ids.ts'
import { type Answer, type Api, startApi } from './api-harness.ts'
import { createCustomer, hoursAgo, keyed, postOnce } from './reply-data.ts'

let api: Api

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const SMS = { channel: 'sms', id: '+15550000001' }
const WHATSAPP = { channel: 'whatsapp', id: '1066' }
const template = { name: 'order_ready', language: 'en' }
const start = (body: object, how: Parameters<Api['post']>[2] = {}): Promise<Answer> =>
  postOnce(api, '/v1/conversations', body, how)

describe('POST /v1/conversations', () => {
  it('this guarantees that a stranger gets the contact and conversation that their own message would have made', async () => {
    const { status, body } = await start({
      account: SMS,
      to: '+49 (1555) 000-0001',
      message: { text: 'Your lamp is here' },
    })
    const identity = { channel: 'sms', scope: '-', externalId: '+4915550000001' }
    const id = toConversationId({ accountId: SMS.id, identity, root: null })
    expect(status).toBe(202)
    expect(body).toMatchObject({
      id,
      channel: 'sms',
      visibility: 'private',
      contactId: toContactId(identity),
      status: 'open',
      seq: 1,
      unread: 0,
      message: { conversationId: id, seq: 1, status: 'queued', text: 'Your lamp is here' },
    })
    const conversation = await api.store.conversation(id, 'consistent')
    expect(conversation).toMatchObject({ provider: 'twilio', sending: { queue: [1] }, lastInboundAt: null })
    const entry = await api.store.entry(id, 1, 'consistent')
    expect(entry?.caused).toEqual([{ type: 'conversation.opened', data: { session: 1 } }])
    const [record] = await api.store.identities([identity], 'consistent')
    expect(record).toMatchObject({ contactId: body['contactId'], conversations: { [SMS.id]: id } })
    const contact = await api.get(`/v1/contacts/${String(body['contactId'])}`)
    expect(contact.body.conversations).toEqual([{ id }])
  })

  it('this guarantees that somebody who is known is written to where they write', async () => {
    const { conversation, identity } = await createCustomer(api, 1, {
      channel: 'whatsapp',
      wroteHoursAgo: 100,
      changes: { status: 'closed', closedAt: hoursAgo(90) },
    })
    const { body } = await start({ account: WHATSAPP, to: identity.externalId, message: { template } })
    expect(body).toMatchObject({ id: conversation.id, seq: 2, status: 'open', message: { seq: 2 } })
    const entry = await api.store.entry(conversation.id, 2, 'consistent')
    expect(entry?.caused).toEqual([{ type: 'conversation.reopened', data: { from: 'closed', session: 2 } }])
  })

  it('this guarantees that of twenty equal requests at once one writes', async () => {
    const body = { account: SMS, to: '+4915550000020', message: { text: 'Hello' } }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post('/v1/conversations', body, keyed('start-twenty'))),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.body['seq']).toBe(1)
  })

  it('this guarantees that two wishes at once meet in one conversation', async () => {
    const body = { account: SMS, to: '+4915550000021', message: { text: 'Hello' } }
    const [one, two] = await Promise.all([start(body), start(body)])
    expect(one.body.id).toBe(two.body.id)
    expect((await api.store.conversation(one.body.id, 'consistent'))?.sending?.queue).toEqual([1, 2])
  })

  it.each([
    ['window_closed', { account: WHATSAPP, to: '+4915550000030', message: { text: 'Hello' } }],
    [
      'channel_unsupported',
      { account: { channel: 'facebook', id: '2077' }, to: '+4915550000031', message: { text: 'Hello' } },
    ],
    [
      'channel_unsupported',
      { account: { channel: 'web', id: 'x' }, to: '+4915550000031', message: { text: 'Hello' } },
    ],
    ['channel_unsupported', { account: SMS, to: '+4915550000032', message: { template } }],
  ])('%s, %o: this guarantees that nobody is created for what cannot be sent', async (code, body) => {
    const answer = await start(body)
    expect([answer.status, answer.body.code]).toEqual([422, code])
    const query = `channel=${body.account.channel}&externalId=${encodeURIComponent(body.to)}&scope=-`
    expect((await api.get(`/v1/contacts?${query}`)).body.data).toEqual([])
  })

  it('this guarantees that an opt-out holds for whoever begins', async () => {
    const { identity } = await createCustomer(api, 40, { channel: 'sms', optOut: 'all' })
    const answer = await start({ account: SMS, to: identity.externalId, message: { text: 'Hello again' } })
    expect([answer.status, answer.body.code]).toEqual([422, 'recipient_opted_out'])
  })

  it.each([
    ['0155 5000000', '/body/to wrong_format'],
    ['anna', '/body/to wrong_format'],
  ])('%s: this guarantees that only a whole phone number is taken', async (to, error) => {
    const { body } = await start({ account: SMS, to, message: { text: 'x' } })
    expect(body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([error])
  })
})
