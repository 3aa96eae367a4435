import { describe, expect, it } from 'vitest'
import {
  deliverBatch,
  type DeliverBatchDeps,
  mustComeBack,
  type OutboundDelivery,
} from '../../../shared/app/deliver-batch.ts'
import type { DeliveryReport } from '../../../shared/app/deliver-conversation.ts'

const NOW = new Date('2026-03-01T12:00:00.000Z')
const nothing: DeliveryReport = { outcomes: [], next: { kind: 'nothing' } }
const waits = (seconds: number): DeliveryReport => ({
  outcomes: [],
  next: { kind: 'waits', until: new Date(NOW.getTime() + seconds * 1000).toISOString() },
})
const delivery = (messageId: string, conversationId: string, receiveCount = 1): OutboundDelivery => ({
  messageId,
  groupId: conversationId,
  body: JSON.stringify({ conversationId }),
  receiveCount,
  receiptHandle: messageId,
})

async function run(
  deliver: (conversationId: string) => Promise<DeliveryReport>,
  deliveries: readonly OutboundDelivery[],
  act: DeliverBatchDeps['act'] = () => Promise.reject(new Error('nothing else is asked for')),
  hasTime = true,
) {
  const postponed: [string, number][] = []
  const reports = await deliverBatch(
    {
      deliver,
      act,
      hasTime: () => hasTime,
      postpone: ({ messageId }, seconds) => {
        postponed.push([messageId, seconds])
        return Promise.resolve()
      },
      clock: { now: () => NOW },
    },
    deliveries,
  )
  return { reports, postponed, back: reports.filter(mustComeBack).map(({ messageId }) => messageId) }
}

describe('a batch of the outbound queue', () => {
  it('of two conversations: this guarantees that one’s failure holds back its own requests and no others', async () => {
    const { back, postponed } = await run(
      (id) => (id === 'cnv_a' ? Promise.reject(new Error('no table')) : Promise.resolve(nothing)),
      [delivery('1', 'cnv_a', 3), delivery('2', 'cnv_b'), delivery('3', 'cnv_a')],
    )
    expect(back).toEqual(['1', '3'])
    expect(postponed).toEqual([
      ['1', 5],
      ['3', 5],
    ])
  })

  it.each<[string, DeliveryReport, [string, number][]]>([
    ['a moment', waits(2.5), [['1', 3]]],
    ['no time at all', waits(-5), [['1', 1]]],
    ['a minute', waits(60), [['1', 60]]],
    ['more than a minute', waits(61), []],
    ['another invocation', { outcomes: [], next: { kind: 'busy' } }, [['1', 0]]],
  ])('that must wait for %s: this guarantees who brings it back', async (_, report, expected) => {
    const { back, postponed } = await run(() => Promise.resolve(report), [delivery('1', 'cnv_a')])
    expect(postponed).toEqual(expected)
    expect(back).toEqual(expected.map(([messageId]) => messageId))
  })

  it.each(['', '{}', '{"conversationId":""}', '{"conversationId":"a","more":1}'])(
    'with the body %j: this guarantees that it ends in the dead-letter queue and is never taken for done',
    async (body) => {
      const { back } = await run(() => Promise.resolve(nothing), [{ ...delivery('1', 'cnv_a'), body }])
      expect(back).toEqual(['1'])
    },
  )

  it('that carries an action: this guarantees that it is tried once, whatever comes of it, and what follows goes on', async () => {
    const action = { kind: 'read', seq: 1 }
    const acting = {
      ...delivery('1', 'cnv_a'),
      body: JSON.stringify({ conversationId: 'cnv_a', action }),
    }
    const asked: unknown[] = []
    const { reports, back, postponed } = await run(
      () => Promise.resolve(nothing),
      [acting, delivery('2', 'cnv_a')],
      (...call) => {
        asked.push(call)
        return Promise.reject(new Error('no secret'))
      },
    )
    expect(reports.map(({ kind }) => kind)).toEqual(['not_acted', 'done'])
    expect([asked, back, postponed]).toEqual([[['cnv_a', action]], [], []])
  })

  it('that has no time left for an action: this guarantees that it waits with its group instead of being cut off', async () => {
    const body = JSON.stringify({ conversationId: 'cnv_a', action: { kind: 'read', seq: 1 } })
    const { back, postponed } = await run(
      () => Promise.resolve(nothing),
      [{ ...delivery('1', 'cnv_a'), body }, delivery('2', 'cnv_a')],
      () => Promise.resolve({ kind: 'done' }),
      false,
    )
    expect(back).toEqual(['1', '2'])
    expect(postponed.map(([id]) => id)).toEqual(['1', '2'])
  })
})
