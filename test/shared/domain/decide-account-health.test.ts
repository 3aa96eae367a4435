import { describe, expect, it } from 'vitest'
import type { Account } from '../../../shared/domain/account.ts'
import {
  createAccount,
  decideAccountHealth,
  noteWebhook,
} from '../../../shared/domain/decide-account-health.ts'
import type { Envelope } from '../../../shared/domain/envelope.ts'
import { EVENTS } from '../../../shared/domain/events.ts'
import { toAccountEvents } from '../../../shared/domain/to-account-events.ts'

const minute = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 12, minutes)).toISOString()
const envelope: Envelope = {
  version: 1,
  source: 'twitter',
  channel: 'twitter',
  provider: 'x',
  account: { id: '7', name: 'Shop' },
  receivedAt: minute(0),
  key: 'k',
  payload: {},
}

type Step = { at: number } & (
  { says: 'healthy' | 'degraded' | null; code?: string } | { says: 'traffic'; delayMinutes?: number }
)

/** What becomes of an account that nobody knew. */
function play(...steps: Step[]): Account {
  return steps.reduce(
    (account, step) => {
      const at = minute(step.at)
      const causationId = `env_${step.at}`
      if (step.says === 'traffic') {
        const delayMs = step.delayMinutes === undefined ? null : step.delayMinutes * 60_000
        return decideAccountHealth(account, { kind: 'traffic', at, causationId, delayMs })
      }
      const { says, code = 'account_restricted' } = step
      const event = { kind: 'account', health: says, code, detail: null, at } as const
      return decideAccountHealth(account, { kind: 'notice', event, at, causationId })
    },
    createAccount(envelope, 4),
  )
}

const published = ({ changes }: Account): string[] =>
  changes.map(
    ({ revision, at, part }) => `${revision} ${part.type} ${at.slice(14, 16)} ${String(part.data['code'])}`,
  )

const traffic = (...minutes: number[]): Step[] => minutes.map((at) => ({ at, says: 'traffic' }))
const late = (delayMinutes: number, ...minutes: number[]): Step[] =>
  minutes.map((at) => ({ at, says: 'traffic', delayMinutes }))
const lost = (at: number): Step => ({ at, says: 'degraded', code: 'oauth_revoked' })

describe('the health of an account', () => {
  it.each<[string, Step[], Account['health'], string[]]>([
    ['nothing but its name', [], 'unknown', []],
    ['a customer wrote', traffic(1), 'healthy', []],
    ['the platform approves of it', [{ at: 1, says: 'healthy' }], 'healthy', []],
    ['news without a verdict', [{ at: 1, says: null }], 'unknown', []],
    [
      'a bad verdict, at once',
      [{ at: 1, says: 'degraded' }],
      'degraded',
      ['1 account.degraded 01 account_restricted'],
    ],
    [
      'the same verdict again and again',
      [
        { at: 1, says: 'degraded' },
        { at: 2, says: 'degraded' },
        { at: 3, says: 'degraded' },
      ],
      'degraded',
      ['1 account.degraded 01 account_restricted'],
    ],
    [
      'a good verdict after a bad one',
      [
        { at: 1, says: 'degraded' },
        { at: 2, says: 'healthy', code: 'account_reinstated' },
      ],
      'healthy',
      ['1 account.degraded 01 account_restricted', '2 account.recovered 02 account_reinstated'],
    ],
    [
      'a good verdict from before the bad one, late',
      [
        { at: 5, says: 'degraded' },
        { at: 4, says: 'healthy' },
      ],
      'degraded',
      ['1 account.degraded 05 account_restricted'],
    ],
    [
      'a bad verdict from before the good one, late',
      [...traffic(1), { at: 5, says: 'healthy' }, { at: 4, says: 'degraded' }],
      'healthy',
      [],
    ],
    [
      'customers who write although it may not send',
      [{ at: 1, says: 'degraded' }, ...traffic(2, 8, 20, 59)],
      'degraded',
      ['1 account.degraded 01 account_restricted'],
    ],
    [
      'a loss, and one event of before',
      [lost(5), ...traffic(4, 5)],
      'degraded',
      ['1 account.degraded 05 oauth_revoked'],
    ],
    [
      'a loss, and events for four minutes',
      [lost(1), ...traffic(2, 3, 4, 5, 6)],
      'degraded',
      ['1 account.degraded 01 oauth_revoked'],
    ],
    [
      'a loss, and events for five minutes',
      [lost(1), ...traffic(2, 3, 7, 8)],
      'healthy',
      ['1 account.degraded 01 oauth_revoked', '2 account.recovered 07 events_flow_again'],
    ],
    [
      'a loss, events, and the loss again',
      [lost(1), ...traffic(2), lost(4), ...traffic(5, 7)],
      'degraded',
      ['1 account.degraded 01 oauth_revoked'],
    ],
    [
      'a loss said again, late, after it was over',
      [lost(1), ...traffic(2, 7), lost(3)],
      'healthy',
      ['1 account.degraded 01 oauth_revoked', '2 account.recovered 07 events_flow_again'],
    ],
  ])('%s: this guarantees what it becomes and what is published', (_, steps, health, events) => {
    const account = play(...steps)
    expect(account.health).toBe(health)
    expect(published(account)).toEqual(events)
  })

  it('this guarantees that the last error stays, and the newest notice is the newest', () => {
    const account = play(
      { at: 1, says: 'degraded' },
      { at: 3, says: 'healthy', code: 'account_reinstated' },
      { at: 2, says: null, code: 'template_status_changed' },
    )
    expect(account.lastError).toEqual({ code: 'account_restricted', at: minute(1) })
    expect(account.lastNotice).toEqual({ code: 'account_reinstated', detail: null, at: minute(3) })
  })

  it('this guarantees that a webhook that was stored late does not set the time of the last one back', () => {
    const account = noteWebhook(createAccount(envelope, 4), { ...envelope, receivedAt: minute(5) })
    const late = { ...envelope, account: { id: '7', name: 'Old' }, receivedAt: minute(4) }
    expect(noteWebhook(account, late)).toBe(account)
    const unnamed = { ...envelope, account: { id: '7', name: null }, receivedAt: minute(6) }
    expect(noteWebhook(account, unnamed)).toMatchObject({ name: 'Shop', lastWebhookAt: minute(6) })
  })

  it('this guarantees that events fit the catalogue, and that a change has the same id however often it is published', () => {
    const account = play({ at: 1, says: 'degraded' }, { at: 2, says: 'healthy' })
    const events = [1, 2, 3].flatMap((revision) => toAccountEvents(account, revision))
    expect(events.map(({ type, detail }) => [type, detail.seq, detail.revision, detail.part])).toEqual([
      ['account.degraded', null, 1, 1],
      ['account.recovered', null, 2, 1],
    ])
    for (const { type, detail } of events)
      expect(EVENTS[type].data.safeParse(detail.data).error).toBeUndefined()
    expect(events[0]?.detail).toMatchObject({
      account: { channel: 'twitter', id: '7' },
      conversationId: null,
      contactId: null,
      occurredAt: minute(1),
      causationId: 'env_1',
      data: { from: 'unknown', to: 'degraded', code: 'account_restricted', detail: null },
    })
    expect(toAccountEvents(account, 1)).toEqual(events.slice(0, 1))
    expect(new Set(events.map(({ detail }) => detail.id)).size).toBe(2)
  })
})

describe('a platform that brings messages late', () => {
  it.each<[string, Step[], Account['health'], string[]]>([
    ['one old message that comes again', [...late(0, 1), ...late(3000, 2), ...late(0, 3)], 'healthy', []],
    ['late for nine minutes', late(6, 1, 5, 10), 'healthy', []],
    ['late for ten', late(6, 1, 5, 11), 'degraded', ['1 account.degraded 11 webhooks_delayed']],
    [
      'late for an hour, told once',
      late(6, 1, 11, 30, 61),
      'degraded',
      ['1 account.degraded 11 webhooks_delayed'],
    ],
    ['neither late nor prompt', late(3, 1, 11, 30), 'healthy', []],
    ['prompt in between', [...late(6, 1, 5), ...late(0, 6), ...late(6, 12)], 'healthy', []],
    [
      'prompt again for nine minutes',
      [...late(6, 1, 11), ...late(0, 12, 21)],
      'degraded',
      ['1 account.degraded 11 webhooks_delayed'],
    ],
    [
      'prompt again for ten',
      [...late(6, 1, 11), ...late(0, 12, 22)],
      'healthy',
      ['1 account.degraded 11 webhooks_delayed', '2 account.recovered 22 webhooks_prompt_again'],
    ],
    [
      'almost prompt in between',
      [...late(6, 1, 11), ...late(0, 12), ...late(2, 15), ...late(0, 16, 23)],
      'degraded',
      ['1 account.degraded 11 webhooks_delayed'],
    ],
    [
      'degraded for another reason',
      [{ at: 1, says: 'degraded' }, ...late(6, 2, 13)],
      'degraded',
      ['1 account.degraded 01 account_restricted'],
    ],
  ])('%s: this guarantees that it is told with hysteresis', (_, steps, health, events) => {
    const account = play(...steps)
    expect(account.health).toBe(health)
    expect(published(account)).toEqual(events)
  })
})
