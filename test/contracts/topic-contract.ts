import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Channel, CutOutcome } from '../../shared/channels/contract.ts'
import type { Wire } from '../../shared/channels/wire.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import { carry, parseCarried } from './carry.ts'
import { mutatedJson } from './json-mutations.ts'
import { writeText } from './wire-contract.ts'

const SENT_AT = '2026-11-22T12:00:00.000Z'
const RUNS = { numRuns: 300 }
const REDACTION = createRedaction({
  patterns: [{ name: 'number', pattern: '\\bK-\\d{3}\\b', keepLast: 0 }],
  onFailure: 'closed',
})

/** The second way in, where a channel has one: what a topic's queue holds. */
export function describeTopicContract(channel: Channel, wire: Wire): void {
  const { cutTopic, manifest } = channel

  it('this guarantees that a topic, its reader and its wording are there together or not at all', () => {
    const isThere = manifest.topic !== null
    expect({ reader: cutTopic !== null, wording: wire.toTextNotification !== null }).toEqual({
      reader: isThere,
      wording: isThere,
    })
  })
  if (cutTopic === null || manifest.topic === null || wire.toTextNotification === null) return
  const { toTextNotification } = wire
  const { provider } = manifest.topic
  const cutBody = (body: string): CutOutcome => cutTopic({ body, sentAt: SENT_AT })
  const ways: [string, (published: string) => string][] = [
    ['as a notification', toNotification],
    ['raw', (published) => published],
  ]

  describe('topic', () => {
    it.each(ways)('this guarantees that words that come %s arrive as they were written', (_, deliver) => {
      const written = writeText(wire, 'private', null)
      const { envelopes, uncut } = cutBody(deliver(toTextNotification(written)))
      expect(uncut).toEqual([])
      expect(envelopes).toMatchObject([{ provider, account: { id: written.account } }])
      const events = envelopes.flatMap((cut) => parseCarried(channel, carry(channel, cut)))
      expect(events).toMatchObject([{ kind: 'message', providerId: written.id, text: written.text }])
    })

    it.each(ways)(
      'this guarantees that what comes %s twice has the same key, group and events',
      (_, deliver) => {
        const body = deliver(toTextNotification(writeText(wire, 'private', null)))
        expect(cutBody(body)).toEqual(cutBody(body))
      },
    )

    it.each(ways)(
      'this guarantees that what is private and comes %s is masked before it rests, and named',
      (_, deliver) => {
        const text = 'my card is 4242 4242 4242 4242, my number K-123'
        const written = { ...writeText(wire, 'private', null), text }
        const message = { body: deliver(toTextNotification(written)), sentAt: SENT_AT }
        const { envelopes } = cutTopic(message, REDACTION)
        expect(envelopes).toMatchObject([{ masked: ['number', 'card'] }])
        expect(JSON.stringify(envelopes)).toContain('my card is •••• 4242, my number ••••')
        expect(cutBody(message.body).envelopes).toMatchObject([{ masked: ['card'] }])
      },
    )

    it('this guarantees that any message gives envelopes or pieces for quarantine, never an exception or nothing', () => {
      const published = toTextNotification(writeText(wire, 'private', null))
      const changed = mutatedJson(JSON.parse(published)).map((value) => JSON.stringify(value))
      const notified = mutatedJson(JSON.parse(toNotification(published))).map((value) =>
        JSON.stringify(value),
      )
      const whole = fc.oneof(changed, changed.map(toNotification), notified)
      const truncated = fc
        .tuple(whole, fc.nat({ max: 400 }))
        .map(([body, length]) => body.slice(0, Math.min(length, body.length)))
      const bodies = fc.oneof(
        whole,
        truncated,
        fc.string(),
        fc.jsonValue().map((value) => JSON.stringify(value)),
      )
      fc.assert(
        fc.property(bodies, (body) => {
          const { envelopes, uncut } = cutBody(body)
          expect(envelopes.length + uncut.length).toBeGreaterThan(0)
          for (const cut of envelopes) {
            expect(cut.group).not.toBe('')
            expect(parseCarried(channel, carry(channel, cut)).length).toBeGreaterThan(0)
          }
          for (const { reason } of uncut) expect(reason).toMatch(/^[a-z0-9_]+$/)
        }),
        RUNS,
      )
    })
  })
}

/** What SNS puts in a queue that did not ask for raw delivery. */
export function toNotification(published: string): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: '11111111-2222-3333-4444-555555555555',
    TopicArn: 'arn:aws:sns:eu-central-1:000000000000:inlet-sms',
    Message: published,
    Timestamp: SENT_AT,
    SignatureVersion: '1',
  })
}
