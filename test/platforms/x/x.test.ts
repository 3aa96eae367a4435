import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const ACCOUNT = '1500000000000000010'
const PERSON = '1600000000000000777'
const POST = '2080000000000000001'
const BEARER = { authorization: 'Bearer local-twitter-token' }

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = BEARER) =>
  test.call(`${test.platforms.baseUrls.x}/2/${path}`, { method, headers, body })
const message = (body: unknown = { text: 'Good day' }) =>
  call('POST', `dm_conversations/with/${PERSON}/messages`, body)
const post = (body: object) => call('POST', 'tweets', body)
const reply = (text: string, id = POST) => post({ text, reply: { in_reply_to_tweet_id: id } })

describe('the emulated X: this guarantees that', () => {
  it('a direct message is answered with its ids and comes back as sent', async () => {
    await test.customerWrites('twitter', { customer: PERSON })
    const answer = await message({ text: 'HTML writes &amp; for & <3' })
    expect(answer.status).toBe(201)
    const { data } = answer.body as { data: { dm_event_id: string } }
    expect(data).toEqual({
      dm_conversation_id: `${ACCOUNT}-${PERSON}`,
      dm_event_id: expect.stringMatching(/^\d{19}$/),
    })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toEqual([
      expect.objectContaining({
        kind: 'echo',
        providerId: data.dm_event_id,
        text: 'HTML writes &amp; for & <3',
      }),
    ])
  })

  it('what was sent to a person can be looked up', async () => {
    await message({ text: 'one' })
    await message({ text: 'two' })
    const { body } = await call('GET', `dm_conversations/with/${PERSON}/dm_events`)
    expect(body).toMatchObject({ data: [{ text: 'two', event_type: 'MessageCreate' }, { text: 'one' }] })
  })

  it.each([
    { name: 'nothing', body: {} },
    { name: 'an empty text', body: { text: '' } },
    { name: '10,001 characters', body: { text: 'x'.repeat(10_001) } },
    { name: 'two attachments', body: { attachments: [{ media_id: '1' }, { media_id: '2' }] } },
    { name: 'a parameter of another product', body: { text: 'x', reply_to_dm_event_id: '1' } },
  ])('a message that is wrong in itself is refused: $name', async ({ body }) => {
    const answer = await message(body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ title: 'Invalid Request', errors: [{ message: expect.any(String) }] })
  })

  it('the sixteenth message in a quarter of an hour is refused until the window ends', async () => {
    for (let count = 0; count < 15; count += 1) expect((await message()).status).toBe(201)
    const refused = await message()
    expect(refused.status).toBe(429)
    expect(refused.body).toEqual({
      title: 'Too Many Requests',
      detail: 'Too Many Requests',
      type: 'about:blank',
      status: 429,
    })
    expect(refused.headers.get('x-rate-limit-limit')).toBe('15')
    expect(refused.headers.get('x-rate-limit-remaining')).toBe('0')
    const reset = Number(refused.headers.get('x-rate-limit-reset')) * 1_000
    expect(reset).toBe(test.clock.now.getTime() + 15 * 60_000)
    test.clock.now = new Date(reset)
    expect((await message()).status).toBe(201)
  })

  it('a run that cannot wait shortens the window', async () => {
    const pace = { xQuarterMs: 2_000 }
    await test.call(`${test.platforms.url}/control/pace`, { method: 'PUT', body: pace })
    for (let count = 0; count < 15; count += 1) expect((await message()).status).toBe(201)
    expect((await message()).status).toBe(429)
    test.clock.now = new Date(test.clock.now.getTime() + 2_000)
    expect((await message()).status).toBe(201)
  })

  it('a reply to a post that named us is answered with its id and comes back as ours', async () => {
    await test.customerWrites('twitter', { customer: PERSON, id: POST, visibility: 'public' })
    const answer = await reply('Thank you')
    expect(answer.status).toBe(201)
    const { data } = answer.body as { data: { id: string } }
    expect(data).toEqual({ id: data.id, text: 'Thank you', edit_history_tweet_ids: [data.id] })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toEqual([
      expect.objectContaining({ kind: 'echo', providerId: data.id, text: 'Thank you' }),
    ])
    expect(test.inbox.events()[0]).toMatchObject({ thread: { root: POST, parent: POST } })
  })

  it('nobody may be answered who is known not to have called, and no deleted post', async () => {
    const payload = {
      id: '2080000000000000009',
      author_id: PERSON,
      text: 'rain',
      conversation_id: '2080000000000000009',
    }
    const event = { filter: { user_id: ACCOUNT }, event_uuid: '1', payload, includes: {} }
    await test.webhook('twitter', { data: { ...event, event_type: 'post.repost.create' } })
    const refused = await reply('Hello', payload.id)
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({
      detail: expect.stringMatching(/not been mentioned/),
      type: 'about:blank',
    })
    await test.customerWrites('twitter', { customer: PERSON, id: POST, visibility: 'public' })
    const deletion = { ...event, payload: { id: POST, author_id: PERSON }, event_type: 'post.delete' }
    await test.webhook('twitter', { data: deletion })
    expect((await reply('Hello')).body).toMatchObject({ detail: expect.stringMatching(/deleted/) })
  })

  it('the same post twice is a duplicate', async () => {
    expect((await reply('Thank you')).status).toBe(201)
    const second = await reply('Thank you')
    expect(second.status).toBe(403)
    expect(second.body).toMatchObject({ detail: expect.stringMatching(/duplicate content/) })
    expect((await reply('Thank you', '2080000000000000002')).status).toBe(201)
  })

  it.each([
    { name: '281 letters', text: 'x'.repeat(281) },
    { name: '141 Japanese characters', text: '寿'.repeat(141) },
    { name: '141 emojis', text: '👩‍👩‍👧'.repeat(141) },
    { name: 'a link and 257 letters', text: `${'x'.repeat(257)} https://example.com/${'y'.repeat(100)}` },
  ])('a post is as long as X counts it: $name', async ({ text }) => {
    const answer = await post({ text })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ errors: [{ message: expect.stringMatching(/too long/) }] })
    // One character less fits.
    expect(
      (
        await post({
          text: [...new Intl.Segmenter().segment(text)]
            .slice(1)
            .map((s) => s.segment)
            .join(''),
        })
      ).status,
    ).toBe(201)
  })

  it('a post is deleted, liked and hidden', async () => {
    await test.customerWrites('twitter', { customer: PERSON, id: POST, visibility: 'public' })
    const { data } = (await reply('Thank you')).body as { data: { id: string } }
    expect((await call('DELETE', `tweets/${data.id}`)).body).toEqual({ data: { deleted: true } })
    expect((await call('POST', `users/${ACCOUNT}/likes`, { tweet_id: POST })).body).toEqual({
      data: { liked: true },
    })
    expect((await call('DELETE', `users/${ACCOUNT}/likes/${POST}`)).body).toEqual({ data: { liked: false } })
    expect((await call('PUT', `tweets/${POST}/hidden`, { hidden: true })).body).toEqual({
      data: { hidden: true },
    })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events().map(({ kind }) => kind)).toEqual(['echo', 'removal'])
  })

  it.each([
    { name: 'none', headers: {}, status: 401 },
    { name: 'Basic', headers: { authorization: 'Basic abc' }, status: 401 },
    {
      name: 'OAuth 1.0a without a signature',
      headers: { authorization: 'OAuth oauth_token="1-a"' },
      status: 401,
    },
    {
      name: 'OAuth 1.0a',
      headers: {
        authorization:
          'OAuth oauth_consumer_key="k", oauth_nonce="n", oauth_signature="s", oauth_timestamp="1", oauth_token="15-a"',
      },
      status: 201,
    },
  ])('a credential must be there and look like one: $name', async ({ headers, status }) => {
    const answer = await call('POST', 'tweets', { text: 'Hello' }, headers)
    expect(answer.status).toBe(status)
  })

  it('an id that was a number is refused', async () => {
    expect((await post({ text: 'x', reply: { in_reply_to_tweet_id: 12 } })).status).toBe(400)
  })
})
