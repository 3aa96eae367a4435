import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { findCodes } from '../../shared/domain/handoff/pass.ts'
import { toHandoffReport } from '../../shared/domain/handoff/report.ts'
import { createOffers, type OfferChanges, type Offers } from '../support/offer.ts'
import { createRandom, type Random } from '../support/random.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const PAGE = '770000000000010'
const POST = `${PAGE}_122100000000000`
const WHATSAPP: OfferChanges = { target: { kind: 'whatsapp' } }
const HOUR_MS = 60 * 60_000

let dynoxide: Dynoxide
let inbox: Replies
let handoffs: Offers
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  const table = await dynoxide.createInboxTable(`adversity${++tables}`)
  // Early, twice and out of order, as platforms tell.
  const receipts = { beforeAnswer: 0.3, outOfOrder: 0.3, twice: 0.5, delayMs: 0 }
  inbox = await startReplies(table, { receipts, seed: tables })
  handoffs = createOffers(table, inbox)
  await inbox.customerWrites('whatsapp', { customer: '491555999999', text: 'first of all' })
})
afterEach(() => inbox.stop())

const comment = (customer = '2000000000000001', text = 'Where is my order?') =>
  inbox.customerWrites('facebook', { visibility: 'public', root: POST, customer, text })
async function deliver(...ids: (string | null)[]): Promise<void> {
  for (const id of ids) if (id !== null) await inbox.deliver(id)
  await inbox.settled()
}
const sentCodes = (): string[] =>
  inbox.platforms.sent('facebook').flatMap(({ request }) => {
    const body = JSON.stringify(request.body)
    return body.includes('wa.me') ? findCodes(decodeURIComponent(body)).slice(0, 1) : []
  })

/** Every handoff counts once, and its public log told its steps once. */
async function expectWhole(publicIds: readonly string[]): Promise<Handoff[]> {
  const all = await handoffs.all()
  for (const row of toHandoffReport(all, 'channel')) {
    const { customer, agent, platform } = row.declined
    expect(row.offered).toBe(row.completed + row.expired + customer + agent + platform + row.open)
  }
  for (const id of publicIds) {
    const told = (await handoffs.log(id)).flatMap((entry) =>
      entry.kind === 'activity' && entry.type.startsWith('handoff.')
        ? [`${String(entry.data['handoffId'])} ${entry.type.slice('handoff.'.length)}`]
        : [],
    )
    expect(told).toEqual([...new Set(told)])
    const own = all.filter(({ publicConversationId }) => publicConversationId === id)
    const reached = own.flatMap((each) => Object.keys(each.reachedAt).map((step) => `${each.id} ${step}`))
    expect(told.toSorted()).toEqual(reached.toSorted())
    const isOpen = own.filter(({ state }) => !['completed', 'expired', 'declined'].includes(state))
    const conversation = await inbox.conversation(id)
    expect(isOpen.map((each) => each.id)).toEqual(
      conversation.handoff === null ? [] : [conversation.handoff.id],
    )
    const arrived = own.filter(({ state }) => state === 'completed')
    expect(conversation.linked.map((link) => link.handoffId).toSorted()).toEqual(
      arrived.map((each) => each.id).toSorted(),
    )
  }
  return all
}

type Step = { name: string; weight: number; run: () => Promise<unknown> }

/** What agents, customers, strangers, the platform and the clock may do, in any order. */
async function play(random: Random, steps: number): Promise<string[]> {
  const people = ['2000000000000001', '2000000000000002']
  const publicIds: string[] = []
  for (const person of people) publicIds.push((await comment(person)).id)
  const pickId = () => random.pick(publicIds as [string, ...string[]])
  const known = async (): Promise<Handoff | null> => {
    const all = await handoffs.all()
    return all[random.integer(0, Math.max(0, all.length - 1))] ?? null
  }
  const withOne = (run: (handoff: Handoff) => Promise<unknown>) => async () => {
    const handoff = await known()
    if (handoff !== null) await run(handoff)
  }
  const quietly = (work: Promise<unknown>) => work.catch(() => null)
  const moves: Step[] = [
    { name: 'offer', weight: 4, run: () => handoffs.tryOffer(pickId(), random.chance(0.5) ? WHATSAPP : {}) },
    { name: 'deliver', weight: 4, run: () => deliver(pickId()) },
    {
      name: 'follow',
      weight: 3,
      run: withOne(({ privateConversationId }) => quietly(deliver(privateConversationId))),
    },
    {
      name: 'comment',
      weight: 2,
      run: () => quietly(comment(random.pick(people as [string, ...string[]]), 'More')),
    },
    {
      name: 'tap',
      weight: 3,
      run: withOne(({ id, awaited }) =>
        handoffs.tap(PAGE, awaited?.externalId ?? '7000000000000077', `handoff:${id}`),
      ),
    },
    {
      name: 'answer',
      weight: 2,
      run: withOne(({ awaited }) =>
        quietly(inbox.customerWrites('facebook', { customer: awaited?.externalId ?? '7000000000000078' })),
      ),
    },
    {
      name: 'code',
      weight: 3,
      run: () =>
        quietly(
          inbox.customerWrites('whatsapp', {
            customer: `49155500000${random.integer(1, 3)}`,
            text: sentCodes()[random.integer(0, 5)] ?? 'K7QM-2X4P',
          }),
        ),
    },
    { name: 'cancel', weight: 1, run: withOne(({ id }) => handoffs.cancel(id)) },
    {
      name: 'refuse',
      weight: 1,
      run: async () => inbox.platforms.fault('facebook', { path: '/messages', code: 10900, times: 1 }),
    },
    {
      name: 'lose',
      weight: 1,
      run: async () =>
        inbox.platforms.fault('facebook', { path: '/messages', dropAfterRequest: true, times: 1 }),
    },
    { name: 'pass', weight: 1, run: async () => inbox.pass(30 * HOUR_MS) },
    { name: 'fire', weight: 2, run: () => handoffs.fire(pickId()) },
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
      await inbox.settled()
      await expectWhole(publicIds)
    },
    60_000,
  )
})
