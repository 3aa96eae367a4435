import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type {
  ChannelSender,
  OutgoingMessage,
  PlatformAnswer,
  SendOutcome,
} from '../../shared/channels/sender.ts'
import type { SendSamples } from '../../shared/channels/wire.ts'
import { SEND_FAILURES } from '../../shared/domain/outgoing.ts'
import { MOMENT } from './outgoing-samples.ts'
import { mutatedJson } from './json-mutations.ts'

const ATTEMPTED_AT = '2026-11-22T12:00:00.000Z'
const RUNS = { numRuns: 500 }

/** Any answer means something, and none is taken for more than it says. */
export function describeAnswerContract(
  sender: ChannelSender,
  sample: SendSamples,
  message: OutgoingMessage,
): void {
  const accepted = sample.toAccepted('provider-id-1', message.visibility)
  const read = (answer: PlatformAnswer): SendOutcome => sender.readSendAnswer(answer, message)

  describe('answers', () => {
    it('this guarantees that an accepted message is known by the id that the platform gave it', () => {
      expect(read(accepted)).toMatchObject({ kind: 'sent', providerId: 'provider-id-1' })
    })

    it.each(sender.refusals.filter(({ providerCode }) => sample.toRefused(providerCode) !== null))(
      '$providerCode: this guarantees that a documented refusal is taken for what it is',
      (refusal) => {
        const answer = sample.toRefused(refusal.providerCode)
        if (answer === null) return
        const { kind, providerCode, title } = refusal
        expect(read(answer)).toMatchObject({ kind, providerCode, title })
        if (refusal.kind === 'failed') {
          const { code, account, optOut } = refusal
          expect(read(answer)).toMatchObject({ code, account, optOut })
        }
      },
    )

    it('this guarantees that any answer is one of the four outcomes, with all that it needs', () => {
      fc.assert(
        fc.property(anyAnswer(accepted, sample, sender), (answer) => {
          expectOutcome(read(answer))
        }),
        RUNS,
      )
    })

    it('this guarantees that an acceptance that cannot be read is unclear: the message may be out', () => {
      const unreadable = accepted.kind === 'https' ? toHttps(200, '<html>') : { ...accepted, output: {} }
      expect(read(unreadable)).toMatchObject({ kind: 'unclear' })
    })

    it.runIf(accepted.kind === 'https')(
      'this guarantees that undocumented answers go by their status: 4xx never again, 429 and 5xx later, a gateway that gave up unclear',
      () => {
        expect([400, 404, 409, 422].map((status) => read(toHttps(status, '{}')))).toEqual(
          Array.from({ length: 4 }, (): unknown =>
            expect.objectContaining({ kind: 'failed', code: 'platform_rejected' }),
          ),
        )
        expect([429, 500, 502, 503].map((status) => read(toHttps(status, '')).kind)).toEqual(
          Array.from({ length: 4 }, () => 'retry'),
        )
        expect(read(toHttps(401, ''))).toMatchObject({ kind: 'failed', code: 'account_refused' })
        expect(read(toHttps(504, ''))).toMatchObject({ kind: 'unclear' })
        expect(read(toHttps(302, ''))).toMatchObject({ kind: 'retry' })
      },
    )

    it.runIf(accepted.kind === 'https')('this guarantees that the wait of Retry-After is kept', () => {
      const wait = (value: string): SendOutcome =>
        read({
          ...toHttps(429, ''),
          headers: { 'retry-after': value, date: 'Sun, 22 Nov 2026 12:00:00 GMT' },
        })
      expect(wait('7')).toMatchObject({ kind: 'retry', afterMs: 7_000 })
      expect(wait('Sun, 22 Nov 2026 12:01:30 GMT')).toMatchObject({ kind: 'retry', afterMs: 90_000 })
      expect(wait('soon')).toMatchObject({ kind: 'retry', afterMs: null })
    })

    it('this guarantees that an answer of another kind than the call is unclear', () => {
      const other: PlatformAnswer =
        accepted.kind === 'https' ? { kind: 'aws', output: { MessageId: 'x' } } : toHttps(200, '{}')
      expect(read(other)).toMatchObject({ kind: 'unclear' })
    })
  })

  const { lookUp } = sender
  if (lookUp === null) return
  describe('look-up', () => {
    it('this guarantees that asking changes nothing and that any answer is one of three', () => {
      const credential = Object.fromEntries(sender.credentialKeys.flat().map((key) => [key, 'value']))
      const call = lookUp.toCall(message, ATTEMPTED_AT, credential, MOMENT)
      if (call?.kind === 'https')
        expect({ method: call.method, body: call.body }).toEqual({ method: 'GET', body: null })
      fc.assert(
        fc.property(anyAnswer(accepted, sample, sender), (answer) => {
          const outcome = lookUp.readAnswer(answer, message, ATTEMPTED_AT)
          expect(['sent', 'not_found', 'unclear']).toContain(outcome.kind)
        }),
        RUNS,
      )
    })

    it('this guarantees that a failing look-up tells nothing', () => {
      for (const answer of [toHttps(500, ''), toHttps(429, '{}'), toHttps(401, '{}'), toHttps(200, 'x')]) {
        expect(lookUp.readAnswer(answer, message, ATTEMPTED_AT)).toEqual({ kind: 'unclear' })
      }
    })
  })
}

function toHttps(status: number, body: string): Extract<PlatformAnswer, { kind: 'https' }> {
  return { kind: 'https', status, headers: {}, body }
}

function expectOutcome(outcome: SendOutcome): void {
  switch (outcome.kind) {
    case 'sent':
      expect(outcome.providerId).not.toBe('')
      return
    case 'retry':
      expect(outcome.afterMs === null || outcome.afterMs >= 0).toBe(true)
      expect(outcome.afterMs ?? 0).toBeLessThan(Number.POSITIVE_INFINITY)
      expect(outcome.title).not.toBe('')
      return
    case 'failed':
      expect(Object.keys(SEND_FAILURES)).toContain(outcome.code)
      expect(outcome.title).not.toBe('')
      expect(outcome.providerCode).not.toBe('')
      return
    case 'unclear':
      expect(outcome.title).not.toBe('')
  }
}

/** The platform's own answers, the same with parts changed, and anything else. */
function anyAnswer(
  accepted: PlatformAnswer,
  sample: SendSamples,
  { refusals }: ChannelSender,
): fc.Arbitrary<PlatformAnswer> {
  const refused = refusals.map(({ providerCode }) => sample.toRefused(providerCode))
  const own = fc.constantFrom(...[accepted, ...refused].filter((answer) => answer !== null))
  const bodies = own.chain((answer) =>
    answer.kind === 'https'
      ? fc.oneof(
          mutatedJson(JSON.parse(answer.body)).map((body) => JSON.stringify(body)),
          fc.string(),
          fc.json(),
        )
      : fc.string(),
  )
  const headers = fc.dictionary(
    fc.constantFrom(
      'retry-after',
      'date',
      'x-business-use-case-usage',
      'x-rate-limit-reset',
      'x-rate-limit-remaining',
    ),
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        '0',
        '60',
        '1795348798',
        'Sun, 22 Nov 2026 12:00:00 GMT',
        '{"a":[{"estimated_time_to_regain_access":5}]}',
      ),
    ),
  )
  const status = fc.oneof(
    fc.constantFrom(200, 201, 400, 401, 403, 404, 429, 500, 503, 504),
    fc.integer({ min: 100, max: 599 }),
  )
  return fc.oneof(
    fc.record({ kind: fc.constant('https' as const), status, headers, body: bodies }),
    fc.record({ kind: fc.constant('aws' as const), output: fc.dictionary(fc.string(), fc.jsonValue()) }),
    fc.record({
      kind: fc.constant('aws_error' as const),
      name: fc.oneof(
        fc.string({ minLength: 1 }),
        fc.constantFrom('ThrottlingException', 'ConflictException'),
      ),
      reason: fc.option(fc.string({ minLength: 1 })),
      message: fc.string(),
      status,
    }),
    own,
  )
}
