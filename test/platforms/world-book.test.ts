import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { type Answer, startUnderTest, type UnderTest } from './platforms-under-test.ts'

function subscriptions({ call, platforms }: UnderTest, method: string): Promise<Answer> {
  const headers = { authorization: 'Bearer local-whatsapp-access-token' }
  const url = `${platforms.baseUrls.graph}/v26.0/${WHATSAPP_ACCOUNT.waba}/subscribed_apps`
  return call(url, { method, headers })
}

describe('what was connected: this guarantees that', () => {
  it('it is there when the platforms are started again with their file, and only then', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'inlet-worlds-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const worldsFile = join(directory, 'platforms')

    const first = await startUnderTest({ worldsFile })
    expect((await subscriptions(first, 'GET')).body).toEqual({ data: [] })
    expect((await subscriptions(first, 'POST')).status).toBe(200)
    const { body: connected } = await subscriptions(first, 'GET')
    await first.stop()

    const again = await startUnderTest({ worldsFile })
    expect((await subscriptions(again, 'GET')).body).toEqual(connected)
    expect(connected).not.toEqual({ data: [] })
    await again.stop()

    const another = await startUnderTest()
    expect((await subscriptions(another, 'GET')).body).toEqual({ data: [] })
    await another.stop()
  })
})
