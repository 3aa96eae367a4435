import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { findCodes } from '../../shared/domain/handoff/pass.ts'
import { toHandoffReport } from '../../shared/domain/handoff/report.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import type { SentCall } from '../platforms/server/sent-log.ts'
import type { PlatformsOptions } from '../platforms/start-platforms.ts'
import { createOffers, type OfferChanges, type Offers } from '../support/offer.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

export const PAGE = '770000000000010'
export const POST = `${PAGE}_122100000000000`
export const MARA = '491555000001'
export const STRANGER = '491555000002'
export const WHATSAPP: OfferChanges = { target: { kind: 'whatsapp' } }

type Offer = Awaited<ReturnType<Offers['offer']>>

export type HandoffDesk = {
  readonly inbox: Replies
  readonly handoffs: Offers
  /** Begins anew, with platforms that behave so. */
  restart: (options: Partial<PlatformsOptions>) => Promise<void>
  /** A comment under the Page's post. */
  comment: (text?: string, customer?: string) => Promise<Conversation>
  /** Sends what waits in conversations, and takes in what the platforms tell of it. */
  deliver: (...ids: (string | null)[]) => Promise<void>
  onWhatsApp: (customer: string, text: string) => Promise<Conversation>
  /** What a platform was sent, as JSON. */
  bodies: (channel: string) => string[]
  /** Codes of the links that a platform was sent, Facebook where none is named, the oldest first. */
  sentCodes: (channel?: string) => string[]
  /** What Messenger was asked for by the Page. */
  messengerCalls: () => SentCall[]
  /** Comment, offer, and the platform has taken both the offer and what the public is told. */
  offered: (wish?: OfferChanges) => Promise<{ publicId: string; offer: Offer; psid: string }>
  /** Number of the message that offers a handoff in a log. */
  offerSeq: (conversationId: string) => Promise<number>
  /** A person writes in Messenger. */
  answer: (psid: string, text?: string) => Promise<Conversation>
  contactOf: (conversation: Conversation) => Promise<Contact | null>
  /** A comment, the offer of WhatsApp, and its tap: up to the link that Messenger has taken. */
  tapped: (wish?: OfferChanges) => Promise<{
    publicId: string
    offer: Offer
    psid: string
    messengerId: string
    /** The one that Messenger was sent last. */
    code: string
  }>
}

/** An inbox of its own for every test of a file, with the platforms that it is told of. */
export function openHandoffDesk(of: {
  name: string
  /** Channels whose accounts are known, because somebody has written to them. */
  known?: readonly ('whatsapp' | 'sms')[]
  platforms?: (test: number) => Partial<PlatformsOptions>
}): HandoffDesk {
  const { name, known = [], platforms = () => ({ receipts: CALM }) } = of
  let dynoxide: Dynoxide
  let inbox: Replies
  let handoffs: Offers
  let tables = 0
  const open = async (options: Partial<PlatformsOptions>): Promise<void> => {
    const table = await dynoxide.createInboxTable(`${name}${++tables}`)
    inbox = await startReplies(table, options)
    handoffs = createOffers(table, inbox)
    for (const channel of known) {
      const customer = channel === 'sms' ? '+15005550199' : '491555999999'
      await inbox.customerWrites(channel, { customer, text: 'first of all' })
    }
  }
  beforeAll(async () => {
    dynoxide = await startDynoxide()
  })
  beforeEach(() => open(platforms(tables + 1)))
  afterEach(() => inbox.stop())
  afterAll(() => dynoxide.stop())

  const deliver: HandoffDesk['deliver'] = async (...ids) => {
    for (const id of ids) if (id !== null) await inbox.deliver(id)
    await inbox.settled()
  }
  const comment: HandoffDesk['comment'] = (text = 'Where is my order?', customer) =>
    inbox.customerWrites('facebook', {
      visibility: 'public',
      root: POST,
      text,
      ...(customer === undefined ? {} : { customer }),
    })
  const bodies = (channel: string): string[] =>
    inbox.platforms.sent(channel).map(({ request }) => JSON.stringify(request.body))
  const messengerCalls = () =>
    inbox.platforms.sent('facebook').filter(({ request }) => request.path.includes(`/${PAGE}/messages`))
  const sentCodes = (channel = 'facebook'): string[] =>
    bodies(channel)
      .filter((body) => body.includes('wa.me') || body.includes('sms:'))
      .flatMap((body) => findCodes(decodeURIComponent(body)).slice(0, 1))
  return {
    get inbox() {
      return inbox
    },
    get handoffs() {
      return handoffs
    },
    restart: async (options) => {
      await inbox.stop()
      await open(options)
    },
    comment,
    deliver,
    bodies,
    sentCodes,
    messengerCalls,
    offered: async (wish = {}) => {
      const { id } = await comment()
      const offer = await handoffs.offer(id, wish)
      await deliver(id)
      const told = messengerCalls().map(({ response }) => toRecipient(response))
      return { publicId: id, offer, psid: told.findLast((psid) => psid !== undefined) ?? '' }
    },
    offerSeq: async (conversationId) => {
      const entry = (await handoffs.log(conversationId)).find(
        (each) => each.kind === 'message' && each.outgoing?.handoff?.part === 'offer',
      )
      return entry?.seq ?? 0
    },
    answer: (customer, text = 'It is order 4711.') => inbox.customerWrites('facebook', { customer, text }),
    onWhatsApp: (customer, text) => inbox.customerWrites('whatsapp', { customer, text }),
    contactOf: ({ contactId }) => inbox.store.contact(contactId, 'consistent'),
    tapped: async (wish = WHATSAPP) => {
      const { id } = await comment()
      const offer = await handoffs.offer(id, wish)
      await deliver(id)
      const psid = (await handoffs.handoff(offer.id)).awaited?.externalId ?? ''
      await handoffs.tap(PAGE, psid, `handoff:${offer.id}`)
      const { privateConversationId } = await handoffs.handoff(offer.id)
      await deliver(privateConversationId)
      const code = sentCodes().at(-1) ?? ''
      return { publicId: id, offer, psid, messengerId: privateConversationId ?? '', code }
    },
  }
}

/** Whom the platform says that a private answer went to. */
function toRecipient(response: SentCall['response']): string | undefined {
  return /"recipient_id":"(\d+)"/.exec(JSON.stringify(response))?.[1]
}

/** Every handoff counts once, and its public log told its steps once. */
export async function expectWhole(
  { inbox, handoffs }: HandoffDesk,
  publicIds: readonly string[],
): Promise<Handoff[]> {
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
