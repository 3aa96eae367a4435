import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InboundQueue, QueueMessage, QueueSendOutcome } from '../../../shared/app/ports.ts'
import { sendInOrder, toQueueMessage } from '../../../shared/app/send-envelopes.ts'

function message(groupId: string, index: number, body = `${groupId}${index}`): QueueMessage {
  return { body, groupId, deduplicationId: `${groupId}${index}` }
}

/** A queue that decides about each message as it likes and remembers what it took, in order. */
function createQueue(decide: (message: QueueMessage) => QueueSendOutcome) {
  const accepted: QueueMessage[] = []
  const batches: (readonly QueueMessage[])[] = []
  const queue: InboundQueue = {
    send: (messages) => {
      batches.push(messages)
      return Promise.resolve(
        messages.map((each) => {
          const outcome = decide(each)
          if (outcome === 'accepted') accepted.push(each)
          return outcome
        }),
      )
    },
  }
  return { queue, accepted, batches }
}

describe('sending envelopes', () => {
  it('keeps the order of every group whatever the queue refuses or drops', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }),
        fc.array(fc.constantFrom<QueueSendOutcome>('accepted', 'accepted', 'accepted', 'failed', 'refused'), {
          minLength: 1,
          maxLength: 40,
        }),
        async (groups, decisions) => {
          let turn = 0
          const messages = groups.map((group, index) => message(group, index))
          const { queue, accepted } = createQueue(() => decisions[turn++ % decisions.length] ?? 'accepted')
          const { refused, failed } = await sendInOrder(queue, messages)
          expect(accepted.length + refused.length + failed.length).toBe(messages.length)
          for (const group of new Set(groups)) {
            const order = accepted
              .filter(({ groupId }) => groupId === group)
              .map((each) => messages.indexOf(each))
            expect(order).toEqual(order.toSorted((left, right) => left - right))
          }
        },
      ),
    )
  })

  it('sends at most ten messages and one of each group in a batch', async () => {
    const messages = Array.from({ length: 45 }, (_, index) => message(`g${index % 15}`, index))
    const { queue, batches, accepted } = createQueue(() => 'accepted')
    await sendInOrder(queue, messages)
    expect(accepted).toHaveLength(45)
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(10)
      expect(new Set(batch.map(({ groupId }) => groupId)).size).toBe(batch.length)
    }
  })

  it('refuses what is larger than the queue takes without asking it, and sends the rest', async () => {
    const { queue, accepted } = createQueue(() => 'accepted')
    const big = message('a', 1, 'x'.repeat(1_100_000))
    const { refused, failed } = await sendInOrder(queue, [big, message('a', 2)])
    expect([refused, failed, accepted.map(({ body }) => body)]).toEqual([[big], [], ['a2']])
  })

  it('never sends more than the queue takes in one batch', async () => {
    const { queue, batches } = createQueue(() => 'accepted')
    await sendInOrder(
      queue,
      Array.from({ length: 10 }, (_, index) => message(`g${index}`, index, 'x'.repeat(300_000))),
    )
    for (const batch of batches) {
      expect(batch.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThanOrEqual(1_048_576)
    }
  })

  it('says how much is unsent when the queue stays down', async () => {
    const { queue } = createQueue(({ groupId }) => (groupId === 'b' ? 'failed' : 'accepted'))
    const { failed } = await sendInOrder(queue, [message('a', 1), message('b', 2), message('b', 3)])
    expect(failed.map(({ body }) => body)).toEqual(['b2', 'b3'])
  })

  it('writes ASCII bodies and ids that SQS accepts, whatever the customer wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (text, id) => {
        const account = { id, name: text }
        const cut = {
          channel: 'sms' as const,
          provider: 'twilio' as const,
          account,
          key: id,
          group: id,
          payload: { text },
        }
        const { body, groupId, deduplicationId } = toQueueMessage('sms', cut, '2026-01-01T00:00:00.000Z')
        expect(body).toMatch(/^[\x20-\x7e]+$/)
        expect(groupId).toMatch(/^[\w-]{43}$/)
        expect(deduplicationId).toMatch(/^[\w-]{43}$/)
        expect((JSON.parse(body) as { payload: { text: string } }).payload.text).toBe(text)
      }),
    )
  })
})
