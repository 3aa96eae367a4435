import { describe, expect, it } from 'vitest'
import type { InboxStore } from '../../shared/app/ports.ts'
import type { Claim } from '../../shared/app/save-once.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { tellMessenger } from '../support/offer.ts'
import { expectWhole, openHandoffDesk, PAGE, WHATSAPP } from './handoff-desk.ts'

/** Early, twice and out of order, as platforms tell. */
const UNRULY = { beforeAnswer: 0.3, outOfOrder: 0.3, twice: 0.5, delayMs: 0 }

const HOUR_MS = 60 * 60_000

const desk = openHandoffDesk({
  name: 'adversity',
  known: ['whatsapp'],
  platforms: (seed) => ({ receipts: UNRULY, seed }),
})
const { comment, deliver, sentCodes, tapped } = desk

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

describe('many at once', () => {
  it('two agents offer: this guarantees that one handoff is open, and the other agent is told of it', async () => {
    const { id } = await comment()
    const outcomes = await Promise.all([desk.handoffs.tryOffer(id), desk.handoffs.tryOffer(id, WHATSAPP)])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused'])
    expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({ code: 'handoff_open' })
    expect(await expectWhole(desk, [id])).toHaveLength(1)
  })

  it('one request twenty times: this guarantees one handoff, one message, and one answer for all', async () => {
    const { id } = await comment()
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => desk.handoffs.tryOffer(id, { claim })),
    )
    const answers = outcomes.map((outcome) => {
      if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome))
      return outcome.kind === 'done' ? JSON.stringify(outcome.answer) : outcome.body
    })
    expect(new Set(answers).size).toBe(1)
    await deliver(id)
    expect(
      desk.inbox.platforms.sent('facebook').filter(({ request }) => request.path.includes('/messages')),
    ).toHaveLength(1)
    expect(await expectWhole(desk, [id])).toHaveLength(1)
  })

  it('a code from two people: this guarantees that one has come, and the other is told', async () => {
    const { publicId, offer, code } = await tapped()
    const write = (customer: string, text: string) =>
      desk.inbox.customerWrites('whatsapp', { customer, text })
    const both = ['491555000001', '491555000002']
    // Ingested together, so that only one of the two calls learns what became of both.
    await Promise.allSettled(both.map((customer) => write(customer, code)))
    await desk.inbox.settled()
    const states = []
    for (const customer of both) states.push(await write(customer, 'Hello'))
    expect(states.filter(({ linked }) => linked.length === 1)).toHaveLength(1)
    expect((await Promise.all(states.map(({ id }) => desk.handoffs.told(id)))).flat()).toEqual([
      'arrival_refused',
    ])
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
    await expectWhole(desk, [publicId])
  })

  it('an arrival and a cancel: this guarantees one end, whichever was first', async () => {
    const { publicId, offer, code } = await tapped()
    const arrival = desk.inbox.customerWrites('whatsapp', { customer: '491555000001', text: code })
    const [there] = await Promise.all([arrival, desk.handoffs.cancel(offer.id)])
    const { state } = await desk.handoffs.handoff(offer.id)
    expect(['completed', 'declined']).toContain(state)
    expect((await desk.inbox.conversation(there.id)).linked).toHaveLength(state === 'completed' ? 1 : 0)
    await expectWhole(desk, [publicId])
  })

  it('its end comes at the very moment of the answer: this guarantees one end', async () => {
    const { publicId, offer, code } = await tapped()
    desk.inbox.pass(72 * HOUR_MS)
    await Promise.all([
      desk.inbox.customerWrites('whatsapp', { customer: '491555000001', text: code }),
      desk.handoffs.fire(publicId),
    ])
    expect(['completed', 'expired']).toContain((await desk.handoffs.handoff(offer.id)).state)
    await expectWhole(desk, [publicId])
  })
})

describe('told twice', () => {
  it('a tap, three times under one id and once under another: this guarantees that the way is shown once', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id, WHATSAPP)
    await deliver(id)
    const psid = (await desk.handoffs.handoff(offer.id)).awaited?.externalId ?? ''
    for (const mid of ['m_1', 'm_1', 'm_2', 'm_1'])
      await desk.handoffs.tap(PAGE, psid, `handoff:${offer.id}`, mid)
    await deliver((await desk.handoffs.handoff(offer.id)).privateConversationId)
    expect(sentCodes()).toHaveLength(1)
    await expectWhole(desk, [id])
  })

  it('the code’s message again: this guarantees that it is one arrival, and that nobody is told that it is used', async () => {
    const { publicId, code } = await tapped()
    const again = { customer: '491555000001', text: code, id: 'wamid.again' }
    const there = await desk.inbox.customerWrites('whatsapp', again)
    await expect(desk.inbox.customerWrites('whatsapp', again)).rejects.toThrow('Nothing was stored')
    expect(await desk.handoffs.told(there.id)).toEqual([])
    await expectWhole(desk, [publicId])
  })

  it('the tap before the echo of what was tapped: this guarantees that both are one handoff', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id, WHATSAPP)
    desk.inbox.platforms.fault('facebook', {
      path: '/messages',
      dropAfterRequest: true,
      receipts: 'none',
      times: 1,
    })
    await deliver(id)
    const psid = '7000000000000001'
    await desk.handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
    const asked = (await desk.handoffs.log(id)).find(
      (each) => each.kind === 'message' && each.outgoing?.handoff?.part === 'offer',
    )
    if (asked?.kind !== 'message') throw new Error('Nothing was offered.')
    const metadata = desk.inbox.platforms
      .sent('facebook')
      .map(({ request }) => /"metadata":"([^"]+)"/.exec(JSON.stringify(request.body))?.[1])
      .find(Boolean)
    const message = { is_echo: true, app_id: 99, mid: 'm_echo', text: asked.text, metadata }
    await tellMessenger(desk.inbox, PAGE, { sender: { id: PAGE }, recipient: { id: psid }, message })
    expect(await desk.inbox.message(id, asked.seq)).toMatchObject({ providerId: 'm_echo' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'opened' })
    await expectWhole(desk, [id])
  })
})

describe('two offers to one person', () => {
  it('this guarantees that each button belongs to its own offer, the older one too', async () => {
    const { id: first } = await comment()
    const { id: second } = await desk.inbox.customerWrites('facebook', {
      visibility: 'public',
      root: `${PAGE}_122100000000001`,
    })
    expect(second).not.toBe(first)
    const offers = [await desk.handoffs.offer(first, WHATSAPP), await desk.handoffs.offer(second, WHATSAPP)]
    await deliver(first, second)
    const psid = (await desk.handoffs.handoff(offers[0]?.id ?? '')).awaited?.externalId ?? ''
    for (const { id } of offers) await desk.handoffs.tap(PAGE, psid, `handoff:${id}`)
    for (const { id } of offers) expect(await desk.handoffs.handoff(id)).toMatchObject({ state: 'opened' })
    await deliver((await desk.handoffs.handoff(offers[0]?.id ?? '')).privateConversationId)
    const codes = sentCodes()
    expect(new Set(codes).size).toBe(2)
    for (const text of codes) await desk.inbox.customerWrites('whatsapp', { customer: '491555000001', text })
    await expectWhole(desk, [first, second])
    for (const { id } of offers) expect(await desk.handoffs.handoff(id)).toMatchObject({ state: 'completed' })
  })
})

describe('a table that fails once', () => {
  it.each(['before', 'after'] as const)(
    '%s it took the offer: this guarantees that the request again gives one',
    async (when) => {
      const { id } = await comment()
      const store = failOnce(desk.inbox.store, when)
      await expect(desk.handoffs.tryOffer(id, { claim, store })).rejects.toThrow('busy')
      expect(await desk.handoffs.tryOffer(id, { claim, store })).toMatchObject({
        kind: when === 'before' ? 'done' : 'repeated',
      })
      expect(await expectWhole(desk, [id])).toHaveLength(1)
    },
  )

  it.each(['before', 'after'] as const)(
    '%s it took the claim of the call: this guarantees that what was sent leads somewhere',
    async (when) => {
      const { id } = await comment()
      const offer = await desk.handoffs.offer(id, WHATSAPP)
      await deliver(id)
      const psid = (await desk.handoffs.handoff(offer.id)).awaited?.externalId ?? ''
      await desk.handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
      const messengerId = (await desk.handoffs.handoff(offer.id)).privateConversationId ?? ''
      await desk.inbox.deliver(messengerId, { store: failOnce(desk.inbox.store, when) }).catch(() => null)
      await deliver(messengerId)
      const codes = sentCodes()
      expect(codes).toHaveLength(1)
      await desk.inbox.customerWrites('whatsapp', { customer: '491555000001', text: codes[0] ?? '' })
      expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
    },
  )
})
