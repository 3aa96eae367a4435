import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { request } from 'node:http'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const BEARER = { authorization: 'Bearer secret-token' }
const TEXT = { recipient: { id: '2000000000000001' }, message: { text: 'Good day', metadata: 'msg_1' } }
const OPEN_ENDED = { code: 190, subcode: 463 }

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

const control = (method: string, path: string, body?: unknown) =>
  test.call(`${test.platforms.url}/control/${path}`, { method, body })
const send = (headers: Record<string, string> = BEARER) =>
  test.call(`${test.platforms.baseUrls.graph}/v26.0/770000000000010/messages`, { headers, body: TEXT })

describe('the control of the platforms: this guarantees that', () => {
  it('every call is recorded in its order, credentials masked', async () => {
    await send()
    await test.call(`${test.platforms.baseUrls.graph}/v26.0/1_2/likes?access_token=secret-token`)
    const { body } = await control('GET', 'sent?channel=facebook')
    expect(body).toEqual({
      data: [
        {
          channel: 'facebook',
          provider: 'meta',
          at: '2026-11-22T12:00:00.000Z',
          request: {
            method: 'POST',
            path: '/v26.0/770000000000010/messages',
            headers: expect.objectContaining({ authorization: 'Bearer ***' }),
            body: TEXT,
          },
          response: { status: 200, body: expect.objectContaining({ recipient_id: '2000000000000001' }) },
        },
        expect.objectContaining({
          request: expect.objectContaining({ path: '/v26.0/1_2/likes?access_token=***' }),
        }),
      ],
    })
    expect(JSON.stringify(body)).not.toContain('secret-token')
    expect((await control('GET', 'sent?channel=twitter')).body).toEqual({ data: [] })
    expect((await control('DELETE', 'sent')).status).toBe(204)
    expect((await control('GET', 'sent')).body).toEqual({ data: [] })
  })

  it('a planned answer comes as often as it was planned, and nothing is accepted meanwhile', async () => {
    const fault = { status: 503, body: { oops: true }, headers: { 'retry-after': '7' }, times: 2 }
    expect((await control('PUT', 'faults/facebook', fault)).status).toBe(204)
    for (const status of [503, 503, 200]) {
      const answer = await send()
      expect(answer.status).toBe(status)
      if (status === 503)
        expect([answer.body, answer.headers.get('retry-after')]).toEqual([{ oops: true }, '7'])
    }
    await test.platforms.backChannel.settled()
    expect(test.inbox.events().filter(({ kind }) => kind === 'echo')).toHaveLength(1)
  })

  it('a documented code brings its status, body and headers, one fault after another', async () => {
    await control('PUT', 'faults/facebook', [{ code: 613, times: 1 }, OPEN_ENDED])
    const limited = await send()
    expect(limited.body).toMatchObject({ error: { code: 613 } })
    expect(JSON.parse(limited.headers.get('x-app-usage') ?? '{}')).toMatchObject({ call_count: 100 })
    for (let count = 0; count < 3; count += 1) {
      expect((await send()).body).toMatchObject({ error: { code: 190, error_subcode: 463 } })
    }
    await control('DELETE', 'faults/facebook')
    expect((await send()).status).toBe(200)
  })

  it('one credential can be revoked while others work', async () => {
    await control('PUT', 'faults/facebook', { ...OPEN_ENDED, token: 'secret-token' })
    expect((await send()).status).toBe(400)
    expect((await send({ authorization: 'Bearer another' })).status).toBe(200)
  })

  it('an answer that is lost was accepted all the same, and the echo tells', async () => {
    await control('PUT', 'faults/facebook', { dropAfterRequest: true, times: 1 })
    await expect(send()).rejects.toThrow('fetch failed')
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()[0]).toMatchObject({ kind: 'echo', correlation: 'msg_1' })
    expect(test.platforms.sent()[0]?.response).toBeNull()
  })

  it('an answer that is lost with a refusal was a refusal', async () => {
    await control('PUT', 'faults/facebook', { dropAfterRequest: true, status: 500, times: 1 })
    await expect(send()).rejects.toThrow('fetch failed')
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests).toEqual([])
  })

  it('a slow answer is slow', async () => {
    await control('PUT', 'faults/facebook', { timeoutMs: 120, times: 1 })
    const startedAt = performance.now()
    expect((await send()).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115)
  })

  it('receipts come before the answer, mixed, twice or not at all, as wished', async () => {
    const labels = () => test.inbox.events().map((event) => ('status' in event ? event.status : event.kind))
    await control('PUT', 'faults/facebook', [
      { receipts: 'before_answer', times: 1 },
      { receipts: 'out_of_order', times: 1 },
      { receipts: 'twice', times: 1 },
      { receipts: 'none', times: 1 },
    ])
    await send()
    expect(labels()[0]).toBe('echo')
    await test.platforms.backChannel.settled()
    await send()
    await control('POST', 'settled')
    expect(labels().slice(4)).toEqual(['read', 'delivered', 'delivered', 'echo'])
    await send()
    await control('POST', 'settled')
    expect(labels().filter((label) => label === 'echo')).toHaveLength(4)
    const before = labels().length
    await send()
    await control('POST', 'settled')
    expect(labels()).toHaveLength(before)
  })

  it('an inbox that fails is told again, where the platform does so', async () => {
    test.inbox.answerWith(503, 500)
    await send()
    await control('POST', 'settled')
    expect(test.inbox.events()[0]).toMatchObject({ kind: 'echo' })
    expect((await control('GET', 'deliveries')).body).toMatchObject({
      data: [{ label: 'echo', status: 200, attempts: 3 }, {}, {}],
    })
  })

  it('the same seed tells the same story', async () => {
    const story = async () => {
      const other = await startUnderTest({
        receipts: { delayMs: 0, beforeAnswer: 0.5, outOfOrder: 0.5, twice: 0.5 },
      })
      const ids: unknown[] = []
      for (let count = 0; count < 8; count += 1) {
        const url = `${other.platforms.baseUrls.graph}/v26.0/1/messages`
        ids.push((await other.call(url, { headers: BEARER, body: TEXT })).body)
        await other.platforms.backChannel.settled()
      }
      const told = other.inbox.requests.map(({ body }) => body)
      await other.stop()
      return { ids, told }
    }
    expect(await story()).toEqual(await story())
  })

  it.each([
    { name: 'no effect', path: 'faults/facebook', body: { times: 1 }, status: 400 },
    { name: 'an unknown field', path: 'faults/facebook', body: { status: 500, mood: 'bad' }, status: 400 },
    { name: 'a code of another platform', path: 'faults/facebook', body: { code: 131047 }, status: 400 },
    {
      name: 'a later failure that nobody tells',
      path: 'faults/twitter',
      body: { code: 429, failLater: true },
      status: 400,
    },
    { name: 'an unknown channel', path: 'faults/fax', body: { status: 500 }, status: 404 },
  ])('a fault that makes no sense is refused: $name', async ({ path, body, status }) => {
    expect((await control('PUT', path, body)).status).toBe(status)
  })

  it('a stranger teaches nothing', async () => {
    const body = { object: 'page', entry: [] }
    const bodyBase64 = Buffer.from(JSON.stringify(body)).toString('base64')
    const observed = { channel: 'facebook', path: '/webhooks/facebook', headers: {}, bodyBase64 }
    expect((await control('POST', 'observed', observed)).body).toMatchObject({ learned: false })
    expect((await control('POST', 'observed', { channel: 'facebook' })).status).toBe(400)
  })

  it('a name that is not loopback is refused', async () => {
    const { port } = new URL(test.platforms.url)
    const status = await new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/control/sent', headers: { host: 'evil.example' } }
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })
})
