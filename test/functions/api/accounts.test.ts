import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountStore } from '../../../shared/aws/account-store.ts'
import type { Account } from '../../../shared/domain/account.ts'
import { NOON } from './api-data.ts'
import { type Api, readAllPages, startApi } from './api-harness.ts'

const IDS = ['+15550001', '+155500011', '10', '9', 'Shop']

let api: Api

function accountOf(channel: string, id: string, changes: Partial<Account> = {}): Account {
  return {
    channel,
    id,
    name: null,
    provider: 'meta',
    health: 'healthy',
    lastWebhookAt: NOON,
    lastSentAt: null,
    lastError: null,
    lastNotice: null,
    verdict: null,
    sendHold: null,
    sendPauses: {},
    flowingSince: null,
    delayedSince: null,
    revision: 0,
    changes: [],
    version: 1,
    createdAt: NOON,
    updatedAt: NOON,
    feedShard: 0,
    ...changes,
  }
}

beforeAll(async () => {
  api = await startApi()
  const accounts = createAccountStore(api.table, { now: () => new Date() })
  for (const channel of ['whatsapp', 'sms']) {
    for (const [index, id] of IDS.entries()) {
      const health = index === 1 ? 'degraded' : 'healthy'
      await accounts.save(accountOf(channel, id, { health }), null)
    }
  }
})
afterAll(() => api.stop())

describe('GET /v1/accounts', () => {
  it('this guarantees that an account shows what a person needs and nothing of the inside', async () => {
    const { body } = await api.get('/v1/accounts?limit=1')
    expect(body.data).toEqual([
      {
        channel: 'sms',
        id: '+15550001',
        name: null,
        provider: 'meta',
        health: 'healthy',
        lastWebhookAt: NOON,
        lastSentAt: null,
        lastError: null,
        lastNotice: null,
      },
    ])
  })

  it.each<[string, string[]]>([
    ['', [...IDS, ...IDS]],
    ['&channel=sms', IDS],
    ['&channel=web', []],
    ['&health=degraded', ['+155500011', '+155500011']],
    ['&health=degraded&channel=whatsapp', ['+155500011']],
    ['&health=unknown', []],
  ])('%s: this guarantees that all pages together are the list, each account once', async (query, ids) => {
    for (const limit of [1, 2, 4, 5, 100]) {
      const { data } = await readAllPages(api, `/v1/accounts?limit=${limit}${query}`)
      expect(data.map(({ id }) => id)).toEqual(ids)
    }
  })

  it('this guarantees that a cursor of another filter, or of nobody, is refused or finds nothing', async () => {
    const { body } = await api.get('/v1/accounts?limit=1&channel=sms')
    const other = await api.get(`/v1/accounts?limit=1&channel=whatsapp&cursor=${body.page.next}`)
    expect([other.status, other.body.code]).toEqual([400, 'cursor_invalid'])
    const cursor = JSON.parse(Buffer.from(body.page.next ?? '', 'base64url').toString()) as object
    for (const accounts of ['', '~~', 'whatsapp#1']) {
      const forged = Buffer.from(JSON.stringify({ ...cursor, last: { accounts } })).toString('base64url')
      const answer = await api.get(`/v1/accounts?limit=1&channel=sms&cursor=${forged}`)
      expect([answer.status, answer.body.data]).toEqual([200, []])
    }
  })
})
