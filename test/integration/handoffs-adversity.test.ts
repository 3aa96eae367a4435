import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InboxStore } from '../../shared/app/ports.ts'
import type { Claim } from '../../shared/app/save-once.ts'
import { AppError } from '../../shared/domain/errors.ts'
import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { findCodes } from '../../shared/domain/handoff/pass.ts'
import { toHandoffReport } from '../../shared/domain/handoff/report.ts'
import { createOffers, type OfferChanges, type Offers, tellMessenger } from '../support/offer.ts'
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
async function tapped() {
  const { id } = await comment()
  const offer = await handoffs.offer(id, WHATSAPP)
  await deliver(id)
  const psid = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
  await handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
  const { privateConversationId } = await handoffs.handoff(offer.id)
  await deliver(privateConversationId)
  return { publicId: id, offer, psid, code: sentCodes()[0] ?? '' }
}

/** Refuses its first save as a table does that is busy, before or after it took what was to be saved. */
function failOnce(store: InboxStore, when: 'before' | 'after'): InboxStore {
  let failures = 1
  return {
    ...store,
    save: async (writes) => {
      const isFailing = failures-- > 0
      if (!isFailing || when === 'after') {
        const saved = await store.save(writes)
        if (!isFailing) return saved
      }
      throw new AppError('table_unavailable', 'busy')
    },
  }
}

const claim: Claim = { key: 'offer-1', bodyDigest: 'digest', status: 201 }

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

describe('many at once', () => {
  it('two agents offer: this guarantees that one handoff is open, and the other agent is told of it', async () => {
    const { id } = await comment()
    const outcomes = await Promise.all([handoffs.tryOffer(id), handoffs.tryOffer(id, WHATSAPP)])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused'])
    expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({ code: 'handoff_open' })
    expect(await expectWhole([id])).toHaveLength(1)
  })

  it('one request twenty times: this guarantees one handoff, one message, and one answer for all', async () => {
    const { id } = await comment()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => handoffs.tryOffer(id, { claim })))
    const answers = outcomes.map((outcome) => {
      if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome))
      return outcome.kind === 'done' ? JSON.stringify(outcome.answer) : outcome.body
    })
    expect(new Set(answers).size).toBe(1)
    await deliver(id)
    expect(
      inbox.platforms.sent('facebook').filter(({ request }) => request.path.includes('/messages')),
    ).toHaveLength(1)
    expect(await expectWhole([id])).toHaveLength(1)
  })

  it('a code from two people: this guarantees that one has come, and the other is told', async () => {
    const { publicId, offer, code } = await tapped()
    const write = (customer: string, text: string) => inbox.customerWrites('whatsapp', { customer, text })
    const both = ['491555000001', '491555000002']
    // Ingested together, so that only one of the two calls learns what became of both.
    await Promise.allSettled(both.map((customer) => write(customer, code)))
    await inbox.settled()
    const states = []
    for (const customer of both) states.push(await write(customer, 'Hello'))
    expect(states.filter(({ linked }) => linked.length === 1)).toHaveLength(1)
    expect((await Promise.all(states.map(({ id }) => handoffs.told(id)))).flat()).toEqual(['arrival_refused'])
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
    await expectWhole([publicId])
  })

  it('an arrival and a cancel: this guarantees one end, whichever was first', async () => {
    const { publicId, offer, code } = await tapped()
    const arrival = inbox.customerWrites('whatsapp', { customer: '491555000001', text: code })
    const [there] = await Promise.all([arrival, handoffs.cancel(offer.id)])
    const { state } = await handoffs.handoff(offer.id)
    expect(['completed', 'declined']).toContain(state)
    expect((await inbox.conversation(there.id)).linked).toHaveLength(state === 'completed' ? 1 : 0)
    await expectWhole([publicId])
  })

  it('its end comes at the very moment of the answer: this guarantees one end', async () => {
    const { publicId, offer, code } = await tapped()
    inbox.pass(72 * HOUR_MS)
    await Promise.all([
      inbox.customerWrites('whatsapp', { customer: '491555000001', text: code }),
      handoffs.fire(publicId),
    ])
    expect(['completed', 'expired']).toContain((await handoffs.handoff(offer.id)).state)
    await expectWhole([publicId])
  })
})

describe('told twice', () => {
  it('a tap, three times under one id and once under another: this guarantees that the way is shown once', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id, WHATSAPP)
    await deliver(id)
    const psid = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
    for (const mid of ['m_1', 'm_1', 'm_2', 'm_1']) await handoffs.tap(PAGE, psid, `handoff:${offer.id}`, mid)
    await deliver((await handoffs.handoff(offer.id)).privateConversationId)
    expect(sentCodes()).toHaveLength(1)
    await expectWhole([id])
  })

  it('the code’s message again: this guarantees that it is one arrival, and that nobody is told that it is used', async () => {
    const { publicId, code } = await tapped()
    const again = { customer: '491555000001', text: code, id: 'wamid.again' }
    const there = await inbox.customerWrites('whatsapp', again)
    await expect(inbox.customerWrites('whatsapp', again)).rejects.toThrow('Nothing was stored')
    expect(await handoffs.told(there.id)).toEqual([])
    await expectWhole([publicId])
  })

  it('the tap before the echo of what was tapped: this guarantees that both are one handoff', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id, WHATSAPP)
    inbox.platforms.fault('facebook', {
      path: '/messages',
      dropAfterRequest: true,
      receipts: 'none',
      times: 1,
    })
    await deliver(id)
    const psid = '7000000000000001'
    await handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
    const asked = (await handoffs.log(id)).find(
      (each) => each.kind === 'message' && each.outgoing?.handoff?.part === 'offer',
    )
    if (asked?.kind !== 'message') throw new Error('Nothing was offered.')
    const metadata = inbox.platforms
      .sent('facebook')
      .map(({ request }) => /"metadata":"([^"]+)"/.exec(JSON.stringify(request.body))?.[1])
      .find(Boolean)
    const message = { is_echo: true, app_id: 99, mid: 'm_echo', text: asked.text, metadata }
    await tellMessenger(inbox, PAGE, { sender: { id: PAGE }, recipient: { id: psid }, message })
    expect(await inbox.message(id, asked.seq)).toMatchObject({ providerId: 'm_echo' })
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'opened' })
    await expectWhole([id])
  })
})

describe('two offers to one person', () => {
  it('this guarantees that each button belongs to its own offer, the older one too', async () => {
    const { id: first } = await comment()
    const { id: second } = await inbox.customerWrites('facebook', {
      visibility: 'public',
      root: `${PAGE}_122100000000001`,
      customer: '2000000000000001',
    })
    expect(second).not.toBe(first)
    const offers = [await handoffs.offer(first, WHATSAPP), await handoffs.offer(second, WHATSAPP)]
    await deliver(first, second)
    const psid = (await handoffs.handoff(offers[0]?.id ?? '')).awaited?.externalId ?? ''
    for (const { id } of offers) await handoffs.tap(PAGE, psid, `handoff:${id}`)
    for (const { id } of offers) expect(await handoffs.handoff(id)).toMatchObject({ state: 'opened' })
    await deliver((await handoffs.handoff(offers[0]?.id ?? '')).privateConversationId)
    const codes = sentCodes()
    expect(new Set(codes).size).toBe(2)
    for (const text of codes) await inbox.customerWrites('whatsapp', { customer: '491555000001', text })
    await expectWhole([first, second])
    for (const { id } of offers) expect(await handoffs.handoff(id)).toMatchObject({ state: 'completed' })
  })
})

describe('a table that fails once', () => {
  it.each(['before', 'after'] as const)(
    '%s it took the offer: this guarantees that the request again gives one',
    async (when) => {
      const { id } = await comment()
      const store = failOnce(inbox.store, when)
      await expect(handoffs.tryOffer(id, { claim, store })).rejects.toThrow('busy')
      expect(await handoffs.tryOffer(id, { claim, store })).toMatchObject({
        kind: when === 'before' ? 'done' : 'repeated',
      })
      expect(await expectWhole([id])).toHaveLength(1)
    },
  )

  it.each(['before', 'after'] as const)(
    '%s it took the claim of the call: this guarantees that what was sent leads somewhere',
    async (when) => {
      const { id } = await comment()
      const offer = await handoffs.offer(id, WHATSAPP)
      await deliver(id)
      const psid = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
      await handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
      const messengerId = (await handoffs.handoff(offer.id)).privateConversationId ?? ''
      await inbox.deliver(messengerId, { store: failOnce(inbox.store, when) }).catch(() => null)
      await deliver(messengerId)
      const codes = sentCodes()
      expect(codes).toHaveLength(1)
      await inbox.customerWrites('whatsapp', { customer: '491555000001', text: codes[0] ?? '' })
      expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
    },
  )
})
