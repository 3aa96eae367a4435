import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findCodes } from '../../shared/domain/handoff/pass.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { createOffers, type OfferChanges, type Offers } from '../support/offer.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const PAGE = '770000000000010'
const POST = `${PAGE}_122100000000000`
const MARA = '491555000001'
const STRANGER = '491555000002'
const WHATSAPP: OfferChanges = { target: { kind: 'whatsapp' } }

let dynoxide: Dynoxide
let inbox: Replies
let handoffs: Offers
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  const table = await dynoxide.createInboxTable(`elsewhere${++tables}`)
  inbox = await startReplies(table, { receipts: CALM })
  handoffs = createOffers(table, inbox)
  // An account is known once somebody has written to it.
  await inbox.customerWrites('whatsapp', { customer: '491555999999', text: 'first of all' })
  await inbox.customerWrites('sms', { customer: '+15005550199', text: 'first of all' })
})
afterEach(() => inbox.stop())

async function deliver(...ids: string[]): Promise<void> {
  for (const id of ids) await inbox.deliver(id)
  await inbox.settled()
}
const onWhatsApp = (customer: string, text: string) => inbox.customerWrites('whatsapp', { customer, text })
const bodies = (channel: string): string[] =>
  inbox.platforms.sent(channel).map(({ request }) => JSON.stringify(request.body))

/** The code that the customer was sent last. */
function sentCode(channel: string): string {
  const sent = bodies(channel).findLast((body) => body.includes('wa.me') || body.includes('sms:')) ?? ''
  return findCodes(decodeURIComponent(sent))[0] ?? ''
}
const texts = async (id: string): Promise<(string | null)[]> =>
  (await handoffs.log(id))
    .filter((entry): entry is MessageEntry => entry.kind === 'message')
    .map(({ text }) => text)
const contactOf = async ({ contactId }: Conversation) => inbox.store.contact(contactId, 'consistent')
async function survivorOf(conversation: Conversation): Promise<string> {
  const contact = await contactOf(conversation)
  return contact?.mergedInto ?? conversation.contactId
}

/** A comment, the offer of WhatsApp, and its tap: up to the link that Messenger has taken. */
async function tapped(wish: OfferChanges = WHATSAPP) {
  const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root: POST })
  const offer = await handoffs.offer(id, wish)
  await deliver(id)
  const psid = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
  await handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
  const { privateConversationId } = await handoffs.handoff(offer.id)
  await deliver(privateConversationId ?? '')
  return { publicId: id, offer, psid, messengerId: privateConversationId ?? '', code: sentCode('facebook') }
}

describe('from a comment to WhatsApp, by a tap and a code', () => {
  it('this guarantees that only a button is sent first, and link and code once it was pressed', async () => {
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await handoffs.offer(id, WHATSAPP)
    await deliver(id)
    const payload = `handoff:${offer.id}`
    const asked = inbox.platforms.sent('facebook').find(({ request }) => request.path.includes('/messages'))
    expect(asked?.request.body).toMatchObject({
      recipient: { comment_id: expect.any(String) as string },
      message: { quick_replies: [{ content_type: 'text', title: 'Continue in private', payload }] },
    })
    expect(bodies('facebook').join()).not.toContain('wa.me')
    await handoffs.tap(PAGE, (await handoffs.handoff(offer.id)).awaited?.externalId ?? '', payload)
    const { state, privateConversationId } = await handoffs.handoff(offer.id)
    expect(state).toBe('opened')
    await deliver(privateConversationId ?? '')
    expect(sentCode('facebook')).toMatch(/^\w{4}-\w{4}$/)
    expect(bodies('facebook').at(-1)).toContain('https://wa.me/4930555010?text=Hello%2C%20my%20code%20is%20')
  })

  it('this guarantees that the code completes it, and that who was a stranger there is the same contact now', async () => {
    const { publicId, offer, messengerId, code } = await tapped()
    const there = await onWhatsApp(MARA, `Hello, my code is ${code}`)
    expect(await handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
    const before = await inbox.conversation(publicId)
    expect(before.linked).toEqual([{ conversationId: there.id, handoffId: offer.id }])
    expect(await survivorOf(there)).toBe(await survivorOf(before))
    expect(await survivorOf(await inbox.conversation(messengerId))).toBe(await survivorOf(before))
  })

  it('this guarantees that neither link nor code are kept anywhere, only what stands for them', async () => {
    const { messengerId, code } = await tapped()
    expect((await texts(messengerId)).join()).toContain('{link}')
    expect((await texts(messengerId)).join()).not.toContain(code)
    expect(JSON.stringify(await handoffs.all())).not.toContain(code)
    expect(JSON.stringify(await inbox.conversation(messengerId))).not.toContain(code)
  })

  it('somebody known there for longer: this guarantees that both contacts are merged, with the proof', async () => {
    const old = await onWhatsApp(MARA, 'I have been here before.')
    const { publicId, code } = await tapped()
    const there = await onWhatsApp(MARA, code.toLowerCase().replace('-', ' '))
    expect(there.id).toBe(old.id)
    expect(await contactOf(old)).toMatchObject({ mergedInto: null, merged: [{ proof: 'handoff' }] })
    expect(await contactOf(await inbox.conversation(publicId))).toMatchObject({ mergedInto: old.contactId })
  })

  it('words instead of the tap: this guarantees that they show the way, too', async () => {
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await handoffs.offer(id, WHATSAPP)
    await deliver(id)
    const psid = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
    const { id: messengerId } = await inbox.customerWrites('facebook', { customer: psid, text: 'Yes?' })
    await inbox.customerWrites('facebook', { customer: psid, text: 'Anybody?' })
    await deliver(messengerId)
    expect(bodies('facebook').filter((body) => body.includes('wa.me'))).toHaveLength(1)
    await onWhatsApp(MARA, sentCode('facebook'))
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('the answer to the call and the echo lost: this guarantees that the tap tells who it is', async () => {
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await handoffs.offer(id, WHATSAPP)
    const lost = { dropAfterRequest: true, receipts: 'none', times: 1 } as const
    inbox.platforms.fault('facebook', { path: '/messages', ...lost })
    await deliver(id)
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'offered', awaited: null })
    await handoffs.tap(PAGE, '7000000000000001', `handoff:${offer.id}`)
    const handoff = await handoffs.handoff(offer.id)
    expect(handoff).toMatchObject({ state: 'opened', awaited: { externalId: '7000000000000001' } })
    await deliver(handoff.privateConversationId ?? '')
    await onWhatsApp(MARA, sentCode('facebook'))
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('somebody else’s tap: this guarantees that they are shown nothing', async () => {
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root: POST })
    const offer = await handoffs.offer(id, WHATSAPP)
    await deliver(id)
    await handoffs.tap(PAGE, '7000000000000009', `handoff:${offer.id}`)
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
    expect(bodies('facebook').join()).not.toContain('wa.me')
  })
})

describe('a code', () => {
  it('pasted where nobody waits for it: this guarantees that nothing happens, and that it still counts', async () => {
    const { offer, psid, code } = await tapped()
    const { seq } = await inbox.customerWrites('facebook', { customer: psid, text: code })
    await inbox.customerWrites('sms', { customer: '+15005550111', text: code })
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'opened' })
    expect(
      (await inbox.conversation((await handoffs.handoff(offer.id)).privateConversationId ?? '')).seq,
    ).toBe(seq)
    await onWhatsApp(MARA, code)
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('used a second time, by somebody else: this guarantees that they are told, and neither linked nor merged', async () => {
    const { publicId, offer, code } = await tapped()
    await onWhatsApp(MARA, code)
    const before = await handoffs.handoff(offer.id)
    const other = await onWhatsApp(STRANGER, code)
    expect(await handoffs.told(other.id)).toEqual(['arrival_refused'])
    expect((await handoffs.log(other.id))[1]).toMatchObject({ data: { handoffId: offer.id, why: 'used' } })
    expect(other.linked).toEqual([])
    expect(await survivorOf(other)).not.toBe(await survivorOf(await inbox.conversation(publicId)))
    expect(await handoffs.handoff(offer.id)).toEqual(before)
    await deliver(other.id)
    expect(bodies('whatsapp').filter((body) => body.includes('no longer in use'))).toHaveLength(1)
  })

  it('sent again where it counted: this guarantees that nobody is told that it is too late', async () => {
    const { code } = await tapped()
    await onWhatsApp(MARA, code)
    const { id } = await onWhatsApp(MARA, `Again: ${code}`)
    expect(await handoffs.told(id)).toEqual([])
  })

  it('of an offer that was taken back: this guarantees that it lets nobody in, and that they are told once', async () => {
    const { publicId, offer, code } = await tapped()
    await handoffs.cancel(offer.id)
    const there = await onWhatsApp(MARA, code)
    await onWhatsApp(MARA, `I said ${code}`)
    expect(await handoffs.told(there.id)).toEqual(['arrival_refused'])
    expect((await handoffs.log(there.id))[1]).toMatchObject({ data: { why: 'too_late' } })
    await deliver(there.id)
    expect(bodies('whatsapp').filter((body) => body.includes('no longer in use'))).toHaveLength(1)
    expect((await inbox.conversation(publicId)).linked).toEqual([])
  })

  it('of an offer whose time is up: this guarantees the same', async () => {
    const { publicId, code } = await tapped()
    inbox.pass(4 * 24 * 60 * 60_000)
    await handoffs.fire(publicId)
    const there = await onWhatsApp(MARA, code)
    expect((await handoffs.log(there.id))[1]).toMatchObject({ data: { why: 'too_late' } })
  })
})
