import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../commands/connect/connect.ts'
import { FACEBOOK_PAGE } from '../../shared/channels/facebook/wire.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const LOCAL = 'http://127.0.0.1:3000'
/** Commands of the README that connect to a local run, with what is piped into them. */
const LINES = [
  ...README.matchAll(/^(?:echo '([^']+)' \\\n +\| )?npm run connect -- (.*127\.0\.0\.1:3000.*)$/gm),
].map(([, stdin = '', words = '']) => ({ stdin, words, title: words.split(' --url', 1)[0] ?? '' }))

let inbox: TestInbox

beforeAll(async () => {
  inbox = await startInbox()
}, 60_000)
afterAll(() => inbox.stop())

async function type(words: string, stdin = '', environment: Record<string, string> = {}) {
  const printed: string[] = []
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      printed.push(chunk.toString())
      done()
    },
  })
  const line = words.replace(LOCAL, inbox.url).split(' ')
  const code = await connect(line, { environment, input: Readable.from([stdin]), output })
  return { code, text: printed.join('') }
}

describe('connecting with nothing but the README: this guarantees that', () => {
  it('there is a line for each way to connect', () => {
    expect(LINES.map(({ title }) => title)).toEqual([
      'whatsapp',
      'facebook',
      'sms',
      'sms --provider aws',
      'twitter',
    ])
  })

  it.each(LINES)(
    'a newcomer connects $title to the stack that runs here, and a second time changes nothing',
    async ({ words, stdin }) => {
      const first = await type(words, stdin)
      expect(first.text).toContain('is connected.')
      expect(first.code).toBe(0)
      expect((await type(words, stdin)).text).toContain('nothing was changed')
    },
  )

  it.each([
    ['an expired token', 'token_expired', { INLET_CONNECT_ACCESS_TOKEN: 'expired-whatsapp-token' }],
    ['a missing permission', 'permission_missing', { INLET_CONNECT_ACCESS_TOKEN: 'narrow-whatsapp-token' }],
  ])('%s is named', async (_, code, environment) => {
    const typed = await type(LINES[0]?.words ?? '', '', environment)
    expect(typed.code).toBe(1)
    expect(typed.text).toContain(`${code}: `)
    expect(typed.text).toContain('Way out: ')
  })

  it('what is connected passes the check', async () => {
    const typed = await type(`--check --url ${LOCAL}`)
    expect(typed.text.match(/as it should be/g)).toHaveLength(LINES.length)
    expect(typed.code).toBe(0)
  })
})

describe('the daily check of the stack that runs here: this guarantees that', () => {
  type AccountEvent = { type: string; account: { id: string }; data: { code: string | null } }
  const [whatsapp, facebook] = [LINES[0]?.words ?? '', LINES[1]?.words ?? '']

  async function runCheck(): Promise<void> {
    expect((await fetch(`${inbox.url}/local/schedules/checks`, { method: 'POST' })).status).toBe(204)
  }

  /** What the change feed says of an account's health, oldest first. */
  async function readHealth(id: string, length: number): Promise<[type: string, code: string | null][]> {
    const { data } = await inbox.eventually(
      () => inbox.get<{ data: AccountEvent[] }>('/v1/events'),
      (page) => page.data.filter(isHealthOf(id)).length >= length,
    )
    return data.filter(isHealthOf(id)).map(({ type, data: { code } }) => [type, code])
  }
  const isHealthOf =
    (id: string) =>
    ({ type, account }: AccountEvent): boolean =>
      account.id === id && /^account\.(degraded|recovered)$/.test(type)

  it('accounts as they were connected are told of in no event', async () => {
    await runCheck()
    const { data } = await inbox.get<{ data: AccountEvent[] }>('/v1/events')
    expect(data.filter(({ type }) => type.startsWith('account.'))).toEqual([])
  })

  it('a subscription that somebody dropped degrades its account, and connecting again ends it', async () => {
    const { phoneNumberId, waba } = WHATSAPP_ACCOUNT
    await dropSubscription(waba)
    await runCheck()
    expect(await readHealth(phoneNumberId, 1)).toEqual([['account.degraded', 'not_subscribed']])
    expect((await type(whatsapp)).code).toBe(0)
    await runCheck()
    expect(await readHealth(phoneNumberId, 2)).toEqual([
      ['account.degraded', 'not_subscribed'],
      ['account.recovered', 'checks_pass_again'],
    ])
  })

  it('a token that has expired degrades its account, and a new one ends it', async () => {
    expect(facebook).toContain(FACEBOOK_PAGE)
    const expired = { data: { app_id: 'x', is_valid: false, expires_at: 1_700_000_000, scopes: [] } }
    await setFault({ path: '/v26.0/debug_token', status: 200, body: expired, times: 1 })
    await runCheck()
    expect(await readHealth(FACEBOOK_PAGE, 1)).toEqual([['account.degraded', 'token_expired']])
    await runCheck()
    expect(await readHealth(FACEBOOK_PAGE, 2)).toEqual([
      ['account.degraded', 'token_expired'],
      ['account.recovered', 'checks_pass_again'],
    ])
  })

  it('a function without a schedule is not run', async () => {
    expect((await fetch(`${inbox.url}/local/schedules/api`, { method: 'POST' })).status).toBe(404)
  })

  async function dropSubscription(waba: string): Promise<void> {
    const url = `${inbox.stack.platforms?.hosts['graph']}/v26.0/${waba}/subscribed_apps`
    const headers = { authorization: 'Bearer local-whatsapp-access-token' }
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200)
  }

  async function setFault(fault: object): Promise<void> {
    const init = { method: 'PUT', body: JSON.stringify(fault) }
    expect((await fetch(`${inbox.url}/local/platforms/facebook/fault`, init)).status).toBe(204)
  }
})
