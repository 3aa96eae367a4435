import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Channel, CutOutcome, WebhookRequest } from '../../shared/channels/contract.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import type { ChannelSamples, SampleList, WireModule } from '../../shared/channels/wire.ts'
import { carry, parseCarried } from './carry.ts'
import { describeManifestContract } from './manifest-contract.ts'
import { mutatedJson } from './json-mutations.ts'
import { describeSenderContract } from './sender-contract.ts'
import { describeSignatureContract } from './signature-contract.ts'
import { describeTopicContract } from './topic-contract.ts'
import { describeWireContract } from './wire-contract.ts'

const CARD_DIGITS = '4242424242424242'
/** What every deployment masks, and a pattern that only the given redaction knows. */
const PRIVATE_DATA = [
  { name: 'card', written: ['4242 4242 4242 4242', CARD_DIGITS], shown: '•••• 4242' },
  { name: 'iban', written: ['DE89 3704 0044 0532 0130 00', 'de89370400440532013000'], shown: '•••• 3000' },
  { name: 'customer', written: ['K-123-456'], shown: '•••• 56' },
]
const REDACTION = createRedaction({
  patterns: [{ name: 'customer', pattern: 'K-\\d{3}-\\d{3}', keepLast: 2 }],
  onFailure: 'closed',
})
const RUNS = { numRuns: 300 }

/** What every channel owes its users, whatever its platform. */
export function describeChannelContract(channel: Channel, { wire, samples }: WireModule): void {
  describe(`channel ${channel.manifest.name}`, () => {
    describeManifestContract(channel, samples)
    describeSignatureContract(channel, samples)
    describeBatches(channel, samples)
    describeRepetition(channel, samples)
    describeTotality(channel, samples)
    describeTexts(channel, samples)
    describeWireContract(channel, wire)
    describeTopicContract(channel, wire)
    describeSenderContract(channel, wire, samples)
  })
}

function describeBatches(channel: Channel, samples: ChannelSamples): void {
  describe('batches', () => {
    it.each(listsOf(samples))(
      'this guarantees that every one of several %s is yielded, in order',
      (_, list) => {
        const count = Math.min(3, list.countMax)
        const { envelopes, uncut } = cutBody(
          channel,
          list.toBody(Array.from({ length: count }, () => list.sample)),
        )
        expect({ envelopes: envelopes.length, uncut: uncut.length }).toEqual({ envelopes: count, uncut: 0 })
      },
    )

    it.each(listsOf(samples).filter(([, list]) => list.isContainer !== true))(
      'this guarantees that whatever stands among %s is cut or handed on, never lost',
      (_, list) => {
        const element = fc.oneof(
          fc.constant(list.sample),
          mutatedJson(list.sample),
          fc.jsonValue({ maxDepth: 3 }),
        )
        const batch = fc.array(element, { minLength: 1, maxLength: Math.min(5, list.countMax) })
        fc.assert(
          fc.property(batch, (elements) => {
            const outcome = expectTotal(channel, list.toBody(elements))
            expect(outcome.envelopes.length + outcome.uncut.length).toBe(elements.length)
          }),
          RUNS,
        )
      },
    )

    it.each(listsOf(samples).filter(([, list]) => list.countMax > 1))(
      'this guarantees that whatever stands among %s leaves its neighbours alive',
      (_, list) => {
        const key = cutBody(channel, list.toBody([list.sample])).envelopes[0]?.key
        const stranger = fc.oneof(mutatedJson(list.sample), fc.jsonValue({ maxDepth: 3 }))
        fc.assert(
          fc.property(stranger, (element) => {
            const { envelopes } = expectTotal(channel, list.toBody([list.sample, element, list.sample]))
            expect(envelopes.filter((envelope) => envelope.key === key).length).toBeGreaterThanOrEqual(2)
          }),
          RUNS,
        )
      },
    )
  })
}

function describeRepetition(channel: Channel, samples: ChannelSamples): void {
  it.each(listsOf(samples))(
    'this guarantees that %s delivered twice give the same keys, groups and events',
    (_, list) => {
      const body = list.toBody([list.sample])
      const [first, second] = [cutBody(channel, body), cutBody(channel, Uint8Array.from(body))]
      expect(second).toEqual(first)
      for (const cut of first.envelopes) {
        const envelope = carry(channel, cut)
        expect(parseCarried(channel, envelope)).toEqual(parseCarried(channel, envelope))
      }
    },
  )
}

function describeTotality(channel: Channel, samples: ChannelSamples): void {
  it.each<[string, fc.Arbitrary<Uint8Array>]>([
    ['JSON', fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)))],
    ['bytes', fc.uint8Array({ maxLength: 400 })],
    [
      'changed sample',
      fc.oneof(...listsOf(samples).map(([, list]) => mutatedBody(list.toBody([list.sample])))),
    ],
    [
      'truncated sample',
      fc.oneof(...listsOf(samples).map(([, list]) => truncated(list.toBody([list.sample])))),
    ],
  ])(
    'this guarantees that any %s gives envelopes or pieces for quarantine, never an exception',
    (_, bodies) => {
      fc.assert(
        fc.property(bodies, (body) => void expectTotal(channel, body)),
        RUNS,
      )
    },
  )

  it('this guarantees that any payload of an envelope gives events, never an exception', () => {
    const [, list] = listsOf(samples)[0] ?? []
    const [sample] = list === undefined ? [] : cutBody(channel, list.toBody([list.sample])).envelopes
    if (sample === undefined) throw new Error('the first list has no sample')
    const payloads = fc.oneof(fc.jsonValue(), mutatedJson(sample.payload))
    fc.assert(
      fc.property(payloads, (payload) => {
        const envelope = carry(channel, { ...sample, payload })
        expect(parseCarried(channel, envelope).length).toBeGreaterThan(0)
        expect(parseCarried(channel, envelope)).toEqual(parseCarried(channel, envelope))
      }),
      RUNS,
    )
  })
}

function describeTexts(channel: Channel, samples: ChannelSamples): void {
  it.each(samples.texts.samples.map((text) => [JSON.stringify(text), text]))(
    'this guarantees that the words %s arrive as they were written',
    (_, text) => {
      expect(eventsOf(channel, samples.texts.toBody(text))).toEqual([
        expect.objectContaining({ kind: 'message', text }),
      ])
    },
  )

  it.each(Object.entries(samples.textFields))(
    'this guarantees that what is private in %s is masked before it rests anywhere, and named',
    (_, toBody) => {
      for (const { name, written, shown } of PRIVATE_DATA) {
        for (const value of written) {
          const cut = channel.cut(toRequest(toBody(`this is ${value}, thanks`)), REDACTION)
          const queued = JSON.stringify(cut.envelopes)
          expect(cut.uncut).toEqual([])
          expect(queued).toContain(`this is ${shown}, thanks`)
          expect(queued).not.toContain(value)
          expect([undefined, [name]]).toContainEqual(cut.envelopes[0]?.masked)
        }
      }
    },
  )

  it('this guarantees that a text says what was masked in it, and a harmless one that nothing was', () => {
    for (const { name, written, shown } of PRIVATE_DATA) {
      const body = samples.texts.toBody(`this is ${written[0] ?? ''}`)
      const [envelope] = channel.cut(toRequest(body), REDACTION).envelopes
      expect(envelope?.masked).toEqual([name])
      const events = envelope === undefined ? [] : parseCarried(channel, carry(channel, envelope))
      expect(events).toEqual([expect.objectContaining({ text: `this is ${shown}` })])
    }
    const [harmless] = channel.cut(toRequest(samples.texts.toBody('hello')), REDACTION).envelopes
    expect(harmless).not.toHaveProperty('masked')
  })

  it.each(Object.entries(samples.idFields))(
    'this guarantees that %s stays as it is even where it looks like a card number',
    (_, toBody) => {
      const cut = cutBody(channel, toBody(CARD_DIGITS))
      expect(cut.uncut).toEqual([])
      expect(JSON.stringify(cut.envelopes)).toContain(CARD_DIGITS)
      expect(JSON.stringify(cut.envelopes)).not.toContain('•')
    },
  )
}

/** Nothing throws, every envelope is one, survives the queue and gives at least one event. */
function expectTotal(channel: Channel, body: Uint8Array): CutOutcome {
  const outcome = cutBody(channel, body)
  for (const cut of outcome.envelopes) {
    expect(cut.group).not.toBe('')
    expect(parseCarried(channel, carry(channel, cut)).length).toBeGreaterThan(0)
  }
  for (const { reason, bytes } of outcome.uncut) {
    expect(reason).toMatch(/^[a-z0-9_]+$/)
    expect(bytes).toBeInstanceOf(Uint8Array)
  }
  return outcome
}

function cutBody(channel: Channel, body: Uint8Array): CutOutcome {
  return channel.cut(toRequest(body))
}

function eventsOf(channel: Channel, body: Uint8Array): InboundEvent[] {
  const { envelopes, uncut } = cutBody(channel, body)
  expect(uncut).toEqual([])
  return envelopes.flatMap((cut) => parseCarried(channel, carry(channel, cut)))
}

function toRequest(body: Uint8Array): WebhookRequest {
  return { method: 'POST', headers: {}, url: 'https://inbox.example.com/webhooks/x', rawQuery: '', body }
}

function listsOf(samples: ChannelSamples): [string, SampleList][] {
  return Object.entries(samples.lists)
}

function truncated(body: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.nat({ max: body.byteLength - 1 }).map((length) => body.slice(0, length))
}

/** Where the body is JSON its whole tree is changed, envelope included; else its bytes are. */
function mutatedBody(body: Uint8Array): fc.Arbitrary<Uint8Array> {
  const flipped = fc.tuple(fc.nat({ max: body.byteLength - 1 }), fc.nat({ max: 7 })).map(([place, bit]) => {
    const changed = Uint8Array.from(body)
    changed[place] = (changed[place] ?? 0) ^ (1 << bit)
    return changed
  })
  const text = Buffer.from(body).toString('utf8')
  if (!text.startsWith('{')) return flipped
  return fc.oneof(
    flipped,
    mutatedJson(JSON.parse(text)).map((value) => Buffer.from(JSON.stringify(value))),
  )
}
