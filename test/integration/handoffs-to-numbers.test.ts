import { describe, expect, it } from 'vitest'
import type { OfferChanges } from '../support/offer.ts'
import { MARA, openHandoffDesk, POST, STRANGER, WHATSAPP } from './handoff-desk.ts'

const NUMBER = '+15005550123'
const PUBLIC_LINKS: OfferChanges = { settings: { publicLinks: true } }

const desk = openHandoffDesk({ name: 'numbers', known: ['whatsapp', 'sms'] })
const { bodies, contactOf, deliver, onWhatsApp, sentCodes, tapped } = desk

describe('a link that stands in public', () => {
  it('this guarantees that it is offered only where the settings let it', async () => {
    const { id } = await desk.inbox.customerWrites('twitter', { visibility: 'public' })
    expect(await desk.handoffs.tryOffer(id, WHATSAPP)).toMatchObject({ code: 'handoff_target_unreachable' })
    const offer = await desk.handoffs.offer(id, { ...WHATSAPP, ...PUBLIC_LINKS })
    expect(offer).toMatchObject({ route: 'public_link', verification: 'link' })
    await deliver(id)
    expect(bodies('twitter')).toHaveLength(1)
    expect(bodies('twitter')[0]).toContain('https://wa.me/4930555010?text=')
  })

  it('followed first by somebody else: this guarantees that they are linked, and never taken for the customer', async () => {
    const { id } = await desk.inbox.customerWrites('twitter', { visibility: 'public' })
    const offer = await desk.handoffs.offer(id, { ...WHATSAPP, ...PUBLIC_LINKS })
    await deliver(id)
    const code = sentCodes('twitter').at(-1) ?? ''
    const first = await onWhatsApp(STRANGER, code)
    expect(first.linked).toEqual([{ conversationId: id, handoffId: offer.id }])
    expect(await contactOf(first)).toMatchObject({ mergedInto: null, merged: [] })
    expect(await contactOf(await desk.inbox.conversation(id))).toMatchObject({ mergedInto: null, merged: [] })
    const second = await onWhatsApp(MARA, code)
    expect(second.linked).toEqual([])
    expect(await desk.handoffs.told(second.id)).toEqual(['arrival_refused'])
  })
})

describe('to a number', () => {
  const given: OfferChanges = { target: { kind: 'sms', to: NUMBER } }

  it('that the customer gave: this guarantees that they are written to there, and that their answer completes it', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await desk.handoffs.offer(id, given)
    expect(offer).toMatchObject({ route: 'direct', verification: 'link', privateConversationId: null })
    const { privateConversationId } = await desk.handoffs.handoff(offer.id)
    await deliver(privateConversationId ?? '', id)
    expect(desk.inbox.platforms.sent('sms').map(({ request }) => request.body)).toMatchObject([
      { To: NUMBER },
    ])
    expect(bodies('facebook').join()).not.toContain(NUMBER)
    const there = await desk.inbox.customerWrites('sms', { customer: NUMBER, text: 'Here I am.' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
    expect(there.linked).toEqual([{ conversationId: id, handoffId: offer.id }])
  })

  it('that is somebody else’s: this guarantees that nothing but a number makes nobody the same contact', async () => {
    const other = await desk.inbox.customerWrites('sms', { customer: NUMBER, text: 'I am known here.' })
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    await desk.handoffs.offer(id, given)
    await deliver(other.id)
    await desk.inbox.customerWrites('sms', { customer: NUMBER, text: 'What do you want?' })
    expect(await contactOf(other)).toMatchObject({ mergedInto: null, merged: [] })
    expect(await contactOf(await desk.inbox.conversation(id))).toMatchObject({ mergedInto: null, merged: [] })
  })

  it('that wants no messages: this guarantees that the offer is refused, and nothing of it is stored', async () => {
    await desk.inbox.customerWrites('sms', { customer: NUMBER, text: 'STOP' })
    const { id, seq } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    expect(await desk.handoffs.tryOffer(id, given)).toMatchObject({
      kind: 'refused',
      code: 'recipient_opted_out',
    })
    expect(await desk.inbox.conversation(id)).toMatchObject({ seq, handoff: null })
    expect(await desk.handoffs.all()).toEqual([])
  })

  it('that answers STOP: this guarantees that the customer has declined, not arrived', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await desk.handoffs.offer(id, given)
    await deliver((await desk.handoffs.handoff(offer.id)).privateConversationId ?? '', id)
    const there = await desk.inbox.customerWrites('sms', { customer: NUMBER, text: 'STOP' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'declined',
      by: { kind: 'customer' },
    })
    expect(there.linked).toEqual([])
    expect(await desk.inbox.conversation(id)).toMatchObject({ linked: [], handoff: null })
  })

  it('of WhatsApp, never heard of there: this guarantees that it is unreachable, since nobody agreed to be written to', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const wish: OfferChanges = { target: { kind: 'whatsapp', to: '+491555000077' } }
    expect(await desk.handoffs.tryOffer(id, wish)).toMatchObject({ code: 'handoff_target_unreachable' })
  })

  it('by which they are known already: this guarantees that it is offered as such, and is one contact', async () => {
    const { publicId, code } = await tapped()
    const there = await onWhatsApp(MARA, code)
    const again = await desk.handoffs.offer(publicId, WHATSAPP)
    expect(again).toMatchObject({ route: 'direct', verification: 'platform' })
    await deliver(there.id)
    await onWhatsApp(MARA, 'Yes, here.')
    expect(await desk.handoffs.handoff(again.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
  })

  it('by which they are known, its window closed: this guarantees that what is possible is what an offer meets', async () => {
    const { publicId, code } = await tapped()
    await onWhatsApp(MARA, code)
    desk.inbox.pass(30 * 60 * 60_000)
    await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST, text: 'Hello again' })
    const { whatsapp } = await desk.handoffs.targets(publicId)
    const outcome = await desk.handoffs.tryOffer(publicId, WHATSAPP)
    expect(outcome.kind === 'done').toBe(whatsapp)
    expect(outcome).toMatchObject({ kind: 'done', answer: { route: 'private_reply' } })
  })
})

describe('on X', () => {
  it('no conversation in private: this guarantees that the link is a field of its own, and that who comes is known', async () => {
    const { id, account } = await desk.inbox.customerWrites('twitter', { visibility: 'public' })
    const offer = await desk.handoffs.offer(id)
    expect(offer).toMatchObject({ route: 'public_link', verification: 'platform' })
    await deliver(id)
    const [said, ...more] = desk.inbox.platforms.sent('twitter')
    expect(more).toEqual([])
    expect(said?.request).toMatchObject({
      path: '/2/tweets',
      body: {
        text: expect.not.stringContaining('http') as string,
        direct_message_deep_link: `https://x.com/messages/compose?recipient_id=${account.id}`,
      },
    })
    const there = await desk.inbox.customerWrites('twitter', { text: 'Here I am.' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
    expect(there.contactId).toBe((await desk.inbox.conversation(id)).contactId)
  })

  it('somebody else’s direct message: this guarantees that it completes nothing', async () => {
    const { id } = await desk.inbox.customerWrites('twitter', { visibility: 'public' })
    const offer = await desk.handoffs.offer(id)
    await deliver(id)
    await desk.inbox.customerWrites('twitter', { customer: '1699999999999999999', text: 'Hi' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
  })

  it('a conversation in private: this guarantees that the offer is written there, and one sentence in public', async () => {
    const there = await desk.inbox.customerWrites('twitter', { text: 'Hello in private' })
    const { id } = await desk.inbox.customerWrites('twitter', { visibility: 'public' })
    const offer = await desk.handoffs.offer(id, { text: 'Let us go on here.' })
    expect(offer).toMatchObject({ route: 'direct', verification: 'platform' })
    await deliver(there.id, id)
    expect(desk.inbox.platforms.sent('twitter').map(({ request }) => request.path)).toEqual([
      expect.stringContaining('/dm_conversations/with/') as string,
      '/2/tweets',
    ])
    await desk.inbox.customerWrites('twitter', { text: 'Yes.' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
  })
})
