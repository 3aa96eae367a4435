import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import { toEntryId } from '../../../shared/domain/ids.ts'
import { messageOf } from './api-data.ts'
import { type Answer, type Api, READER, startApi, WRITER } from './api-harness.ts'
import { createCustomer, type Customer, hoursAgo, type Place, postOnce } from './reply-data.ts'

let api: Api
let created = 0

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const customer = (place: Place): Promise<Customer> => createCustomer(api, ++created, place)
const send = (
  { conversation }: Customer,
  body: unknown,
  how: Parameters<Api['post']>[2] = {},
): Promise<Answer> => postOnce(api, `/v1/conversations/${conversation.id}/messages`, body, how)
const stored = ({ conversation }: Customer) => api.store.conversation(conversation.id, 'consistent')
const AI = { ...WRITER, sub: 'bot', client_id: 'assistant' }
const CARD = 'Your card 4242 4242 4242 4242 was charged.'
const IBAN = 'de89 3704 0044 0532 0130 00'

describe('POST /v1/conversations/{id}/messages', () => {
  it('this guarantees that the message is stored as queued, last of the log and of what is to be sent', async () => {
    const to = await customer({ channel: 'whatsapp' })
    const { status, body } = await send(to, { text: 'Yes, two are left.' })
    expect(status).toBe(202)
    expect(body).toMatchObject({
      id: toEntryId(to.conversation.id, 2),
      kind: 'message',
      seq: 2,
      direction: 'outbound',
      status: 'queued',
      author: { kind: 'human', id: 'agent-1', name: 'Ada' },
      text: 'Yes, two are left.',
      providerId: null,
      replyTo: null,
      outgoing: { quickReplies: [], template: null, rule: 'standard' },
    })
    expect((await api.get(`/v1/conversations/${to.conversation.id}/entries`)).body.data[1]).toEqual(body)
    expect(await stored(to)).toMatchObject({
      seq: 2,
      version: 2,
      workflowRevision: 1,
      status: 'open',
      unread: 0,
      lastMessage: { seq: 2, text: 'Yes, two are left.', direction: 'outbound' },
      sending: { queue: [2], attempt: null, unknown: [] },
      dueAt: expect.any(String) as string,
    })
  })

  it('this guarantees that messages queue in the order in which they were accepted', async () => {
    const to = await customer({ channel: 'facebook' })
    for (const text of ['one', 'two', 'three']) expect((await send(to, { text })).status).toBe(202)
    expect((await stored(to))?.sending?.queue).toEqual([2, 3, 4])
  })

  it('this guarantees that a message is not sent after the window that let it be written', async () => {
    const to = await customer({ channel: 'whatsapp', wroteHoursAgo: 23 })
    const { body } = await send(to, { text: 'Just in time' })
    const closesAt = Date.parse(to.conversation.lastInboundAt ?? '') + 24 * 3_600_000
    expect(body['outgoing']).toMatchObject({ expiresAt: new Date(closesAt).toISOString() })
  })

  it('this guarantees that quick replies, templates and what is answered are kept with the entry', async () => {
    const to = await customer({ channel: 'whatsapp' })
    const quickReplies = [
      { title: 'Yes', payload: 'keep' },
      { title: 'No', payload: 'drop' },
    ]
    const replyTo = toEntryId(to.conversation.id, 1)
    const asked = await send(to, { text: 'Shall I?', quickReplies, replyTo })
    expect(asked.body).toMatchObject({
      outgoing: { quickReplies },
      replyTo: { entryId: replyTo, providerId: to.entry.providerId },
    })
    const template = { name: 'order_ready', language: 'en_US', parameters: ['Ann'] }
    const offered = await send(to, { template })
    expect(offered.body).toMatchObject({
      text: null,
      content: { type: 'template', name: 'order_ready', language: 'en_US' },
      outgoing: { template },
    })
  })

  it.each([
    ['plain', 'x'.repeat(161), { encoding: 'gsm7', count: 2 }],
    ['one emoji', `${'x'.repeat(69)}👍`, { encoding: 'ucs2', count: 2 }],
  ])('%s: this guarantees that an SMS says how many segments it is billed as', async (_, text, segments) => {
    const to = await customer({ channel: 'sms' })
    expect((await send(to, { text })).body['outgoing']).toMatchObject({ segments })
  })

  it('this guarantees that a public reply without a target answers the newest that the customer wrote and others see', async () => {
    const to = await customer({ channel: 'facebook', visibility: 'public' })
    const { conversation } = to
    const others: Partial<MessageEntry>[] = [
      { providerId: 'comment-2' },
      { providerId: 'comment-3', removedAt: hoursAgo(0), text: null },
      { providerId: 'comment-4', hiddenAt: hoursAgo(0) },
      { providerId: 'own-5', direction: 'outbound', status: 'sent' },
    ]
    await api.store.save([
      ...others.map((changes, index) => ({
        kind: 'entry' as const,
        entry: messageOf(conversation, index + 2, changes),
        expectedRevision: null,
      })),
      { kind: 'conversation', conversation: { ...conversation, seq: 5, version: 2 }, expectedVersion: 1 },
    ])
    const { body } = await send(to, { text: 'Thank you!' })
    expect(body['replyTo']).toEqual({ entryId: toEntryId(conversation.id, 2), providerId: 'comment-2' })
    const named = await send(to, { text: 'And this', replyTo: toEntryId(conversation.id, 1) })
    expect(named.body['replyTo']).toMatchObject({ providerId: to.entry.providerId })
  })

  it('this guarantees that what the customer wrote since stops the message, and is listed', async () => {
    const to = await customer({ channel: 'whatsapp' })
    const { conversation } = to
    await api.store.save([
      { kind: 'entry', entry: messageOf(conversation, 2, { text: 'Or rather not' }), expectedRevision: null },
      { kind: 'conversation', conversation: { ...conversation, seq: 2, version: 2 }, expectedVersion: 1 },
    ])
    const late = await send(to, { text: 'Put aside!' }, { headers: { 'If-Match': '"seq-1"' } })
    expect([late.status, late.body.code]).toEqual([412, 'version_conflict'])
    expect(late.body['entries']).toMatchObject([{ seq: 2, text: 'Or rather not' }])
    expect((await send(to, { text: 'Fine' }, { headers: { 'If-Match': '"seq-2"' } })).status).toBe(202)
    // Our own answer is nothing that the author must know of.
    expect((await send(to, { text: 'Bye' }, { headers: { 'If-Match': '"seq-2"' } })).status).toBe(202)
    expect((await send(to, { text: 'Hi' }, { headers: { 'If-Match': '"seq-1", "seq-2"' } })).status).toBe(202)
    for (const tags of ['W/"7"', '"seq-2", "7"', ',']) {
      const odd = await send(to, { text: 'Bye' }, { headers: { 'If-Match': tags } })
      expect([odd.status, odd.body.errors[0]?.pointer]).toEqual([400, '/headers/if-match'])
    }
  })
})

describe('the author of a message', () => {
  it.each([
    [WRITER, 'ai', 202, 'ai'],
    [WRITER, 'human', 202, 'human'],
    [AI, undefined, 202, 'ai'],
    [AI, 'automation', 202, 'automation'],
    [AI, 'human', 403, undefined],
    [{ ...WRITER, sub: 'cron', client_id: 'cron' }, 'ai', 403, undefined],
  ])('%o as %s: this guarantees that nobody is raised', async (claims, kind, status, written) => {
    const to = await customer({ channel: 'whatsapp' })
    const author = kind === undefined ? {} : { author: { kind } }
    const answer = await send(to, { text: 'Hello', ...author }, { claims })
    expect([answer.status, (answer.body['author'] as { kind?: string } | undefined)?.kind]).toEqual([
      status,
      written,
    ])
    if (status === 403) expect(answer.body.code).toBe('author_not_allowed')
  })

  it('this guarantees that a person may answer on Messenger for seven days, and nobody else after one', async () => {
    const to = await customer({ channel: 'facebook', wroteHoursAgo: 25 })
    const byPerson = await send(to, { text: 'Sorry for the wait' })
    expect(byPerson.body['outgoing']).toMatchObject({ rule: 'human_agent' })
    for (const answer of [
      await send(to, { text: 'Hello' }, { claims: AI }),
      await send(to, { text: 'Hello', author: { kind: 'automation' } }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'human_agent_only'])
    }
    expect((await stored(to))?.sending?.queue).toEqual([2])
  })
})

const FILE = `att_${'a'.repeat(26)}`

describe('a refusal', () => {
  const text = 'Hello'
  const quickReplies = Array.from({ length: 4 }, (_, n) => ({ title: `t${n}`, payload: `p${n}` }))
  const template = { name: 'order_ready', language: 'en' }
  it.each<[string, Place, object]>([
    ['window_closed', { channel: 'whatsapp', wroteHoursAgo: 25 }, { text }],
    ['window_closed', { channel: 'facebook', wroteHoursAgo: 24 * 8 }, { text }],
    [
      'window_closed',
      { channel: 'facebook', wroteHoursAgo: 25 },
      { text, quickReplies: quickReplies.slice(1) },
    ],
    ['recipient_opted_out', { channel: 'sms', optOut: 'all' }, { text }],
    ['recipient_opted_out', { channel: 'whatsapp', optOut: 'all' }, { template }],
    ['text_too_long', { channel: 'facebook' }, { text: 'x'.repeat(2001) }],
    ['text_too_long', { channel: 'whatsapp' }, { text: 'x'.repeat(1025), quickReplies: [quickReplies[0]] }],
    ['text_too_long', { channel: 'twitter', visibility: 'public' }, { text: '語'.repeat(141) }],
    ['private_data_in_public', { channel: 'twitter', visibility: 'public' }, { text: CARD }],
    ['private_data_in_public', { channel: 'facebook', visibility: 'public' }, { text: CARD }],
    ['private_data_in_public', { channel: 'facebook', visibility: 'public' }, { text: IBAN }],
    ['too_many_quick_replies', { channel: 'whatsapp' }, { text, quickReplies }],
    ['provider_unsupported', { channel: 'whatsapp', changes: { provider: 'twilio' } }, { text }],
    ['channel_unsupported', { channel: 'sms' }, { text, quickReplies }],
    ['channel_unsupported', { channel: 'facebook' }, { template }],
    [
      'reply_target_gone',
      { channel: 'facebook', visibility: 'public', entry: { removedAt: hoursAgo(0) } },
      { text },
    ],
    ['reply_target_gone', { channel: 'whatsapp' }, { text, replyTo: `msg_${'a'.repeat(26)}_1` }],
  ])(
    '%s, %o: this guarantees that it has its own code, says the way out, and nothing is stored',
    async (code, place, body) => {
      const to = await customer(place)
      const answer = await send(to, body)
      expect([answer.status, answer.body.code]).toEqual([422, code])
      expect(String(answer.body['detail']).length).toBeGreaterThan(40)
      expect(await stored(to)).toMatchObject({ seq: 1, sending: null, dueAt: null })
    },
  )

  it('this guarantees that replying to something is refused where the platform cannot show it', async () => {
    const to = await customer({ channel: 'sms' })
    const answer = await send(to, { text, replyTo: toEntryId(to.conversation.id, 1) })
    expect([answer.status, answer.body.code]).toEqual([422, 'channel_unsupported'])
  })

  it.each([
    ['nothing', {}, ['/body required_one']],
    ['both', { text, template }, ['/body/template not_allowed']],
    ['quick replies alone', { quickReplies }, ['/body/text required']],
    ['blank text', { text: ' \n' }, ['/body/text invalid']],
    ['an unknown member', { text, subject: 'Lamp' }, ['/body/subject unknown']],
    ['no files', { text, attachments: [] }, ['/body/attachments too_small']],
    ['a file twice', { attachments: [{ id: FILE }, { id: FILE }] }, ['/body/attachments not_allowed']],
    [
      'a file beside quick replies',
      { text, quickReplies, attachments: [{ id: FILE }] },
      ['/body/attachments not_allowed'],
    ],
    [
      'the same title twice',
      { text, quickReplies: [quickReplies[0], { title: 't0', payload: 'other' }] },
      ['/body/quickReplies not_allowed'],
    ],
    [
      'a long title',
      { text, quickReplies: [{ title: 'x'.repeat(21), payload: 'p' }] },
      ['/body/quickReplies/0/title too_big'],
    ],
  ])('%s: this guarantees that each wrong member is named', async (_, body, errors) => {
    const answer = await send(await customer({ channel: 'whatsapp' }), body)
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed'])
    expect(answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(errors)
  })

  it('this guarantees that sending needs inbox:write and a conversation', async () => {
    const to = await customer({ channel: 'whatsapp' })
    expect((await send(to, { text }, { claims: READER })).body.code).toBe('insufficient_scope')
    const nobody = await postOnce(api, `/v1/conversations/cnv_${'b'.repeat(26)}/messages`, { text })
    expect([nobody.status, nobody.body.code]).toEqual([404, 'not_found'])
  })
})
