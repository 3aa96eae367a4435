import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { claimAttempt, decideStep, matchEcho } from '../../../shared/domain/decide-delivery.ts'
import { decideSettlement, type Settlement } from '../../../shared/domain/decide-settlement.ts'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import { BUILT_IN_REDACTION } from '../../../shared/domain/redaction/redaction.ts'
import { queueMessage } from '../../../shared/domain/queue-message.ts'
import { conversationOf } from '../../functions/api/api-data.ts'

const START = Date.parse('2026-03-01T12:00:00.000Z')

/** What one turn of a made-up history does. */
type Move =
  | { kind: 'write' }
  /** Deliver runs: the platform takes the message or not, says so or not, and deliver lives to save it or not. */
  | { kind: 'deliver'; takes: boolean; answers: boolean; isKilled: boolean }
  | { kind: 'echo'; which: number }
  | { kind: 'pass'; minutes: number }

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    fc.constant({ kind: 'write' as const }),
    fc.record({
      kind: fc.constant('deliver' as const),
      takes: fc.boolean(),
      answers: fc.boolean(),
      isKilled: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('echo' as const), which: fc.nat(9) }),
    fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 10 }) }),
  ),
  { maxLength: 60 },
)

class History {
  conversation: Conversation = { ...conversationOf(1), seq: 0, sending: null, touched: [] }
  readonly entries = new Map<number, MessageEntry>()
  /** Messages in the order in which the platform took them. */
  readonly taken: number[] = []
  readonly calls: number[] = []
  now = START

  play(move: Move): void {
    if (move.kind === 'write') this.write()
    else if (move.kind === 'pass') this.now += move.minutes * 60_000
    else if (move.kind === 'echo') this.echo(move.which)
    else this.deliver(move)
  }

  write(): void {
    const { entry, conversation } = queueMessage(this.conversation, {
      text: `message ${this.conversation.seq + 1}`,
      quickReplies: [],
      template: null,
      actor: { kind: 'human', id: 'a', name: null },
      causationId: 'req_1',
      now: new Date(this.now),
      rule: 'standard',
      until: null,
      replyTo: null,
      segments: false,
    })
    this.conversation = conversation
    this.entries.set(entry.seq, entry)
  }

  deliver({ takes, answers, isKilled }: Move & { kind: 'deliver' }): void {
    const step = decideStep(this.conversation, new Date(this.now))
    if (step.kind === 'idle' || step.kind === 'waits') return
    const { seq } = step
    if (step.kind === 'abandoned') {
      this.settle(seq, { kind: 'unknown', number: step.number, reason: 'interrupted' })
      return
    }
    this.conversation = claimAttempt(
      this.conversation,
      this.entry(seq),
      new Date(this.now),
      BUILT_IN_REDACTION,
    )
    const number = this.conversation.sending?.attempt?.number ?? 0
    this.calls.push(seq)
    if (takes) this.taken.push(seq)
    if (isKilled) return
    if (!answers) this.settle(seq, { kind: 'unknown', number, reason: 'no answer' })
    else if (takes) this.settle(seq, this.toSent(seq))
    else this.settle(seq, { kind: 'retry', number, notBefore: this.at(this.now + 30_000) })
  }

  /** The platform tells of something that it took, perhaps again. */
  echo(which: number): void {
    const seq = this.taken[which % Math.max(1, this.taken.length)]
    if (seq !== undefined) this.settle(seq, this.toSent(seq))
  }

  settle(seq: number, settlement: Settlement): void {
    const origin = { at: this.at(this.now), causationId: 'x' }
    const before = { ...this.conversation, touched: [] }
    const outcome = decideSettlement(this.entry(seq), before, settlement, origin)
    if (outcome.kind === 'unchanged') return
    this.conversation = outcome.conversation
    if (outcome.kind === 'changed') this.entries.set(seq, outcome.entry)
  }

  entry(seq: number): MessageEntry {
    const entry = this.entries.get(seq)
    if (entry === undefined) throw new Error(`There is no entry ${seq}.`)
    return entry
  }

  toSent(seq: number): Settlement {
    return { kind: 'sent', providerId: `p${seq}`, sentAt: this.at(this.now) }
  }

  at(time: number): string {
    return new Date(time).toISOString()
  }
}

function play(history: readonly Move[]): History {
  const played = new History()
  for (const move of history) played.play(move)
  return played
}

describe('any history of writes, calls, deaths and echoes', () => {
  it('this guarantees that the platform takes no message twice, and takes them in the agents’ order', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const { taken } = play(history)
        expect(taken).toEqual([...new Set(taken)].toSorted((left, right) => left - right))
      }),
    )
  })

  it('this guarantees that a message says `sent` only if the platform has it, and `queued` only if it may still be sent', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const { entries, taken, conversation } = play(history)
        for (const { seq, status, providerId } of entries.values()) {
          if (status === 'sent') expect(taken).toContain(seq)
          expect(providerId).toBe(status === 'sent' ? `p${seq}` : null)
          expect(conversation.sending?.queue.includes(seq) ?? false).toBe(status === 'queued')
          const isUnknown = conversation.sending?.unknown.some((each) => each.seq === seq) ?? false
          expect(isUnknown).toBe(status === 'unknown')
        }
      }),
    )
  })

  it('this guarantees that once everything is told, a message is sent, or nobody knows and the platform has not told', () => {
    fc.assert(
      fc.property(moves, (history) => {
        const played = play(history)
        for (let turns = 0; turns < 200; turns++) {
          played.now += 600_000
          played.deliver({ kind: 'deliver', takes: true, answers: true, isKilled: false })
        }
        played.taken.forEach((_, index) => played.echo(index))
        for (const { seq, status } of played.entries.values()) {
          expect(status).toBe(played.taken.includes(seq) ? 'sent' : 'unknown')
        }
        const unknown = [...played.entries.values()].filter(({ status }) => status === 'unknown').length
        expect(played.conversation.sending?.unknown.length ?? 0).toBe(unknown)
      }),
    )
  })

  it('this guarantees that each change of a message is one revision, told once', () => {
    fc.assert(
      fc.property(moves, (history) => {
        for (const { revision, changes } of play(history).entries.values()) {
          expect(changes.map((change) => change.revision)).toEqual(
            Array.from({ length: revision - 1 }, (_, index) => index + 2),
          )
          const sentTimes = changes
            .flatMap(({ parts }) => parts)
            .filter(({ type }) => type === 'message.sent')
          expect(sentTimes.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('settling', () => {
  const attempted = (): History => {
    const history = new History()
    history.write()
    history.deliver({ kind: 'deliver', takes: true, answers: true, isKilled: true })
    return history
  }

  it('by an echo and then the answer: this guarantees that the answer adds nothing', () => {
    const history = attempted()
    history.echo(0)
    const { revision } = history.entry(1)
    history.settle(1, history.toSent(1))
    expect(history.entry(1)).toMatchObject({ revision, status: 'sent' })
    expect(history.conversation.sending).toBeNull()
  })

  it('by an answer “later” after an echo: this guarantees that it is not queued again', () => {
    const history = attempted()
    history.echo(0)
    history.settle(1, { kind: 'retry', number: 1, notBefore: history.at(START) })
    expect(history.conversation.sending).toBeNull()
  })

  it('of a message that was given up: this guarantees that what the platform has is sent after all', () => {
    const history = attempted()
    history.settle(1, { kind: 'failed', code: 'not_accepted', providerCode: null, title: 'x' })
    history.echo(0)
    expect(history.entry(1)).toMatchObject({ status: 'sent', error: null, providerId: 'p1' })
  })

  it('after the customer is said to have read up to now: this guarantees that it is read at once', () => {
    const history = attempted()
    history.conversation = { ...history.conversation, readUpTo: history.at(START + 1000) }
    history.echo(0)
    expect(history.entry(1).status).toBe('read')
    expect(
      history
        .entry(1)
        .changes.at(-1)
        ?.parts.map(({ type }) => type),
    ).toEqual(['message.sent', 'message.read'])
  })
})

describe('an echo without correlation', () => {
  it.each([
    ['the same words', 'message 1', 1],
    ['words behind mentions that the platform put there', '@ada @ben message 1', 1],
    ['other words', 'message 2', null],
    ['no words', null, null],
  ])('of %s: this guarantees which message it is', (_, text, seq) => {
    const history = new History()
    history.write()
    expect(matchEcho(history.conversation, text)).toBeNull()
    history.deliver({ kind: 'deliver', takes: true, answers: true, isKilled: true })
    expect(matchEcho(history.conversation, text)).toBe(seq)
  })

  it.each([
    ['a link that the platform shortens', 'see https://shop.example/a?b=1 now', 'see https://t.co/x1 now'],
    ['signs that the platform escapes', 'a < b & c', 'a &lt; b &amp; c'],
    ['spaces that the platform joins', 'a  b\nc', 'a b c'],
    ['an IBAN, masked when it came', 'pay to DE89 3704 0044 0532 0130 00', 'pay to •••• 3000'],
  ])('of %s: this guarantees that it is found', (_, written, echoed) => {
    const history = new History()
    history.write()
    history.entries.set(1, { ...history.entry(1), text: written })
    history.deliver({ kind: 'deliver', takes: true, answers: true, isKilled: true })
    expect(matchEcho(history.conversation, echoed)).toBe(1)
  })

  it('after an attempt that was told to come later: this guarantees that what was taken after all is not sent twice', () => {
    const history = new History()
    history.write()
    history.deliver({ kind: 'deliver', takes: false, answers: true, isKilled: false })
    expect(matchEcho(history.conversation, 'message 1')).toBe(1)
  })
})
