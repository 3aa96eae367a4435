import { describe, it } from 'vitest'
import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { createRandom, type Random } from '../support/random.ts'
import { expectWhole, openHandoffDesk, PAGE, WHATSAPP } from './handoff-desk.ts'

/** Early, twice and out of order, as platforms tell. */
const UNRULY = { beforeAnswer: 0.3, outOfOrder: 0.3, twice: 0.5, delayMs: 0 }
const HOUR_MS = 60 * 60_000

const desk = openHandoffDesk({
  name: 'anyorder',
  known: ['whatsapp'],
  platforms: (seed) => ({ receipts: UNRULY, seed }),
})
const { comment, deliver, sentCodes } = desk

type Step = { name: string; weight: number; run: () => Promise<unknown> }

/** What agents, customers, strangers, the platform and the clock may do, in any order. */
async function play(random: Random, steps: number): Promise<string[]> {
  const people = ['2000000000000001', '2000000000000002']
  const publicIds: string[] = []
  for (const person of people) publicIds.push((await comment(undefined, person)).id)
  const pickId = () => random.pick(publicIds as [string, ...string[]])
  const known = async (): Promise<Handoff | null> => {
    const all = await desk.handoffs.all()
    return all[random.integer(0, Math.max(0, all.length - 1))] ?? null
  }
  const withOne = (run: (handoff: Handoff) => Promise<unknown>) => async () => {
    const handoff = await known()
    if (handoff !== null) await run(handoff)
  }
  const quietly = (work: Promise<unknown>) => work.catch(() => null)
  const moves: Step[] = [
    {
      name: 'offer',
      weight: 4,
      run: () => desk.handoffs.tryOffer(pickId(), random.chance(0.5) ? WHATSAPP : {}),
    },
    { name: 'deliver', weight: 4, run: () => deliver(pickId()) },
    {
      name: 'follow',
      weight: 3,
      run: withOne(({ privateConversationId }) => quietly(deliver(privateConversationId))),
    },
    {
      name: 'comment',
      weight: 2,
      run: () => quietly(comment('More', random.pick(people as [string, ...string[]]))),
    },
    {
      name: 'tap',
      weight: 3,
      run: withOne(({ id, awaited }) =>
        desk.handoffs.tap(PAGE, awaited?.externalId ?? '7000000000000077', `handoff:${id}`),
      ),
    },
    {
      name: 'answer',
      weight: 2,
      run: withOne(({ awaited }) =>
        quietly(
          desk.inbox.customerWrites('facebook', { customer: awaited?.externalId ?? '7000000000000078' }),
        ),
      ),
    },
    {
      name: 'code',
      weight: 3,
      run: () =>
        quietly(
          desk.inbox.customerWrites('whatsapp', {
            customer: `49155500000${random.integer(1, 3)}`,
            text: sentCodes()[random.integer(0, 5)] ?? 'K7QM-2X4P',
          }),
        ),
    },
    { name: 'cancel', weight: 1, run: withOne(({ id }) => desk.handoffs.cancel(id)) },
    {
      name: 'refuse',
      weight: 1,
      run: async () => desk.inbox.platforms.fault('facebook', { path: '/messages', code: 10900, times: 1 }),
    },
    {
      name: 'lose',
      weight: 1,
      run: async () =>
        desk.inbox.platforms.fault('facebook', { path: '/messages', dropAfterRequest: true, times: 1 }),
    },
    { name: 'pass', weight: 1, run: async () => desk.inbox.pass(30 * HOUR_MS) },
    { name: 'fire', weight: 2, run: () => desk.handoffs.fire(pickId()) },
  ]
  const bag = moves.flatMap((move) => Array<Step>(move.weight).fill(move)) as [Step, ...Step[]]
  for (let step = 0; step < steps; step++) await random.pick(bag).run()
  return publicIds
}

describe('anything in any order', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'seed %i: this guarantees that every handoff has one state, told once, and one end',
    async (seed) => {
      const publicIds = await play(createRandom(seed), 40)
      await desk.inbox.settled()
      await expectWhole(desk, publicIds)
    },
    60_000,
  )
})
