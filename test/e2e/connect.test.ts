import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../commands/connect/connect.ts'
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
