import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCodes } from '../../shared/domain/handoff/pass.ts'
import type { SentCall } from '../platforms/server/sent-log.ts'
import { type ApiSchema, readData } from '../support/api-client.ts'
import { pressQuickReply } from '../support/press-quick-reply.ts'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

type HandoffView = ApiSchema<'Handoff'>
type Target = { kind: 'same_platform' } | { kind: 'whatsapp' | 'sms'; to?: string }

const PAGE = '770000000000010'
const COMMENT = { channel: 'facebook', visibility: 'public' } as const
const POST = `${PAGE}_122100000000000`

let inbox: TestInbox
let desk: ReplyDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  // An account is known once somebody has written to it.
  for (const channel of ['whatsapp', 'sms']) await desk.customerWrites({ channel, visibility: 'private' })
})
afterAll(() => inbox.stop())

async function offer(conversationId: string, target: Target): Promise<HandoffView> {
  const reason = { code: 'account_data' } as const
  const params = { path: { id: conversationId }, header: { 'Idempotency-Key': randomUUID() } }
  return readData(
    inbox.api.POST('/v1/conversations/{id}/handoffs', {
      params,
      body: { target, reason, announce: true, hide: false },
    }),
  )
}
const read = (id: string) => readData(inbox.api.GET('/v1/handoffs/{id}', { params: { path: { id } } }))
const once = (id: string, state: HandoffView['state']): Promise<HandoffView> =>
  inbox.eventually(
    () => read(id),
    (handoff) => handoff.state === state,
  )
const conversationOf = (id: string) =>
  readData(inbox.api.GET('/v1/conversations/{id}', { params: { path: { id } } }))

/** The newest call to a platform that is as wanted. */
async function sentOnce(channel: string, isWanted: (call: SentCall) => boolean): Promise<SentCall> {
  const calls = await inbox.eventually(
    async () => (await desk.sent(channel)).filter(isWanted),
    (found) => found.length > 0,
  )
  const call = calls.at(-1)
  if (call === undefined) throw new Error(`${channel} was sent nothing like it`)
  return call
}

/** Both sides name each other, and the public log tells every step once. */
async function expectArrived({ id, publicConversationId }: HandoffView, privateId: string): Promise<void> {
  expect(await once(id, 'completed')).toMatchObject({ state: 'completed', privateConversationId: privateId })
  expect(await conversationOf(publicConversationId)).toMatchObject({
    visibility: 'public',
    handoff: null,
    linked: [{ conversationId: privateId, handoffId: id }],
  })
  const there = await conversationOf(privateId)
  expect(there.visibility).toBe('private')
  expect(there.linked).toContainEqual({ conversationId: publicConversationId, handoffId: id })
  const told = (await desk.entries(publicConversationId)).flatMap((entry) =>
    entry.kind === 'activity' && entry.type.startsWith('handoff.') ? [entry.type] : [],
  )
  expect(told).toEqual(
    ['offered', 'delivered', 'opened', 'verified', 'completed'].map((step) => `handoff.${step}`),
  )
}

const psidOf = ({ response }: SentCall): string =>
  /"recipient_id":"(\d+)"/.exec(JSON.stringify(response))?.[1] ?? ''
const toMessenger = ({ request }: SentCall): boolean => request.path.includes(`/${PAGE}/messages`)

describe('a public conversation goes on in private: this guarantees that', () => {
  it('from a comment to Messenger, the private reply is as the platform wants it, and the answer is linked', async () => {
    const { id } = await desk.customerWrites(COMMENT, { root: POST })
    const [asked] = await desk.entries(id)
    const handoff = await offer(id, { kind: 'same_platform' })
    const call = await sentOnce('facebook', toMessenger)
    expect(call.request).toMatchObject({
      method: 'POST',
      body: {
        recipient: { comment_id: asked?.kind === 'message' ? asked.providerId : '' },
        messaging_type: 'RESPONSE',
        message: { text: expect.stringContaining('nobody else reads along') as string },
      },
    })
    await once(handoff.id, 'delivered')
    const place = { channel: 'facebook', visibility: 'private' } as const
    const there = await desk.customerWrites(place, { customer: psidOf(call) })
    await expectArrived(handoff, there.id)
    expect(there.contactId).toBe((await conversationOf(id)).contactId)
  })

  it('from a post on X, the link is a field beside the words, and the direct message is linked', async () => {
    const customer = '1699999999999999901'
    const { id, account } = await desk.customerWrites(
      { channel: 'twitter', visibility: 'public' },
      { customer },
    )
    const handoff = await offer(id, { kind: 'same_platform' })
    const { request } = await sentOnce('twitter', (call) => call.request.path === '/2/tweets')
    expect(request.body).toMatchObject({
      direct_message_deep_link: `https://x.com/messages/compose?recipient_id=${account.id}`,
    })
    await once(handoff.id, 'delivered')
    const there = await desk.customerWrites({ channel: 'twitter', visibility: 'private' }, { customer })
    await expectArrived(handoff, there.id)
  })

  it('from a comment to WhatsApp, a tap brings link and code, and the code is who they are', async () => {
    const { id } = await desk.customerWrites(COMMENT, { root: POST })
    const handoff = await offer(id, { kind: 'whatsapp' })
    const payload = `handoff:${handoff.id}`
    const asked = await sentOnce('facebook', (call) => JSON.stringify(call.request.body).includes(payload))
    await once(handoff.id, 'delivered')
    await pressQuickReply(inbox.url, { psid: psidOf(asked), payload })
    await once(handoff.id, 'opened')
    const link = await sentOnce('facebook', (call) =>
      JSON.stringify(call.request.body).includes('https://wa.me/'),
    )
    expect(JSON.stringify(link.request.body)).toContain('https://wa.me/4930555010?text=')
    const [code = ''] = findCodes(decodeURIComponent(JSON.stringify(link.request.body)))
    const text = `Hello, my code is ${code}`
    const there = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' }, { text })
    await expectArrived(handoff, there.id)
  })

  it('from a comment to a number that they gave, the message goes there, and the answer is linked', async () => {
    const to = '+15005550177'
    const { id } = await desk.customerWrites(COMMENT, { root: POST })
    const handoff = await offer(id, { kind: 'sms', to })
    const { request } = await sentOnce('sms', (call) => JSON.stringify(call.request.body).includes(to))
    expect(request.body).toMatchObject({ To: to, From: '+15005550010' })
    await once(handoff.id, 'delivered')
    const there = await desk.customerWrites({ channel: 'sms', visibility: 'private' }, { customer: to })
    await expectArrived(handoff, there.id)
  })
})
