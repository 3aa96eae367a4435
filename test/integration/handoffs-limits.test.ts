import { describe, expect, it } from 'vitest'
import { openHandoffDesk } from './handoff-desk.ts'

const DAY_MS = 24 * 60 * 60_000
const CARD = 'Your card 4242 4242 4242 4242 was charged.'

const desk = openHandoffDesk({ name: 'limits' })
const { answer, bodies, comment, deliver, messengerCalls, offered, offerSeq } = desk

describe('what the platform allows once', () => {
  it('this guarantees that a comment is answered in private once, however the first ended', async () => {
    const { publicId, offer } = await offered()
    await desk.handoffs.cancel(offer.id)
    expect(await desk.handoffs.tryOffer(publicId)).toMatchObject({
      kind: 'refused',
      code: 'private_reply_used',
    })
    expect(await desk.handoffs.targets(publicId)).toMatchObject({
      same_platform: false,
      secure_thread: false,
    })
    await comment('Anybody?')
    expect(await desk.handoffs.tryOffer(publicId)).toMatchObject({ kind: 'done' })
  })

  it('a first one that never left: this guarantees that it may be tried again', async () => {
    const { id } = await comment()
    const first = await desk.handoffs.offer(id)
    desk.inbox.platforms.fault('facebook', { path: '/messages', code: 200, times: 1 })
    await desk.inbox.deliver(id)
    expect(await desk.handoffs.handoff(first.id)).toMatchObject({
      state: 'declined',
      by: { kind: 'platform' },
    })
    desk.inbox.platforms.clearFaults('facebook')
    desk.inbox.pass(DAY_MS)
    const second = await desk.handoffs.offer(id)
    await desk.inbox.deliver(id)
    await desk.inbox.settled()
    expect(await desk.handoffs.handoff(second.id)).toMatchObject({ state: 'delivered' })
    expect(messengerCalls().filter(({ response }) => response?.status === 200)).toHaveLength(1)
  })

  it('a comment of more than seven days: this guarantees that it is too late, and that a newer one counts', async () => {
    const { id } = await comment()
    desk.inbox.pass(7 * DAY_MS + 1000)
    expect(await desk.handoffs.tryOffer(id)).toMatchObject({ kind: 'refused', code: 'handoff_too_late' })
    expect((await desk.handoffs.targets(id)).same_platform).toBe(false)
    await comment('Still nothing.')
    expect(await desk.handoffs.tryOffer(id)).toMatchObject({ kind: 'done' })
  })

  it('an answer that somebody gave in the platform’s own app: this guarantees that it is declined by the platform, with its code', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id)
    desk.inbox.platforms.fault('facebook', { path: '/messages', code: 10900, times: 1 })
    await desk.inbox.deliver(id)
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({
      state: 'declined',
      by: { kind: 'platform', code: 'reply_target_gone' },
    })
    expect(await desk.handoffs.told(id)).toEqual(['offered', 'declined'])
    expect((await desk.inbox.conversation(id)).handoff).toBeNull()
    // Nor is the public told of a message that nobody got.
    expect(
      desk.inbox.platforms.sent('facebook').filter(({ request }) => request.path.includes('/comments')),
    ).toEqual([])
  })
})

describe('a comment that is hidden with its offer', () => {
  it('this guarantees that others lose sight of it, that its writer is asked all the same, and that nothing is said under it', async () => {
    const { id, seq } = await comment()
    const offer = await desk.handoffs.offer(id, { hides: true })
    expect(await desk.inbox.act(id, { kind: 'hide', seq })).toEqual({ kind: 'done' })
    await desk.inbox.settled()
    expect((await desk.inbox.message(id, seq)).hiddenAt).not.toBeNull()
    await deliver(id)
    expect(messengerCalls()).toHaveLength(1)
    expect(bodies('facebook').filter((body) => body.includes('is_hidden'))).toHaveLength(1)
    expect(bodies('facebook')).toHaveLength(2)
    expect((await desk.handoffs.handoff(offer.id)).state).toBe('delivered')
  })

  it('on X: this guarantees that an invitation under it is not hidden with it', async () => {
    const { id, seq } = await desk.inbox.customerWrites('twitter', { visibility: 'public' })
    const outcome = await desk.handoffs.tryOffer(id, { hides: true })
    expect(outcome).toMatchObject({ kind: 'refused', code: 'channel_unsupported' })
    expect(await desk.inbox.act(id, { kind: 'hide', seq })).toEqual({ kind: 'done' })
  })
})

describe('the end of an offer', () => {
  it('its time is up: this guarantees that it expires once, and that who comes late is neither linked nor told', async () => {
    const { publicId, offer, psid } = await offered()
    desk.inbox.pass(3 * DAY_MS + 1000)
    expect(await desk.handoffs.fire(publicId)).toMatchObject({ kind: 'fired', outcomes: ['handoff_expired'] })
    expect(await desk.handoffs.fire(publicId)).toMatchObject({ kind: 'nothing_due' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'expired', by: null })
    expect(await desk.inbox.conversation(publicId)).toMatchObject({ handoff: null, dueAt: null })
    const there = await answer(psid)
    expect(there).toMatchObject({ linked: [], seq: 1 })
    expect(await desk.handoffs.told(publicId)).toEqual(['offered', 'delivered', 'expired'])
  })

  it('a minute early: this guarantees that nothing expires', async () => {
    const { publicId, offer } = await offered()
    desk.inbox.pass(3 * DAY_MS - 60_000)
    expect(await desk.handoffs.fire(publicId)).toMatchObject({ kind: 'nothing_due' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
  })

  it('taken back before it left: this guarantees that the customer is sent nothing', async () => {
    const { id } = await comment()
    const offer = await desk.handoffs.offer(id)
    await desk.handoffs.cancel(offer.id)
    await desk.inbox.deliver(id)
    expect(desk.inbox.platforms.sent('facebook')).toEqual([])
    expect((await desk.inbox.message(id, await offerSeq(id))).error).toMatchObject({ code: 'handoff_ended' })
    expect(await desk.handoffs.handoff(offer.id)).toMatchObject({ state: 'declined', by: { kind: 'agent' } })
    expect(await desk.handoffs.tryOffer(id)).toMatchObject({ kind: 'done' })
  })

  it('taken back twice: this guarantees that the second changes nothing, and that what has ended otherwise stays', async () => {
    const { offer, psid } = await offered()
    await desk.handoffs.cancel(offer.id)
    const before = await desk.handoffs.handoff(offer.id)
    expect(await desk.handoffs.cancel(offer.id)).toMatchObject({
      kind: 'done',
      answer: { state: 'declined' },
    })
    expect(await desk.handoffs.handoff(offer.id)).toEqual(before)
    await answer(psid)
    expect(await desk.handoffs.handoff(offer.id)).toEqual(before)
  })
})

describe('who may offer, and what', () => {
  it.each(['ai', 'automation'] as const)(
    '%s: this guarantees that people offer, unless the settings let others',
    async (kind) => {
      const { id } = await comment()
      expect(await desk.handoffs.tryOffer(id, { kind })).toMatchObject({
        kind: 'refused',
        code: 'author_not_allowed',
      })
      expect(await desk.handoffs.tryOffer(id, { kind, settings: { aiMayOffer: true } })).toMatchObject({
        kind: 'done',
      })
    },
  )

  it('a private conversation: this guarantees that it is not handed over', async () => {
    const { id } = await desk.inbox.customerWrites('facebook')
    expect(await desk.handoffs.tryOffer(id)).toMatchObject({ kind: 'refused', code: 'handoff_not_public' })
  })

  it('a card number in the offer’s words: this guarantees that it is refused before anything is stored', async () => {
    const { id, seq, version } = await comment()
    expect(await desk.handoffs.tryOffer(id, { text: CARD })).toMatchObject({
      kind: 'refused',
      code: 'private_data_in_public',
    })
    expect(await desk.inbox.conversation(id)).toMatchObject({ seq, version, handoff: null })
  })

  it('a second offer: this guarantees that it waits for the first', async () => {
    const { id } = await comment()
    const { id: handoffId } = await desk.handoffs.offer(id)
    const outcome = await desk.handoffs.tryOffer(id, { target: { kind: 'secure_thread' } })
    expect(outcome).toMatchObject({ kind: 'refused', code: 'handoff_open' })
    expect(JSON.stringify(outcome)).toContain(handoffId)
    expect(Object.values(await desk.handoffs.targets(id))).toEqual([false, false, false, false])
  })
})
