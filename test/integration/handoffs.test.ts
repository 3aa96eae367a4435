import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { toEntryId } from '../../shared/domain/ids.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { createOffers, type Offers, tellMessenger } from '../support/offer.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const PAGE = '770000000000010'
const DAY_MS = 24 * 60 * 60_000
const POST = `${PAGE}_122100000000000`
const CARD = 'Your card 4242 4242 4242 4242 was charged.'

let dynoxide: Dynoxide
let inbox: Replies
let handoffs: Offers
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(() => start())
afterEach(() => inbox.stop())

async function start(receipts: object = {}): Promise<void> {
  const table = await dynoxide.createInboxTable(`handoffs${++tables}`)
  inbox = await startReplies(table, { receipts: { ...CALM, ...receipts } })
  handoffs = createOffers(table, inbox)
}

const comment = (text = 'Where is my order?'): Promise<Conversation> =>
  inbox.customerWrites('facebook', { visibility: 'public', root: POST, text })
const messengerCalls = () =>
  inbox.platforms.sent('facebook').filter(({ request }) => request.path.includes(`/${PAGE}/messages`))

/** Whom the platform says that the private answer went to. */
function toldPsid(): string {
  const psid = messengerCalls().map(
    ({ response }) => /"recipient_id":"(\d+)"/.exec(JSON.stringify(response))?.[1],
  )
  return psid.findLast((each) => each !== undefined) ?? ''
}

/** Comment, offer, and the platform has taken both the offer and what the public is told. */
async function offered(wish: Parameters<Offers['offer']>[1] = {}) {
  const { id } = await comment()
  const offer = await handoffs.offer(id, wish)
  await inbox.deliver(id)
  await inbox.settled()
  return { publicId: id, offer, psid: toldPsid() }
}

/** Number of the message that offers it. */
async function offerSeq(conversationId: string): Promise<number> {
  const entry = (await handoffs.log(conversationId)).find(
    (each) => each.kind === 'message' && each.outgoing?.handoff?.part === 'offer',
  )
  return entry?.seq ?? 0
}

const answer = (customer: string, text = 'It is order 4711.'): Promise<Conversation> =>
  inbox.customerWrites('facebook', { customer, text })

describe('from a comment to Messenger', () => {
  it('this guarantees that the private answer is exactly what the platform wants, and that it is sent once', async () => {
    const { id } = await comment()
    const replied = await inbox.message(id, 1)
    await handoffs.offer(id, { text: 'Hello, here we are alone.' })
    await inbox.deliver(id)
    await inbox.settled()
    await inbox.deliver(id)
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
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered', verification: 'platform' })
    expect(await handoffs.told(publicId)).toEqual(['offered', 'delivered'])
    const [said, ...more] = inbox.platforms
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
    const handoff = await handoffs.handoff(offer.id)
    expect(handoff).toMatchObject({ state: 'completed', privateConversationId: there.id })
    expect(await handoffs.told(publicId)).toEqual(['offered', 'delivered', 'opened', 'verified', 'completed'])
    const before = await inbox.conversation(publicId)
    expect(before).toMatchObject({
      handoff: null,
      linked: [{ conversationId: there.id, handoffId: offer.id }],
    })
    expect(there).toMatchObject({
      visibility: 'private',
      contactId: before.contactId,
      linked: [{ conversationId: publicId, handoffId: offer.id }],
    })
    const contact = await inbox.store.contact(before.contactId, 'consistent')
    expect(contact?.identities.map(({ externalId }) => externalId)).toContain(psid)
    expect(contact?.identities).toHaveLength(2)
  })

  it('this guarantees that further answers change nothing of the handoff', async () => {
    const { publicId, offer, psid } = await offered()
    await answer(psid)
    const before = await handoffs.handoff(offer.id)
    await answer(psid, 'And another thing.')
    expect(await handoffs.handoff(offer.id)).toEqual(before)
    expect((await handoffs.told(publicId)).filter((each) => each === 'completed')).toHaveLength(1)
  })

  it('an echo before the answer to the call: this guarantees one message, delivered once', async () => {
    await inbox.stop()
    await start({ beforeAnswer: 1 })
    const { publicId, offer, psid } = await offered()
    const written = (await handoffs.log(publicId)).filter(({ kind }) => kind === 'message')
    expect(written).toHaveLength(3)
    expect(await handoffs.told(publicId)).toEqual(['offered', 'delivered'])
    await answer(psid)
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('the answer to the call lost, the echo not: this guarantees that the customer’s answer completes it', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id)
    inbox.platforms.fault('facebook', { path: '/messages', dropAfterRequest: true, times: 1 })
    await inbox.deliver(id)
    await inbox.settled()
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
    const awaited = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
    await answer(awaited)
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'completed' })
  })

  it('the answer to the call and the echo lost: this guarantees that who answers is not taken for the customer by guess', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id)
    inbox.platforms.fault('facebook', {
      path: '/messages',
      dropAfterRequest: true,
      receipts: 'none',
      times: 1,
    })
    await inbox.deliver(id)
    await inbox.settled()
    await answer('7000000000000001')
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'offered', awaited: null })
    expect((await inbox.conversation(id)).linked).toEqual([])
  })

  it('an answer stored before the platform says who it went to: this guarantees that the late word completes it', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id)
    inbox.platforms.fault('facebook', {
      path: '/messages',
      dropAfterRequest: true,
      receipts: 'none',
      times: 1,
    })
    await inbox.deliver(id)
    const psid = '7000000000000001'
    const there = await answer(psid)
    const seq = await offerSeq(id)
    const mid = 'm_late_echo'
    const text = (await inbox.message(id, seq)).text
    const message = { is_echo: true, app_id: 99, mid, text, metadata: toEntryId(id, seq) }
    await tellMessenger(inbox, PAGE, { sender: { id: PAGE }, recipient: { id: psid }, message })
    expect(await handoffs.handoff(offer.id)).toMatchObject({
      state: 'completed',
      privateConversationId: there.id,
    })
    expect((await inbox.conversation(there.id)).linked).toEqual([{ conversationId: id, handoffId: offer.id }])
  })

  it('a Messenger conversation that is open: this guarantees that the offer is written there', async () => {
    const { publicId, psid } = await offered()
    const there = await answer(psid)
    const second = await handoffs.offer(publicId)
    expect(second).toMatchObject({ route: 'direct', verification: 'platform' })
    await inbox.deliver(there.id)
    await inbox.settled()
    expect(messengerCalls().at(-1)?.request.body).toMatchObject({ recipient: { id: psid } })
    await answer(psid, 'I am here.')
    expect(await handoffs.handoff(second.id)).toMatchObject({ state: 'completed' })
    expect((await inbox.conversation(publicId)).linked).toHaveLength(2)
  })
})

describe('what the platform allows once', () => {
  it('this guarantees that a comment is answered in private once, however the first ended', async () => {
    const { publicId, offer } = await offered()
    await handoffs.cancel(offer.id)
    expect(await handoffs.tryOffer(publicId)).toMatchObject({ kind: 'refused', code: 'private_reply_used' })
    expect(await handoffs.targets(publicId)).toMatchObject({ same_platform: false, secure_thread: false })
    await comment('Anybody?')
    expect(await handoffs.tryOffer(publicId)).toMatchObject({ kind: 'done' })
  })

  it('a first one that never left: this guarantees that it may be tried again', async () => {
    const { id } = await comment()
    const first = await handoffs.offer(id)
    inbox.platforms.fault('facebook', { path: '/messages', code: 200, times: 1 })
    await inbox.deliver(id)
    expect(await handoffs.handoff(first.id)).toMatchObject({ state: 'declined', by: { kind: 'platform' } })
    inbox.platforms.clearFaults('facebook')
    inbox.pass(DAY_MS)
    const second = await handoffs.offer(id)
    await inbox.deliver(id)
    await inbox.settled()
    expect(await handoffs.handoff(second.id)).toMatchObject({ state: 'delivered' })
    expect(messengerCalls().filter(({ response }) => response?.status === 200)).toHaveLength(1)
  })

  it('a comment of more than seven days: this guarantees that it is too late, and that a newer one counts', async () => {
    const { id } = await comment()
    inbox.pass(7 * DAY_MS + 1000)
    expect(await handoffs.tryOffer(id)).toMatchObject({ kind: 'refused', code: 'handoff_too_late' })
    expect((await handoffs.targets(id)).same_platform).toBe(false)
    await comment('Still nothing.')
    expect(await handoffs.tryOffer(id)).toMatchObject({ kind: 'done' })
  })

  it('an answer that somebody gave in the platform’s own app: this guarantees that it is declined by the platform, with its code', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id)
    inbox.platforms.fault('facebook', { path: '/messages', code: 10900, times: 1 })
    await inbox.deliver(id)
    expect(await handoffs.handoff(offer.id)).toMatchObject({
      state: 'declined',
      by: { kind: 'platform', code: 'reply_target_gone' },
    })
    expect(await handoffs.told(id)).toEqual(['offered', 'declined'])
    expect((await inbox.conversation(id)).handoff).toBeNull()
    // Nor is the public told of a message that nobody got.
    expect(
      inbox.platforms.sent('facebook').filter(({ request }) => request.path.includes('/comments')),
    ).toEqual([])
  })
})

describe('the end of an offer', () => {
  it('its time is up: this guarantees that it expires once, and that who comes late is neither linked nor told', async () => {
    const { publicId, offer, psid } = await offered()
    inbox.pass(3 * DAY_MS + 1000)
    expect(await handoffs.fire(publicId)).toMatchObject({ kind: 'fired', outcomes: ['handoff_expired'] })
    expect(await handoffs.fire(publicId)).toMatchObject({ kind: 'nothing_due' })
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'expired', by: null })
    expect(await inbox.conversation(publicId)).toMatchObject({ handoff: null, dueAt: null })
    const there = await answer(psid)
    expect(there).toMatchObject({ linked: [], seq: 1 })
    expect(await handoffs.told(publicId)).toEqual(['offered', 'delivered', 'expired'])
  })

  it('a minute early: this guarantees that nothing expires', async () => {
    const { publicId, offer } = await offered()
    inbox.pass(3 * DAY_MS - 60_000)
    expect(await handoffs.fire(publicId)).toMatchObject({ kind: 'nothing_due' })
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'delivered' })
  })

  it('taken back before it left: this guarantees that the customer is sent nothing', async () => {
    const { id } = await comment()
    const offer = await handoffs.offer(id)
    await handoffs.cancel(offer.id)
    await inbox.deliver(id)
    expect(inbox.platforms.sent('facebook')).toEqual([])
    expect((await inbox.message(id, await offerSeq(id))).error).toMatchObject({ code: 'handoff_ended' })
    expect(await handoffs.handoff(offer.id)).toMatchObject({ state: 'declined', by: { kind: 'agent' } })
    expect(await handoffs.tryOffer(id)).toMatchObject({ kind: 'done' })
  })

  it('taken back twice: this guarantees that the second changes nothing, and that what has ended otherwise stays', async () => {
    const { offer, psid } = await offered()
    await handoffs.cancel(offer.id)
    const before = await handoffs.handoff(offer.id)
    expect(await handoffs.cancel(offer.id)).toMatchObject({ kind: 'done', answer: { state: 'declined' } })
    expect(await handoffs.handoff(offer.id)).toEqual(before)
    await answer(psid)
    expect(await handoffs.handoff(offer.id)).toEqual(before)
  })
})

describe('who may offer, and what', () => {
  it.each(['ai', 'automation'] as const)(
    '%s: this guarantees that people offer, unless the settings let others',
    async (kind) => {
      const { id } = await comment()
      expect(await handoffs.tryOffer(id, { kind })).toMatchObject({
        kind: 'refused',
        code: 'author_not_allowed',
      })
      expect(await handoffs.tryOffer(id, { kind, settings: { aiMayOffer: true } })).toMatchObject({
        kind: 'done',
      })
    },
  )

  it('a private conversation: this guarantees that it is not handed over', async () => {
    const { id } = await inbox.customerWrites('facebook')
    expect(await handoffs.tryOffer(id)).toMatchObject({ kind: 'refused', code: 'handoff_not_public' })
  })

  it('a card number in the offer’s words: this guarantees that it is refused before anything is stored', async () => {
    const { id, seq, version } = await comment()
    expect(await handoffs.tryOffer(id, { text: CARD })).toMatchObject({
      kind: 'refused',
      code: 'private_data_in_public',
    })
    expect(await inbox.conversation(id)).toMatchObject({ seq, version, handoff: null })
  })

  it('a second offer: this guarantees that it waits for the first', async () => {
    const { id } = await comment()
    const { id: handoffId } = await handoffs.offer(id)
    const outcome = await handoffs.tryOffer(id, { target: { kind: 'secure_thread' } })
    expect(outcome).toMatchObject({ kind: 'refused', code: 'handoff_open' })
    expect(JSON.stringify(outcome)).toContain(handoffId)
    expect(Object.values(await handoffs.targets(id))).toEqual([false, false, false, false])
  })
})
