import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import { MARA, openHandoffDesk, PAGE, POST, STRANGER, WHATSAPP } from './handoff-desk.ts'

const desk = openHandoffDesk({ name: 'elsewhere', known: ['whatsapp', 'sms'] })
const { bodies, contactOf, deliver, onWhatsApp, sentCodes, tapped } = desk

const texts = async (id: string): Promise<(string | null)[]> =>
  (await desk.handoffs.log(id))
    .filter((entry): entry is MessageEntry => entry.kind === 'message')
    .map(({ text }) => text)
async function survivorOf(conversation: Conversation): Promise<string> {
  const contact = await contactOf(conversation)
  return contact?.mergedInto ?? conversation.contactId
}

describe('from a comment to WhatsApp, by a tap and a code', () => {
  it('this guarantees that only a button is sent first, and link and code once it was pressed', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await desk.handoffs.offer(id, WHATSAPP)
    await deliver(id)
    const payload = `handoff:${offer.id}`
    const asked = desk.inbox.platforms
      .sent('facebook')
      .find(({ request }) => request.path.includes('/messages'))
    expect(asked?.request.body).toMatchObject({
      recipient: { comment_id: expect.any(String) as string },
      message: { quick_replies: [{ content_type: 'text', title: 'Continue in private', payload }] },
    })
    expect(bodies('facebook').join()).not.toContain('wa.me')
    await desk.handoffs.tap(PAGE, (await desk.handoffs.handoff(offer.id)).awaited?.externalId ?? '', payload)
    const { state, privateConversationId } = await desk.handoffs.handoff(offer.id)
    expect(state).toBe('opened')
    await deliver(privateConversationId ?? '')
    expect(sentCodes().at(-1) ?? '').toMatch(/^\w{4}-\w{4}$/)
    expect(bodies('facebook').at(-1)).toContain('https://wa.me/4930555010?text=Hello%2C%20my%20code%20is%20')
  })

  it('this guarantees that the code completes it, and that who was a stranger there is the same contact now', async () => {
    const { publicId, offer, messengerId, code } = await tapped()
    const there = await onWhatsApp(MARA, `Hello, my code is ${code}`)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
    const before = await desk.inbox.conversation(publicId)
    expect(before.linked).toEqual([{ conversationId: there.id, handoffId: offer.id }])
    expect(await survivorOf(there)).toBe(await survivorOf(before))
    expect(await survivorOf(await desk.inbox.conversation(messengerId))).toBe(await survivorOf(before))
  })

  it('this guarantees that neither link nor code are kept anywhere, only what stands for them', async () => {
    const { messengerId, code } = await tapped()
    expect((await texts(messengerId)).join()).toContain('{link}')
    expect((await texts(messengerId)).join()).not.toContain(code)
    expect(JSON.stringify(await desk.handoffs.all())).not.toContain(code)
    expect(JSON.stringify(await desk.inbox.conversation(messengerId))).not.toContain(code)
  })

  it('somebody known there for longer: this guarantees that both contacts are merged, with the proof', async () => {
    const old = await onWhatsApp(MARA, 'I have been here before.')
    const { publicId, code } = await tapped()
    const there = await onWhatsApp(MARA, code.toLowerCase().replace('-', ' '))
    expect(there.id).toBe(old.id)
    expect(await contactOf(old)).toMatchObject({ mergedInto: null, merged: [{ proof: 'handoff' }] })
    expect(await contactOf(await desk.inbox.conversation(publicId))).toMatchObject({
      mergedInto: old.contactId,
    })
  })

  it('words instead of the tap: this guarantees that they show the way, too', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await desk.handoffs.offer(id, WHATSAPP)
    await deliver(id)
    const psid = (await desk.handoffs.handoff(offer.id)).awaited?.externalId ?? ''
    const { id: messengerId } = await desk.inbox.customerWrites('facebook', { customer: psid, text: 'Yes?' })
    await desk.inbox.customerWrites('facebook', { customer: psid, text: 'Anybody?' })
    await deliver(messengerId)
    expect(bodies('facebook').filter((body) => body.includes('wa.me'))).toHaveLength(1)
    await onWhatsApp(MARA, sentCodes().at(-1) ?? '')
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('the answer to the call and the echo lost: this guarantees that the tap tells who it is', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await desk.handoffs.offer(id, WHATSAPP)
    const lost = { dropAfterRequest: true, receipts: 'none', times: 1 } as const
    desk.inbox.platforms.fault('facebook', { path: '/messages', ...lost })
    await deliver(id)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'offered', awaited: null })
    await desk.handoffs.tap(PAGE, '7000000000000001', `handoff:${offer.id}`)
    const handoff = await desk.handoffs.handoff(offer.id)
    expect(handoff).toMatchObject({ state: 'opened', awaited: { externalId: '7000000000000001' } })
    await deliver(handoff.privateConversationId ?? '')
    await onWhatsApp(MARA, sentCodes().at(-1) ?? '')
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('somebody else’s tap: this guarantees that they are shown nothing', async () => {
    const { id } = await desk.inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await desk.handoffs.offer(id, WHATSAPP)
    await deliver(id)
    await desk.handoffs.tap(PAGE, '7000000000000009', `handoff:${offer.id}`)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
    expect(bodies('facebook').join()).not.toContain('wa.me')
  })
})

describe('a code', () => {
  it('pasted where nobody waits for it: this guarantees that nothing happens, and that it still counts', async () => {
    const { offer, psid, code } = await tapped()
    const { seq } = await desk.inbox.customerWrites('facebook', { customer: psid, text: code })
    await desk.inbox.customerWrites('sms', { customer: '+15005550111', text: code })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'opened' })
    expect(
      (await desk.inbox.conversation((await desk.handoffs.handoff(offer.id)).privateConversationId ?? ''))
        .seq,
    ).toBe(seq)
    await onWhatsApp(MARA, code)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('used a second time, by somebody else: this guarantees that they are told, and neither linked nor merged', async () => {
    const { publicId, offer, code } = await tapped()
    await onWhatsApp(MARA, code)
    const before = await desk.handoffs.handoff(offer.id)
    const other = await onWhatsApp(STRANGER, code)
    expect(await desk.handoffs.told(other.id)).toEqual(['arrival_refused'])
    expect((await desk.handoffs.log(other.id))[1]).toMatchObject({
      data: { handoffId: offer.id, why: 'used' },
    })
    expect(other.linked).toEqual([])
    expect(await survivorOf(other)).not.toBe(await survivorOf(await desk.inbox.conversation(publicId)))
    expect(await desk.handoffs.handoff(offer.id)).toEqual(before)
    await deliver(other.id)
    expect(bodies('whatsapp').filter((body) => body.includes('no longer in use'))).toHaveLength(1)
  })

  it('sent again where it counted: this guarantees that nobody is told that it is too late', async () => {
    const { code } = await tapped()
    await onWhatsApp(MARA, code)
    const { id } = await onWhatsApp(MARA, `Again: ${code}`)
    expect(await desk.handoffs.told(id)).toEqual([])
  })

  it('of an offer that was taken back: this guarantees that it lets nobody in, and that they are told once', async () => {
    const { publicId, offer, code } = await tapped()
    await desk.handoffs.cancel(offer.id)
    const there = await onWhatsApp(MARA, code)
    await onWhatsApp(MARA, `I said ${code}`)
    expect(await desk.handoffs.told(there.id)).toEqual(['arrival_refused'])
    expect((await desk.handoffs.log(there.id))[1]).toMatchObject({ data: { why: 'too_late' } })
    await deliver(there.id)
    expect(bodies('whatsapp').filter((body) => body.includes('no longer in use'))).toHaveLength(1)
    expect((await desk.inbox.conversation(publicId)).linked).toEqual([])
  })

  it('of an offer whose time is up: this guarantees the same', async () => {
    const { publicId, code } = await tapped()
    desk.inbox.pass(4 * 24 * 60 * 60_000)
    await desk.handoffs.fire(publicId)
    const there = await onWhatsApp(MARA, code)
    expect((await desk.handoffs.log(there.id))[1]).toMatchObject({ data: { why: 'too_late' } })
  })
})
