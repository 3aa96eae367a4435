import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { decideDue } from '../../../shared/domain/decide-due.ts'
import { withDueAt } from '../../../shared/domain/due.ts'
import type { Entry, MessageEntry } from '../../../shared/domain/entry.ts'
import type { Sending } from '../../../shared/domain/outgoing.ts'
import { conversationOf, messageOf } from '../../functions/api/api-data.ts'

const at = (seconds: number): string => new Date(Date.UTC(2026, 3, 1, 12) + seconds * 1000).toISOString()
const DAY = 86_400

const sendingOf = (changes: Partial<Sending> = {}): Sending => ({
  queue: [],
  attempt: null,
  notBefore: null,
  unknown: [],
  ...changes,
})
const attemptOf = (seq: number, startedAt: string) => ({ seq, number: 1, startedAt, digest: 'd' })
const unknownOf = (seq: number, since: string) => ({ seq, digest: 'd', since })

/** As the unit of work stores it. */
const stored = (changes: Partial<Conversation>, before: Conversation | null = null): Conversation =>
  withDueAt(before, conversationOf(1, { updatedAt: at(0), seq: 9, ...changes }))
const sendingAt = (seconds: number, sending: Partial<Sending>, before: Conversation | null): Conversation =>
  stored({ sending: sendingOf(sending), updatedAt: at(seconds) }, before)

const reply = (seq: number, changes: Partial<MessageEntry> = {}): MessageEntry => {
  const outgoing = { quickReplies: [], template: null, rule: 'standard' as const, expiresAt: at(DAY) }
  const queued = { direction: 'outbound', status: 'queued', providerId: null, outgoing, at: at(0) } as const
  return messageOf(conversationOf(1), seq, { ...queued, ...changes })
}
const expiringAt = (seconds: number): Pick<MessageEntry, 'outgoing'> => ({
  outgoing: { quickReplies: [], template: null, rule: 'standard', expiresAt: at(seconds) },
})
const look = (conversation: Conversation, seconds: number, entries: Entry[] = [], canLookUp = false) =>
  decideDue(conversation, {
    now: at(seconds),
    canLookUp,
    rules: { replyWindow: 'PT24H', humanAgentWindow: null },
    entries: new Map(entries.map((entry) => [entry.seq, entry])),
  })

describe('when something is due by itself', () => {
  it.each<[string, Partial<Conversation>, string | null]>([
    ['nothing', {}, null],
    ['a snooze', { status: 'snoozed', snoozedUntil: at(500) }, at(500)],
    ['an instant that nobody waits for', { status: 'open', snoozedUntil: at(500) }, null],
    ['a queued message', { sending: sendingOf({ queue: [5] }) }, at(60)],
    ['a platform’s long pause', { sending: sendingOf({ queue: [5], notBefore: at(900) }) }, at(900)],
    ['a platform’s short pause', { sending: sendingOf({ queue: [5], notBefore: at(5) }) }, at(60)],
    ['an open attempt', { sending: sendingOf({ queue: [5], attempt: attemptOf(5, at(1)) }) }, at(121)],
    ['an unknown message', { sending: sendingOf({ unknown: [unknownOf(4, at(2))] }) }, at(62)],
    [
      'a snooze before a check',
      { status: 'snoozed', snoozedUntil: at(20), sending: sendingOf({ queue: [5] }) },
      at(20),
    ],
  ])(
    '%s: this guarantees that the earliest instant is stored, and none where there is none',
    (_, changes, due) => {
      expect(stored(changes).dueAt).toBe(due)
    },
  )

  it('a message sent at once: this guarantees that its check is planned and taken back, and never moved in between', () => {
    const queued = sendingAt(0, { queue: [5] }, null)
    const claimed = sendingAt(1, { queue: [5], attempt: attemptOf(5, at(1)), checkAt: at(60) }, queued)
    expect([queued.dueAt, claimed.dueAt]).toEqual([at(60), at(60)])
    expect(stored({ sending: null }, claimed)).toMatchObject({ sending: null, dueAt: null })
    expect(sendingAt(2, {}, claimed).dueAt).toBeNull()
  })

  it('a customer who writes all day: this guarantees that a stranded message is not put off by it', () => {
    let conversation = sendingAt(0, { queue: [5] }, null)
    for (let seconds = 10; seconds < 600; seconds += 10) {
      conversation = sendingAt(seconds, { queue: [5] }, conversation)
    }
    expect(conversation.dueAt).toBe(at(60))
  })
})

describe('a snooze that ends', () => {
  const snoozed = stored({
    status: 'snoozed',
    snoozedUntil: at(30),
    snoozedFor: 'customer',
    workflowRevision: 4,
  })

  it('opens the conversation and says so: this guarantees that its end is in the log like any other change', () => {
    const decision = look(snoozed, 31)
    expect(decision?.outcomes).toEqual(['snooze_ended'])
    expect(decision?.entries).toMatchObject([
      {
        kind: 'activity',
        seq: 10,
        at: at(31),
        actor: { kind: 'system', id: null },
        type: 'conversation.status_changed',
        data: { from: 'snoozed', to: 'open', snoozedUntil: at(30), snoozedFor: 'customer' },
      },
    ])
    const after = withDueAt(snoozed, decision?.conversation ?? snoozed)
    expect(after).toMatchObject({
      status: 'open',
      snoozedUntil: null,
      seq: 10,
      workflowRevision: 5,
      dueAt: null,
    })
    expect(look(after, 32)).toBeNull()
  })

  it('too early: this guarantees that nothing happens before its instant', () => {
    expect(look(snoozed, 29.999)).toBeNull()
    expect(look(snoozed, 30)).not.toBeNull()
  })
})

describe('a check of what is sent', () => {
  const queued = sendingAt(0, { queue: [5, 6] }, null)

  it('nobody tried: this guarantees that a lost request is asked for again, ever more rarely', () => {
    const gaps: number[] = []
    let conversation = queued
    for (
      let now = 60;
      now < DAY / 2;
      now = Date.parse(conversation.dueAt ?? '') / 1000 - Date.parse(at(0)) / 1000
    ) {
      const decision = look(conversation, now, [reply(5), reply(6)])
      expect(decision?.requestsDelivery).toBe(true)
      const before = conversation.dueAt ?? ''
      conversation = withDueAt(conversation, decision?.conversation ?? conversation)
      gaps.push((Date.parse(conversation.dueAt ?? '') - Date.parse(before)) / 1000)
    }
    expect(gaps.slice(0, 6)).toEqual([60, 120, 240, 480, 900, 900])
  })

  it('an attempt is under way: this guarantees that a slow platform is not hurried', () => {
    const open = { queue: [5], attempt: attemptOf(5, at(50)), checkAt: at(60) }
    const decision = look(sendingAt(50, open, queued), 60, [reply(5)])
    expect(decision).toMatchObject({ requestsDelivery: false, outcomes: ['not_late_yet'], entries: [] })
    expect(decision?.conversation.sending?.checkAt).toBe(at(170))
  })

  it('an attempt that nobody ends: this guarantees that a killed deliverer is noticed', () => {
    const open = sendingAt(0, { queue: [5], attempt: attemptOf(5, at(0)) }, null)
    expect(look(open, 120, [reply(5)])).toMatchObject({ requestsDelivery: true, entries: [] })
  })

  it('a pause that is over: this guarantees that the message goes out then', () => {
    const paused = sendingAt(0, { queue: [5], notBefore: at(900) }, null)
    expect(look(paused, 899, [reply(5)])).toBeNull()
    expect(look(paused, 900, [reply(5)])).toMatchObject({ requestsDelivery: true })
  })

  it('a pause that began after the check was planned: this guarantees that the next look is at its end', () => {
    const paused = sendingAt(30, { queue: [5], notBefore: at(930), checkAt: at(60) }, queued)
    const decision = look(paused, 60, [reply(5)])
    expect(decision).toMatchObject({ requestsDelivery: false })
    expect(decision?.conversation.sending?.checkAt).toBe(at(930))
  })

  it('time is up: this guarantees that the message fails with a code, and the next one is sent', () => {
    const decision = look(queued, 60, [reply(5, expiringAt(59)), reply(6)])
    expect(decision?.entries).toMatchObject([
      { seq: 5, revision: 2, status: 'failed', error: { code: 'send_expired' } },
    ])
    expect(decision?.entries[0]?.changes[0]?.parts[0]?.type).toBe('message.failed')
    expect(decision?.requestsDelivery).toBe(true)
    expect(decision?.conversation).toMatchObject({
      sending: { queue: [6] },
      touched: [{ seq: 5, revision: 2 }],
    })
  })

  it('time is up for all: this guarantees that nothing is left to check', () => {
    const decision = look(queued, 60, [reply(5, expiringAt(59)), reply(6, expiringAt(60))])
    expect(decision).toMatchObject({ requestsDelivery: false, conversation: { sending: null } })
    expect(withDueAt(queued, decision?.conversation ?? queued).dueAt).toBeNull()
  })

  it('time will be up before the next look: this guarantees that the message fails on time', () => {
    const decision = look(queued, 60, [reply(5, expiringAt(70)), reply(6)])
    expect(decision?.conversation.sending?.checkAt).toBe(at(70))
  })

  it('time is up, and an attempt is open: this guarantees that what may be on its way is not called failed', () => {
    const open = sendingAt(0, { queue: [5], attempt: attemptOf(5, at(0)) }, null)
    const decision = look(open, 120, [reply(5, expiringAt(60))])
    expect(decision?.entries).toEqual([])
    expect(decision?.conversation.sending?.queue).toEqual([5])
  })

  it('an unknown message that can be asked after: this guarantees that somebody asks', () => {
    const unknown = sendingAt(0, { unknown: [unknownOf(5, at(0))] }, null)
    const entry = reply(5, { status: 'unknown' })
    expect(look(unknown, 60, [entry], true)).toMatchObject({ requestsDelivery: true })
    const silent = look(unknown, 60, [entry], false)
    expect(silent).toMatchObject({ requestsDelivery: false })
    expect(silent?.conversation.sending?.checkAt).toBe(at(DAY))
  })

  it('an unknown message after a day: this guarantees that it is given up once, aloud, and stays unknown', () => {
    const unknown = sendingAt(0, { unknown: [unknownOf(5, at(0))], checkAt: at(DAY) }, null)
    const decision = look(unknown, DAY, [reply(5, { status: 'unknown', revision: 2 })])
    expect(decision).toMatchObject({ outcomes: ['unknown_given_up'], conversation: { sending: null } })
    expect(decision?.entries).toMatchObject([
      {
        status: 'unknown',
        revision: 3,
        changes: [{ parts: [{ type: 'message.unknown', data: { reason: 'given_up' } }] }],
      },
    ])
  })

  it('settled before it is given up: this guarantees that a message that arrived is not called unknown again', () => {
    const unknown = sendingAt(0, { unknown: [unknownOf(5, at(0))], checkAt: at(DAY) }, null)
    expect(look(unknown, DAY, [reply(5, { status: 'delivered', revision: 3 })])).toMatchObject({
      entries: [],
    })
  })
})

const seconds = fc.integer({ min: -2 * DAY, max: 2 * DAY })
const anySending = fc.record({
  queue: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  hasAttempt: fc.boolean(),
  attemptAt: seconds,
  notBefore: fc.option(seconds),
  unknown: fc.uniqueArray(fc.integer({ min: 11, max: 15 }), { maxLength: 3 }),
  unknownAt: seconds,
  expiresAt: seconds,
  lastInboundAt: fc.option(seconds),
  knowsEntries: fc.boolean(),
  canLookUp: fc.boolean(),
  snoozedUntil: fc.option(seconds),
})

describe('the wheel', () => {
  it('any state at any time: this guarantees that every look leaves the next instant in the future, or nothing to wait for', () => {
    fc.assert(
      fc.property(anySending, seconds, (given, updated) => {
        const [first] = given.queue
        const sending = sendingOf({
          queue: given.queue,
          attempt: given.hasAttempt && first !== undefined ? attemptOf(first, at(given.attemptAt)) : null,
          notBefore: given.notBefore === null ? null : at(given.notBefore),
          unknown: given.unknown.map((seq) => unknownOf(seq, at(given.unknownAt))),
        })
        const snooze =
          given.snoozedUntil === null
            ? {}
            : ({ status: 'snoozed', snoozedUntil: at(given.snoozedUntil) } as const)
        const lastInboundAt = given.lastInboundAt === null ? null : at(given.lastInboundAt)
        const sends = given.queue.length + given.unknown.length > 0
        const before = stored({
          sending: sends ? sending : null,
          updatedAt: at(updated),
          lastInboundAt,
          ...snooze,
        })
        const hasWork = sends || given.snoozedUntil !== null
        expect(before.dueAt !== null).toBe(hasWork)
        if (before.dueAt === null) return

        const entries = [
          ...given.queue.map((seq) => reply(seq, expiringAt(given.expiresAt))),
          ...given.unknown.map((seq) => reply(seq, { status: 'unknown' })),
        ]
        const now = Math.max(0, Date.parse(before.dueAt) / 1000 - Date.parse(at(0)) / 1000)
        const decision = look(before, now, given.knowsEntries ? entries : [], given.canLookUp)
        expect(decision).not.toBeNull()
        const after = withDueAt(before, decision?.conversation ?? before)
        const waits = after.sending !== null || after.status === 'snoozed'
        expect(after.dueAt === null ? !waits : after.dueAt > at(now)).toBe(true)
        expect(look(after, now, entries, given.canLookUp)).toBeNull()
      }),
    )
  })
})
