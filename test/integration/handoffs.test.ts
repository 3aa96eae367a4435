import { describe, expect, it } from 'vitest'
import { toEntryId } from '../../shared/domain/ids.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { tellMessenger } from '../support/offer.ts'
import { openHandoffDesk, PAGE } from './handoff-desk.ts'

const desk = openHandoffDesk({ name: 'handoffs' })
const { answer, comment, messengerCalls, offered, offerSeq } = desk

describe('from a comment to Messenger', () => {
  it('this guarantees that the private answer is exactly what the platform wants, and that it is sent once', async () => {
    const { id } = await comment()
    const replied = await desk.inbox.message(id, 1)
    await desk.handoffs.offer(id, { text: 'Hello, here we are alone.' })
    await desk.inbox.deliver(id)
    await desk.inbox.settled()
    await desk.inbox.deliver(id)
    const seq = await offerSeq(id)
    expect(messengerCalls().map(({ request: { method, body } }) => ({ method, body }))).toEqual([
      {
        method: 'POST',
        body: {
          recipient: { comment_id: replied.providerId },
          messaging_type: 'RESPONSE',
          message: { text: 'Hello, here we are alone.', metadata: toEntryId(id, seq) },
        },
      },
    ])
  })

  it('this guarantees that it is delivered on acceptance, and that the public reads one neutral sentence', async () => {
    const { publicId, offer } = await offered()
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'delivered',
      verification: 'platform',
    })
    expect(await desk.handoffs.told(publicId)).toEqual(['offered', 'delivered'])
    const [said, ...more] = desk.inbox.platforms
      .sent('facebook')
      .filter(({ request }) => request.path.includes('/comments'))
    expect(more).toEqual([])
    expect(said?.request.body).toMatchObject({
      message: expect.stringContaining('private message') as string,
    })
  })

  it('this guarantees that the customer’s answer completes it, links both conversations, and makes both ids one contact', async () => {
    const { publicId, offer, psid } = await offered()
    const there = await answer(psid)
    const handoff = await desk.handoffs.handoff(offer.id)
    expect(handoff).toMatchObject({ state: 'completed', privateConversationId: there.id })
    expect(await desk.handoffs.told(publicId)).toEqual([
      'offered',
      'delivered',
      'opened',
      'verified',
      'completed',
    ])
    const before = await desk.inbox.conversation(publicId)
    expect(before).toMatchObject({
      handoff: null,
      linked: [{ conversationId: there.id, handoffId: offer.id }],
    })
    expect(there).toMatchObject({
      visibility: 'private',
      contactId: before.contactId,
      linked: [{ conversationId: publicId, handoffId: offer.id }],
    })
    const contact = await desk.inbox.store.contact(before.contactId, 'consistent')
    expect(contact?.identities.map(({ externalId }) => externalId)).toContain(psid)
    expect(contact?.identities).toHaveLength(2)
  })

  it('this guarantees that further answers change nothing of the handoff', async () => {
    const { publicId, offer, psid } = await offered()
    await answer(psid)
    const before = await desk.handoffs.handoff(offer.id)
    await answer(psid, 'And another thing.')
    expect(await desk.handoffs.handoff(offer.id)).toEqual(before)
    expect((await desk.handoffs.told(publicId)).filter((each) => each === 'completed')).toHaveLength(1)
  })

  it('an echo before the answer to the call: this guarantees one message, delivered once', async () => {
    await desk.inbox.stop()
    await desk.restart({ receipts: { ...CALM, beforeAnswer: 1 } })
    const { publicId, offer, psid } = await offered()
    const written = (await desk.handoffs.log(publicId)).filter(({ kind }) => kind === 'message')
    expect(written).toHaveLength(3)
    expect(await desk.handoffs.told(publicId)).toEqual(['offered', 'delivered'])
    await answer(psid)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('the answer to the call lost, the echo not: this guarantees that the customer’s answer completes it', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id)
    desk.inbox.platforms.fault('facebook', { path: '/messages', dropAfterRequest: true, times: 1 })
    await desk.inbox.deliver(id)
    await desk.inbox.settled()
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
    const awaited = (await desk.handoffs.handoff(offer.id)).awaited?.externalId ?? ''
    await answer(awaited)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('the answer to the call and the echo lost: this guarantees that who answers is not taken for the customer by guess', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id)
    desk.inbox.platforms.fault('facebook', {
      path: '/messages',
      dropAfterRequest: true,
      receipts: 'none',
      times: 1,
    })
    await desk.inbox.deliver(id)
    await desk.inbox.settled()
    await answer('7000000000000001')
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'offered', awaited: null })
    expect((await desk.inbox.conversation(id)).linked).toEqual([])
  })

  it('an answer stored before the platform says who it went to: this guarantees that the late word completes it', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id)
    desk.inbox.platforms.fault('facebook', {
      path: '/messages',
      dropAfterRequest: true,
      receipts: 'none',
      times: 1,
    })
    await desk.inbox.deliver(id)
    const psid = '7000000000000001'
    const there = await answer(psid)
    const seq = await offerSeq(id)
    const mid = 'm_late_echo'
    const text = (await desk.inbox.message(id, seq)).text
    const message = { is_echo: true, app_id: 99, mid, text, metadata: toEntryId(id, seq) }
    await tellMessenger(desk.inbox, PAGE, { sender: { id: PAGE }, recipient: { id: psid }, message })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
    expect((await desk.inbox.conversation(there.id)).linked).toEqual([
      { conversationId: id, handoffId: offer.id },
    ])
  })

  it('a Messenger conversation that is open: this guarantees that the offer is written there', async () => {
    const { publicId, psid } = await offered()
    const there = await answer(psid)
    const second = await desk.handoffs.offer(publicId)
    expect(second).toMatchObject({ route: 'direct', verification: 'platform' })
    await desk.inbox.deliver(there.id)
    await desk.inbox.settled()
    expect(messengerCalls().at(-1)?.request.body).toMatchObject({ recipient: { id: psid } })
    await answer(psid, 'I am here.')
    expect(await desk.handoffs.handoff(second.id)).toMatchObject({ state: 'completed' })
    expect((await desk.inbox.conversation(publicId)).linked).toHaveLength(2)
  })
})
