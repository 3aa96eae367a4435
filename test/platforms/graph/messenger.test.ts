import { MediaPlan } from '../media/media-book.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const PAGE = '770000000000010'
const PSID = '2000000000000001'
const BEARER = { authorization: 'Bearer EAAlocal-token' }
const HOUR_MS = 3_600_000

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

const send = (body: unknown, headers: Record<string, string> = BEARER) =>
  test.call(`${test.platforms.baseUrls.graph}/v26.0/${PAGE}/messages`, { headers, body })
const text = (more: object = {}) => ({
  recipient: { id: PSID },
  messaging_type: 'RESPONSE',
  message: { text: 'Good day', metadata: 'msg_1' },
  ...more,
})
const later = (hours: number) => {
  test.clock.now = new Date(test.clock.now.getTime() + hours * HOUR_MS)
}

describe('the emulated Messenger: this guarantees that', () => {
  it('a text is answered with recipient and message id, and comes back as echo, delivery and read', async () => {
    await test.customerWrites('facebook', { customer: PSID })
    const answer = await send(text({ reply_to: { mid: 'm_theirs' } }))
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ recipient_id: PSID, message_id: expect.stringMatching(/^m_/) })
    await test.platforms.backChannel.settled()
    const { message_id: mid } = answer.body as { message_id: string }
    expect(test.inbox.events()).toEqual([
      expect.objectContaining({
        kind: 'echo',
        providerId: mid,
        correlation: 'msg_1',
        text: 'Good day',
        replyTo: 'm_theirs',
      }),
      expect.objectContaining({ kind: 'watermark', status: 'delivered' }),
      expect.objectContaining({ kind: 'receipt', status: 'delivered', target: mid }),
      expect.objectContaining({ kind: 'watermark', status: 'read' }),
    ])
  })

  it('a file by its address is taken, and comes back as one', async () => {
    test.platforms.media.set('a', MediaPlan.parse({ sample: 'image' }))
    const url = test.platforms.mediaUrlOf('a')
    const attachment = { type: 'image', payload: { url, is_reusable: true } }
    expect((await send(text({ message: { attachment } }))).status).toBe(200)
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()[0]).toMatchObject({ kind: 'echo', attachments: [{ type: 'image' }] })
  })

  it.each([
    { name: 'it cannot be had', file: 'gone', type: 'image', subcode: 2018008 },
    { name: 'it is of another type', file: 'a', type: 'video', subcode: 2018047 },
    { name: 'it is too large', file: 'large', type: 'image', subcode: 2018109 },
  ])('a file is refused where $name', async ({ file, type, subcode }) => {
    test.platforms.media.set('a', MediaPlan.parse({ sample: 'image' }))
    test.platforms.media.set('large', MediaPlan.parse({ sample: 'image', sizeBytes: 9_000_000 }))
    const attachment = { type, payload: { url: test.platforms.mediaUrlOf(file) } }
    const answer = await send(text({ message: { attachment } }))
    expect(answer.body).toMatchObject({ error: { code: 100, error_subcode: subcode } })
  })

  it.each([
    { name: 'no recipient', body: { message: { text: 'x' } }, says: /recipient/ },
    {
      name: 'two recipients',
      body: text({ recipient: { id: PSID, comment_id: '1_2' } }),
      says: /exactly one/,
    },
    { name: 'no message', body: { recipient: { id: PSID } }, says: /message is required/ },
    {
      name: '2001 characters',
      body: text({ message: { text: 'x'.repeat(2001) } }),
      says: /less than or equal to 2000/,
    },
    {
      name: 'text and attachment together',
      body: text({
        message: { text: 'x', attachment: { type: 'image', payload: { url: 'https://x.example' } } },
      }),
      says: /exactly one of text and attachment/,
    },
    {
      name: 'fourteen quick replies',
      body: text({
        message: {
          text: 'x',
          quick_replies: Array.from({ length: 14 }, () => ({
            content_type: 'text',
            title: 't',
            payload: 'p',
          })),
        },
      }),
      says: /1 to 13/,
    },
    {
      name: 'reply_to inside the message',
      body: text({ message: { text: 'x', reply_to: { mid: 'm_1' } } }),
      says: /Invalid keys "reply_to"/,
    },
    {
      name: 'a retired tag',
      body: text({ messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }),
      says: /ACCOUNT_UPDATE/,
    },
    { name: 'a tag without its type', body: text({ tag: 'HUMAN_AGENT' }), says: /MESSAGE_TAG/ },
    {
      name: 'typing with a message',
      body: text({ sender_action: 'typing_on' }),
      says: /both message and state/,
    },
    {
      name: 'an attachment id as a number',
      body: text({ message: { attachment: { type: 'image', payload: { attachment_id: 245 } } } }),
      says: /must be a string/,
    },
  ])('what is wrong in itself is refused with 100: $name', async ({ body, says }) => {
    const answer = await send(body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      error: {
        type: 'OAuthException',
        code: 100,
        message: expect.stringMatching(says),
        fbtrace_id: expect.any(String),
      },
    })
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests).toEqual([])
  })

  it('the window closes after 24 hours, for HUMAN_AGENT after seven days', async () => {
    const human = text({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })
    await test.customerWrites('facebook', { customer: PSID })
    later(24)
    expect((await send(text())).status).toBe(200)
    later(0.1)
    expect((await send(text())).body).toMatchObject({ error: { code: 10, error_subcode: 2018278 } })
    expect((await send(human)).status).toBe(200)
    later(6 * 24)
    expect((await send(human)).body).toMatchObject({ error: { code: 10, error_subcode: 2018278 } })
    await test.customerWrites('facebook', { customer: PSID })
    expect((await send(text())).status).toBe(200)
  })

  it('a person of another Page is nobody here, one never seen is let through', async () => {
    await test.customerWrites('facebook', { customer: PSID, account: '770000000000011' })
    expect((await send(text())).body).toMatchObject({ error: { code: 100, error_subcode: 2018001 } })
    expect((await send(text({ recipient: { id: '2999' } }))).status).toBe(200)
  })

  it('typing and seen are calls of their own', async () => {
    for (const action of ['typing_on', 'typing_off', 'mark_seen']) {
      const answer = await send({ recipient: { id: PSID }, sender_action: action })
      expect(answer.body).toEqual({ recipient_id: PSID })
    }
    expect((await send({ recipient: { id: PSID }, sender_action: 'dance' })).status).toBe(400)
  })

  it('a comment is answered privately once, within seven days, and the answer names the person', async () => {
    const comment = {
      customer: '5001',
      id: '50001_60001',
      root: `${PAGE}_50001`,
      visibility: 'public' as const,
    }
    await test.customerWrites('facebook', comment)
    const privately = (id: string) => send({ recipient: { comment_id: id }, message: { text: 'Hello' } })
    const first = await privately('50001_60001')
    expect(first.body).toMatchObject({
      recipient_id: expect.stringMatching(/^7\d{15}$/),
      message_id: expect.any(String),
    })
    expect((await privately('50001_60001')).body).toMatchObject({ error: { code: 10900 } })
    const { recipient_id: psid } = first.body as { recipient_id: string }
    expect((await send(text({ recipient: { id: psid } }))).body).toMatchObject({
      error: { error_subcode: 2018278 },
    })
    await test.customerWrites('facebook', { ...comment, id: '50001_60002' })
    later(7 * 24 + 1)
    expect((await privately('50001_60002')).body).toMatchObject({ error: { code: 10902 } })
    expect((await privately('rubbish')).body).toMatchObject({ error: { code: 100, error_subcode: 2018292 } })
  })

  it.each([
    { name: 'none', headers: {}, code: 104 },
    { name: 'not a token', headers: { authorization: 'Bearer a b' }, code: 190 },
    { name: 'another scheme', headers: { authorization: 'Basic abc' }, code: 190 },
  ])('a credential must be there and look like one: $name', async ({ headers, code }) => {
    const answer = await send(text(), headers)
    expect(answer.body).toMatchObject({ error: { code } })
  })

  it('an unknown version or path is refused as such', async () => {
    const answer = await test.call(`${test.platforms.baseUrls.graph}/v9.0/${PAGE}/messages`, {
      headers: BEARER,
      body: {},
    })
    expect(answer.body).toMatchObject({ error: { code: 2500 } })
  })
})
