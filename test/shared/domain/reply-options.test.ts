import { BUILT_IN_REDACTION, createRedaction } from '../../../shared/domain/redaction/redaction.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../../shared/channels/registry.ts'
import { decideSend, type Wording } from '../../../shared/domain/decide-send.ts'
import {
  AuthorKind,
  decideReplyOptions,
  type ReplyFacts,
  type ReplyRules,
} from '../../../shared/domain/reply-options.ts'
import { toTextLength } from '../../../shared/domain/text-length.ts'

const NOW = new Date('2026-03-02T12:00:00.000Z')
const HOUR_MS = 3_600_000

const RULES = CHANNELS.flatMap(({ manifest, senders }) =>
  (['public', 'private'] as const).flatMap((visibility) => {
    const rules: ReplyRules | undefined = manifest.capabilities[visibility]
    const files = senders[manifest.provider]?.files[visibility] ?? null
    return rules === undefined ? [] : [{ name: manifest.name, visibility, rules, files }]
  }),
)

const HOLD = {
  account: { id: '2077', name: 'Shop' },
  code: 'token_refused',
  detail: 'The access token has expired or was revoked: connect the Page again.',
  nextProbeAt: '2026-03-02T12:01:00.000Z',
}

const facts = fc
  .record({
    place: fc.constantFrom(...RULES),
    hasSender: fc.boolean(),
    hasOptedOut: fc.boolean(),
    hasTarget: fc.boolean(),
    usesHumanAgentWindow: fc.boolean(),
    hold: fc.option(fc.constant(HOLD)),
    hoursAgo: fc.option(fc.double({ min: 0, max: 200, noNaN: true })),
  })
  .map(({ place, hoursAgo, ...others }): ReplyFacts => ({
    ...others,
    rules: place.rules,
    files: place.files,
    visibility: place.visibility,
    lastInboundAt: hoursAgo === null ? null : new Date(NOW.getTime() - hoursAgo * HOUR_MS).toISOString(),
    now: NOW,
  }))

const wording = fc.oneof(
  fc.record({
    text: fc.oneof(
      fc.string({ minLength: 1 }),
      fc.integer({ min: 1, max: 12_000 }).map((n) => 'x'.repeat(n)),
    ),
    quickReplies: fc.oneof(
      fc.constant([]),
      fc
        .integer({ min: 1, max: 15 })
        .map((n) => Array.from({ length: n }, (_, i) => ({ title: `t${i}`, payload: `p${i}` }))),
    ),
    template: fc.constant(null),
  }),
  fc.constant({ text: null, quickReplies: [], template: { name: 'n', language: 'en', parameters: [] } }),
) as fc.Arbitrary<Wording>

const author = fc.constantFrom(...AuthorKind.options)

describe('what may be said', () => {
  it('this guarantees that every kind is either offered or closed with a reason, never both', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { options, closed } = decideReplyOptions(given)
        const kinds = [...options, ...closed].map(({ kind }) => kind)
        expect(new Set(kinds).size).toBe(kinds.length)
        expect(kinds).toContain('text')
        for (const { reason } of closed) expect(reason.length).toBeGreaterThan(20)
        for (const { until } of options) expect(until === null || until > NOW.toISOString()).toBe(true)
      }),
    )
  })

  it('this guarantees that only a person ever gets the window for people', () => {
    fc.assert(
      fc.property(facts, wording, author, (given, words, kind) => {
        const options = decideReplyOptions(given)
        const decision = decideSend(options, words, {
          author: kind,
          visibility: given.visibility,
          redaction: BUILT_IN_REDACTION,
        })
        if (decision.kind !== 'allowed' || decision.rule !== 'human_agent') return
        expect([kind, given.usesHumanAgentWindow, words.quickReplies.length]).toEqual(['human', true, 0])
        const agoMs = NOW.getTime() - Date.parse(given.lastInboundAt ?? '')
        expect(agoMs).toBeGreaterThanOrEqual(24 * HOUR_MS)
        expect(agoMs).toBeLessThan(168 * HOUR_MS)
      }),
    )
  })

  it('this guarantees that what is sent is offered, and within its limits', () => {
    fc.assert(
      fc.property(facts, wording, author, (given, words, kind) => {
        const { options, closed } = decideReplyOptions(given)
        const decision = decideSend({ options, closed }, words, {
          author: kind,
          visibility: given.visibility,
          redaction: BUILT_IN_REDACTION,
        })
        if (decision.kind === 'refused') {
          expect(decision.detail.length).toBeGreaterThan(20)
          return
        }
        expect([given.hasSender, given.visibility === 'private' && given.hasOptedOut]).toEqual([true, false])
        const fitting = options.filter(({ allowedFor }) => allowedFor.includes(kind))
        const rules = given.rules as ReplyRules
        expect(fitting.length).toBeGreaterThan(0)
        expect(toTextLength(words.text ?? '', rules.textCounting)).toBeLessThanOrEqual(rules.textMaxChars)
        expect(words.quickReplies.length).toBeLessThanOrEqual(rules.quickRepliesMax)
      }),
    )
  })

  it.each([
    ['my card 4242 4242 4242 4242', 'a payment card number'],
    ['to DE89 3704 0044 0532 0130 00', 'a bank account number (IBAN)'],
    ['you are K-123', 'what is masked as "customer"'],
    ['K-123, 4242424242424242', 'what is masked as "customer" and a payment card number'],
    ['x'.repeat(70_000), 'more than can be checked for private data'],
  ])('this guarantees that nobody says in public what would be masked: %.30s', (text, found) => {
    const patterns = [{ name: 'customer', pattern: 'K-\\d{3}', keepLast: 0 }]
    const redaction = createRedaction({ patterns, onFailure: 'closed' })
    const words: Wording = { text, quickReplies: [], template: null }
    const options = { options: [], closed: [] }
    expect(decideSend(options, words, { author: 'human', visibility: 'public', redaction })).toEqual({
      kind: 'refused',
      code: 'private_data_in_public',
      detail: `The text holds ${found}, and everybody could read it. Leave it out, or continue in private.`,
    })
    expect(decideSend(options, words, { author: 'human', visibility: 'private', redaction })).toMatchObject({
      code: 'channel_unsupported',
    })
  })

  it('this guarantees that an account which the platform refuses says nothing, and who can open it when', () => {
    fc.assert(
      fc.property(facts, wording, author, (given, words, kind) => {
        const free = { hasOptedOut: false, hasSender: true, hasTarget: true, visibility: 'private' } as const
        const options = decideReplyOptions({ ...given, ...free, hold: HOLD })
        expect(options.options).toEqual([])
        expect(
          decideSend(options, words, { author: kind, visibility: 'private', redaction: BUILT_IN_REDACTION }),
        ).toEqual({
          kind: 'refused',
          code: 'account_refused',
          detail:
            'The platform refuses what the account Shop (2077) sends: The access token has expired or was revoked: connect the Page again. Somebody who administers it must connect it again or restore its rights at the platform. From 2026-03-02T12:01:00.000Z on a message is accepted again, as the probe whether that was done.',
        })
      }),
    )
  })

  it('this guarantees that somebody who opted out gets nothing in private', () => {
    fc.assert(
      fc.property(facts, wording, author, (given, words, kind) => {
        const options = decideReplyOptions({
          ...given,
          hasOptedOut: true,
          hasSender: true,
          visibility: 'private',
        })
        expect(
          decideSend(options, words, { author: kind, visibility: 'private', redaction: BUILT_IN_REDACTION }),
        ).toMatchObject({
          kind: 'refused',
          code: 'recipient_opted_out',
        })
      }),
    )
  })
})
