import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AccountReport, checkAccounts } from '../../shared/app/connect/check-accounts.ts'
import { createPlatformClient } from '../../shared/aws/platform-client.ts'
import { CONNECTORS } from '../../shared/channels/connectors.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import type { Account } from '../../shared/domain/account.ts'
import { createAccount } from '../../shared/domain/decide-account-health.ts'
import { holdSending } from '../../shared/domain/decide-send-health.ts'
import { CONNECT_CASES } from '../connect/connect-cases.ts'
import { type Desk, openDesk } from '../connect/connect-desk.ts'
import { TOPIC_ARN } from '../connect/deployment-double.ts'

const NUMBER = WHATSAPP_ACCOUNT.phoneNumberId

let desk: Desk
let accounts: Map<string, Account>
let now: Date

beforeEach(async () => {
  desk = await openDesk()
  accounts = new Map()
  now = new Date()
  for (const { words, environment } of CONNECT_CASES) await desk.type(words, environment)
})
afterEach(() => desk.stop())

/** One day later, the same as the function does with a table. */
async function runChecks(): Promise<AccountReport[]> {
  now = new Date(now.getTime() + 60_000)
  const { deployment, platforms } = desk
  const { awsSms, ...hosts } = platforms.baseUrls
  return await checkAccounts({
    clock: { now: () => now },
    pacer: { sleep: () => Promise.resolve(), random: () => 0 },
    nextNonce: () => 'n0nce0n0nce0n0nce0n0nce0',
    accounts: {
      account: (channel, id) => Promise.resolve(accounts.get(`${channel} ${id}`) ?? null),
      save: (account, expectedVersion) => {
        const key = `${account.channel} ${account.id}`
        if ((accounts.get(key)?.version ?? null) !== expectedVersion) return Promise.resolve('conflict')
        accounts.set(key, account)
        return Promise.resolve('saved')
      },
    },
    secrets: { read: (channel) => Promise.resolve(deployment.secretOf(channel)) },
    connectors: CONNECTORS,
    channels: new Set(['facebook', 'whatsapp', 'twitter', 'sms']),
    webhookUrlOf: deployment.webhookUrl,
    topicArnOf: (channel) => (channel === 'sms' ? TOPIC_ARN : null),
    feedShards: 4,
    hasTime: () => true,
    platform: createPlatformClient({
      hosts,
      timeoutMs: 5_000,
      clock: { now: () => now },
      aws: {
        region: 'us-east-1',
        credentials: () => Promise.resolve({ accessKeyId: 'local', secretAccessKey: 'local' }),
        smsVoiceUrl: awsSms,
      },
    }),
  })
}

const whatsapp = () => accounts.get(`whatsapp ${NUMBER}`)
const typesOf = (account: Account | undefined) => account?.changes.map(({ part }) => part.type)

function expireToken(times: number): void {
  const expired = { data: { app_id: 'x', is_valid: false, expires_at: 1_700_000_000, scopes: [] } }
  desk.platforms.fault('whatsapp', [{ path: '/v26.0/debug_token', status: 200, body: expired, times }])
}

describe('the daily check: this guarantees that', () => {
  it('accounts as they were connected are left alone, and none appears before its first message', async () => {
    const reports = await runChecks()
    expect(reports.map(({ kind, channel }) => [kind, channel])).toEqual([
      ['checked', 'facebook'],
      ['checked', 'whatsapp'],
      ['checked', 'twitter'],
      ['checked', 'sms'],
      ['checked', 'sms'],
    ])
    expect(reports.flatMap((report) => (report.kind === 'checked' ? report.findings : []))).toEqual([])
    expect(accounts.size).toBe(0)
  })

  it('an expired token degrades its account once, with reason and way out, and the account recovers when it passes', async () => {
    expireToken(2)
    await runChecks()
    expect(whatsapp()).toMatchObject({ health: 'degraded', lastError: { code: 'token_expired' } })
    expect(whatsapp()?.lastNotice?.detail).toMatch(/expired on 2023-11-14.*Never expires/)
    const [{ version = 0 } = {}] = [whatsapp()]
    await runChecks()
    expect(whatsapp()?.version).toBe(version)
    await runChecks()
    expect(whatsapp()?.health).toBe('healthy')
    expect(typesOf(whatsapp())).toEqual(['account.degraded', 'account.recovered'])
    expect(accounts.size).toBe(1)
  })

  it('a subscription that somebody took away degrades its account alone', async () => {
    await fetch(`${desk.platforms.baseUrls.graph}/v26.0/${WHATSAPP_ACCOUNT.waba}/subscribed_apps`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer local-whatsapp-access-token' },
    })
    await runChecks()
    expect([...accounts.values()].map(({ id, verdict }) => [id, verdict?.code])).toEqual([
      [NUMBER, 'not_subscribed'],
    ])
  })

  it('a platform that does not answer changes no health', async () => {
    expireToken(1)
    await runChecks()
    desk.platforms.fault('whatsapp', [{ path: '/v26.0/debug_token', status: 503, times: 1 }])
    const reports = await runChecks()
    expect(whatsapp()?.health).toBe('degraded')
    expect(reports).toContainEqual(expect.objectContaining({ channel: 'whatsapp', findings: [], passed: [] }))
  })

  it('what the platform refuses itself is not lifted by a check', async () => {
    const account = createAccount(
      {
        channel: 'whatsapp',
        provider: 'meta',
        account: { id: NUMBER, name: null },
        receivedAt: now.toISOString(),
      },
      4,
    )
    const refusal = { code: 'account_locked', detail: null, by: 'answer', causationId: 'env_1' } as const
    accounts.set(`whatsapp ${NUMBER}`, holdSending(account, { ...refusal, at: now.toISOString() }))
    await runChecks()
    expect(whatsapp()).toMatchObject({ health: 'degraded', verdict: { code: 'account_locked' } })
  })

  it('no secret is in what is kept of an account', async () => {
    desk.platforms.fault('whatsapp', [
      {
        path: '/v26.0/debug_token',
        status: 400,
        times: 1,
        body: { error: { code: 190, message: 'Malformed access token local-whatsapp-access-token' } },
      },
    ])
    await runChecks()
    expect(whatsapp()?.health).toBe('degraded')
    expect(JSON.stringify(whatsapp())).not.toContain('local-whatsapp-access-token')
  })
})
