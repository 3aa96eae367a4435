import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONNECT_CASES } from './connect-cases.ts'
import type { ConnectCase } from './to-connect-case.ts'
import { type Desk, openDesk, type Typed } from './connect-desk.ts'
import { FACEBOOK_APP, UNREGISTERED_NUMBER, UNREGISTERED_PIN } from '../platforms/graph/meta-world.ts'
import { TAKEN_NUMBER } from '../platforms/twilio/twilio-world.ts'

const CHANGES = /^(POST|PUT|DELETE) /
/** AWS says in its body what it is asked: every call is a POST. */
const LOOKS = /^POST \/$/

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.stop())

const FAILURES = CONNECT_CASES.flatMap(({ name, failures }) =>
  failures.map((failure) => ({ ...failure, title: `${name}: ${failure.what}` })),
)

describe('connect: this guarantees that', () => {
  it.each(CONNECT_CASES)(
    '$name is connected with what its console shows',
    async ({ words, environment, stored }) => {
      const typed = await desk.type(words, environment)
      expect(typed.text).toContain('is connected.')
      expect(typed.text).toContain('What remains, where no call can help:')
      expect(typed.code).toBe(0)
      const channel = words.split(' ', 1)[0] ?? ''
      expect(Object.keys(desk.deployment.secretOf(channel))).toEqual(expect.arrayContaining([...stored]))
    },
  )

  it.each(CONNECT_CASES)('$name connected twice is changed once', async ({ words, environment }) => {
    await desk.type(words, environment)
    const channel = words.split(' ', 1)[0] ?? ''
    const before = desk.deployment.secretOf(channel)
    desk.calls()
    const typed = await desk.type(words, environment)
    expect(typed.text).toContain('was connected already; nothing was changed.')
    expect(desk.calls().filter((call) => CHANGES.test(call) && !LOOKS.test(call))).toEqual([])
    expect(desk.deployment.secretOf(channel)).toEqual(before)
    expect(typed.text).not.toContain('done ')
  })

  it.each(CONNECT_CASES)('$name asks for nothing that is stored already', async ({ words, environment }) => {
    await desk.type(words, environment)
    const [channel = ''] = words.split(' ', 1)
    const id = /(--provider aws|) ?--url URL (--[a-z-]+ \S+)/.exec(words)
    const typed = await desk.type(`${channel}${id?.[1] ? ` ${id[1]}` : ''} --url URL ${id?.[2] ?? ''}`)
    expect(typed.text).toContain('nothing was changed')
  })

  it.each(FAILURES)(
    '$title is named with the way out, and the account does not count as connected',
    async ({ words, environment, code, wayOut }) => {
      const typed = await desk.type(words, environment)
      expect(typed.code).toBe(1)
      expect(typed.text).toContain(`${code}: `)
      expect(typed.text.slice(typed.text.indexOf('Way out:'))).toMatch(wayOut)
      const channel = words.split(' ', 1)[0] ?? ''
      expect(Object.keys(desk.deployment.secretOf(channel)).filter((key) => key.includes('@'))).toEqual([])
    },
  )

  it.each(CONNECT_CASES)('$name shows none of the secrets, whatever happens', async (connecting) => {
    const runs = [await desk.type(connecting.words, connecting.environment)]
    for (const { words, environment } of connecting.failures) runs.push(await desk.type(words, environment))
    runs.push(await desk.type('--check --url URL'))
    const secrets = secretsOf(connecting, desk)
    expect(runs.filter(({ text }) => secrets.some((secret) => text.includes(secret)))).toEqual([])
  })

  it.each(CONNECT_CASES)('a dry run of $name prints calls and makes none', async ({ words, environment }) => {
    const before = desk.deployment.secretOf(words.split(' ', 1)[0] ?? '')
    const typed = await desk.type(`${words} --dry-run`, environment)
    expect(typed.code).toBe(0)
    expect(typed.text).toMatch(/look +(GET|AWS)/)
    expect(typed.text).toMatch(/if not (POST|AWS)/)
    expect(desk.calls()).toEqual([])
    expect(desk.deployment.secretOf(words.split(' ', 1)[0] ?? '')).toEqual(before)
    expect(Object.values(environment).filter((secret) => typed.text.includes(secret))).toEqual([])
  })

  it('a webhook that cannot be reached is named, with nothing subscribed', async () => {
    desk.deployment.setWebhook('refusing')
    const { words, environment } = pick('WhatsApp')
    const typed = await desk.type(words, environment)
    expect(typed).toMatchObject({ code: 1 })
    expect(typed.text).toContain('webhook_refused: The webhook')
    expect(desk.calls().filter((call) => CHANGES.test(call))).toEqual([])
  })

  it('a challenge that only the platform cannot pass is named in its words', async () => {
    const { words, environment } = pick('Facebook')
    desk.platforms.fault('facebook', [
      { path: `/v26.0/${FACEBOOK_APP}/subscriptions`, times: 1, status: 200, body: { data: [] } },
      {
        path: `/v26.0/${FACEBOOK_APP}/subscriptions`,
        times: 1,
        status: 400,
        body: { error: { code: 2200, message: 'Callback verification failed: HTTP Status Code = 404' } },
      },
    ])
    const typed = await desk.type(words, environment)
    expect(typed.text).toContain('webhook_refused: Meta asked')
    expect(typed.text).toContain('HTTP Status Code = 404')
    expect(typed.text).toContain('reachable from the internet by https')
  })

  it('a platform that does not answer is no wrong credential', async () => {
    const { words, environment } = pick('Twilio')
    desk.platforms.fault('sms', [{ provider: 'twilio', code: '20503', times: 1 }])
    const typed = await desk.type(words, environment)
    expect(typed.code).toBe(1)
    expect(typed.text).toContain('Twilio could not say')
    expect(typed.text).toContain('run this again in a while')
  })

  it('what leads elsewhere is taken over only with --replace', async () => {
    const words = pick('Twilio').failures.find(({ code }) => code === 'webhook_elsewhere')?.words ?? ''
    expect(words).toContain(TAKEN_NUMBER)
    const { environment } = pick('Twilio')
    expect(await desk.type(words, environment)).toMatchObject({ code: 1 })
    expect(await desk.type(`${words} --replace`, environment)).toMatchObject({ code: 0 })
    expect(await desk.type(words, environment)).toMatchObject({ code: 0 })
  })

  it('a number is registered with its PIN', async () => {
    const { environment } = pick('WhatsApp')
    const words =
      pick('WhatsApp').failures.find((failure) => failure.words.includes(UNREGISTERED_NUMBER))?.words ?? ''
    const typed = await desk.type(words, { ...environment, INLET_CONNECT_PIN: UNREGISTERED_PIN })
    expect(typed.code).toBe(0)
    expect(typed.text).toContain('done     The number is registered on the Cloud API')
    expect(JSON.stringify(desk.deployment.secretOf('whatsapp'))).not.toContain(UNREGISTERED_PIN)
  })

  it('a new app secret leaves the old one valid', async () => {
    desk.deployment.putSecret('whatsapp', { appSecret: 'the-old-one' })
    const { words, environment } = pick('WhatsApp')
    await desk.type(words, environment)
    expect(desk.deployment.secretOf('whatsapp')).toMatchObject({
      appSecret: 'local-whatsapp-app-secret',
      previousAppSecret: 'the-old-one',
    })
  })

  it('a variable that looks as if it were read, and is not, is named without its value', async () => {
    const { words, environment } = pick('Twilio')
    const typed = await desk.type(words, { ...environment, INLET_CONNECT_ACCESS_TOKEN: 'of-another-channel' })
    expect(typed.text).toContain('unread   INLET_CONNECT_ACCESS_TOKEN: SMS by Twilio reads ')
    expect(typed.text).toContain('INLET_CONNECT_AUTH_TOKEN')
    expect(typed.text).not.toContain('of-another-channel')
  })

  it('--help says how it is used', async () => {
    expect(await desk.type('--help')).toMatchObject({
      code: 0,
      text: expect.stringContaining('Connects an account of a platform') as unknown,
    })
  })

  it('secrets are taken from standard input', async () => {
    const { words } = pick('Twilio')
    const typed = await desk.type(`${words} --stdin`, {}, '{ "authToken": "local-twilio-auth-token" }')
    expect(typed.code).toBe(0)
  })

  it.each([
    ['a secret on the command line', 'whatsapp --url URL --app-secret whatever', /no option/],
    ['an unknown channel', 'telegram --url URL', /cannot be connected/],
    ['no place', 'whatsapp', /--stack/],
    ['no terminal to ask at', 'whatsapp --url URL', /--phone-number-id or INLET_CONNECT_PHONE_NUMBER_ID/],
    [
      'an id of the wrong shape',
      'sms --url URL --phone-number 12 --account-sid x',
      /does not look like one|Missing/,
    ],
    ['a local run that is not there', 'sms --url http://127.0.0.1:1', /npm start/],
  ])('%s is refused with what to type instead', async (_, words, says) => {
    const typed = await desk.type(words)
    expect(typed.code).toBe(2)
    expect(typed.text).toMatch(says)
    expect(desk.calls()).toEqual([])
  })
})

describe('connect --check: this guarantees that', () => {
  it.each(CONNECT_CASES)('$name as it was connected passes', async ({ words, environment }) => {
    await desk.type(words, environment)
    const typed = await desk.type('--check --url URL')
    expect(typed.text).toContain('as it should be')
    expect(typed.code).toBe(0)
  })

  it('a subscription that somebody took away is found, and connecting again mends it', async () => {
    const { words, environment } = pick('WhatsApp')
    await desk.type(words, environment)
    await dropSubscription(desk)
    const typed = await desk.type('whatsapp --check --url URL')
    expect(typed.code).toBe(1)
    expect(typed.text).toContain('not_subscribed: ')
    expect(await desk.type(words, environment)).toMatchObject({ code: 0 })
    expect(await desk.type('whatsapp --check --url URL')).toMatchObject({ code: 0 })
  })

  it('a token that ends soon is told before it does', async () => {
    const { words, environment } = pick('WhatsApp')
    const soon = { ...environment, INLET_CONNECT_ACCESS_TOKEN: 'expiring-whatsapp-token' }
    const connected: Typed = await desk.type(words, soon)
    expect(connected.code).toBe(0)
    expect(connected.text).toContain('warning  token_expires_soon')
    const typed = await desk.type('whatsapp --check --url URL')
    expect(typed.code).toBe(1)
    expect(typed.text).toContain('token_expires_soon')
  })

  it('it changes nothing', async () => {
    for (const { words, environment } of CONNECT_CASES) await desk.type(words, environment)
    await dropSubscription(desk)
    desk.calls()
    await desk.type('--check --url URL')
    expect(desk.calls().filter((call) => CHANGES.test(call) && !LOOKS.test(call))).toEqual([])
  })
})

function pick(name: string): ConnectCase {
  const found = CONNECT_CASES.find((each) => each.name === name)
  if (found === undefined) throw new Error(`There is no case ${name}.`)
  return found
}

async function dropSubscription({ platforms }: Desk): Promise<void> {
  const waba = /--waba-id (\d+)/.exec(pick('WhatsApp').words)?.[1] ?? ''
  const answer = await fetch(`${platforms.baseUrls.graph}/v26.0/${waba}/subscribed_apps`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer local-whatsapp-access-token' },
  })
  expect(answer.status).toBe(200)
}

/** What was given, and what the command made up and stored. */
function secretsOf({ words, environment, failures }: ConnectCase, { deployment }: Desk): string[] {
  const given = [environment, ...failures.map((failure) => failure.environment)].flatMap((each) =>
    Object.values(each),
  )
  const minted = deployment.secretOf(words.split(' ', 1)[0] ?? '')['verifyToken']
  return minted === undefined ? given : [...given, minted]
}
