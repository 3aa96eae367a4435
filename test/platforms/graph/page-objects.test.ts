import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const PAGE = '770000000000010'
const COMMENT = '50001_60001'
const BEARER = { authorization: 'Bearer EAAlocal-token' }

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
  const root = `${PAGE}_50001`
  await test.customerWrites('facebook', { customer: '5001', id: COMMENT, root, visibility: 'public' })
})
afterEach(() => test.stop())

const call = (method: string, path: string, body?: unknown) =>
  test.call(`${test.platforms.baseUrls.graph}/v26.0/${path}`, { method, headers: BEARER, body })

describe('the emulated Page: this guarantees that', () => {
  it('a reply under a comment is answered with its id and comes back as the comment of the Page', async () => {
    const answer = await call('POST', `${COMMENT}/comments`, { message: 'Thank you' })
    expect(answer.body).toEqual({ id: expect.stringMatching(/^50001_\d+$/) })
    await test.platforms.backChannel.settled()
    const { id } = answer.body as { id: string }
    expect(test.inbox.events()).toEqual([
      expect.objectContaining({ kind: 'echo', providerId: id, text: 'Thank you' }),
    ])
    expect(test.inbox.events()[0]).toMatchObject({ thread: { visibility: 'public', parent: COMMENT } })
    expect((await call('GET', `${COMMENT}/comments`)).body).toMatchObject({
      data: [{ id, message: 'Thank you' }],
    })
  })

  it('a comment is hidden, shown again, liked and removed, and the Page hears of it', async () => {
    for (const isHidden of [true, false]) {
      expect((await call('POST', COMMENT, { is_hidden: isHidden })).body).toEqual({ success: true })
      await test.platforms.backChannel.settled()
    }
    expect((await call('POST', `${COMMENT}/likes`)).body).toEqual({ success: true })
    expect((await call('DELETE', COMMENT)).body).toEqual({ success: true })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toMatchObject([
      { kind: 'hiding', hidden: true, target: COMMENT },
      { kind: 'hiding', hidden: false, target: COMMENT },
      { kind: 'removal', target: COMMENT },
    ])
  })

  it('what was removed is not there any more', async () => {
    await call('DELETE', COMMENT)
    const answer = await call('POST', `${COMMENT}/comments`, { message: 'Thank you' })
    expect(answer.body).toMatchObject({
      error: { code: 100, error_subcode: 33, type: 'GraphMethodException' },
    })
  })

  it('an empty reply is refused, and a change of nothing', async () => {
    expect((await call('POST', `${COMMENT}/comments`, {})).body).toMatchObject({ error: { code: 100 } })
    expect((await call('POST', COMMENT, {})).body).toMatchObject({ error: { code: 100 } })
  })

  it('a comment never seen is answered, and nobody is told, because its Page is not known', async () => {
    expect((await call('POST', '7_8/comments', { message: 'Thank you' })).status).toBe(200)
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests).toEqual([])
  })
})
