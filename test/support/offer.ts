import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { createHmac, randomUUID } from 'node:crypto'
import { systemPacer } from '../../functions/edge/system.ts'
import { fireTimer, type TimerOutcome } from '../../shared/app/fire-timer.ts'
import { cancelHandoff } from '../../shared/app/handoff/cancel-handoff.ts'
import type { HandoffView } from '../../shared/app/handoff/handoff-view.ts'
import { listHandoffTargets } from '../../shared/app/handoff/list-handoff-targets.ts'
import { offerHandoff, type OfferDeps, type OfferWish } from '../../shared/app/handoff/offer-handoff.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import type { Claim, Repeated } from '../../shared/app/save-once.ts'
import type { Refusal } from '../../shared/app/refusal.ts'
import { createUnitOfWork } from '../../shared/app/unit-of-work.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createHandoffReader } from '../../shared/aws/handoff-reader.ts'
import { createInboxReader } from '../../shared/aws/inbox-reader.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import type { Handoff, HandoffTargetKind } from '../../shared/domain/handoff/handoff.ts'
import { HandoffSettings } from '../../shared/domain/handoff/handoff-settings.ts'
import type { AuthorKind } from '../../shared/domain/reply-options.ts'
import { NO_MEDIA } from './no-media.ts'
import { NO_TIMERS } from './no-timers.ts'
import type { Replies } from './start-replies.ts'
import { NO_UPLOADS } from './no-files.ts'

/** What the inbox does about handoffs, over the table and the platforms of `Replies`. */
export type Offers = {
  /** Throws for a refusal. */
  offer: (conversationId: string, wish?: OfferChanges) => Promise<HandoffView>
  /** As the API gets it. */
  tryOffer: (
    conversationId: string,
    wish?: OfferChanges,
  ) => Promise<{ kind: 'done'; answer: HandoffView } | Repeated | Refusal>
  cancel: (handoffId: string) => Promise<unknown>
  /** What is due in a conversation is done now. */
  fire: (conversationId: string) => Promise<TimerOutcome>
  /** What `/reply-options` says is possible. */
  targets: (conversationId: string) => Promise<Record<HandoffTargetKind, boolean>>
  handoff: (id: string) => Promise<Handoff>
  /** All that was ever offered, as reports read it. */
  all: () => Promise<Handoff[]>
  log: (conversationId: string) => Promise<Entry[]>
  /** Types of the lines of handoffs in a log, in its order. */
  told: (conversationId: string) => Promise<string[]>
  /** A person's press of a button that the Page showed, as Messenger tells it. */
  tap: (account: string, psid: string, payload: string, mid?: string) => Promise<void>
}

export type OfferChanges = Partial<OfferWish> & {
  kind?: AuthorKind
  claim?: Claim
  settings?: Partial<HandoffSettings>
  store?: InboxStore
}

const SHARDS = { queue: 4, feed: 1 }

export function createOffers(table: Table, inbox: Replies): Offers {
  const { clock, store } = inbox
  const deps = (settings: Partial<HandoffSettings> = {}): OfferDeps => ({
    store,
    clockChannels: createClockChannels(findChannel),
    answers: createAnswerStore(table, clock),
    seals: null,
    accounts: createAccountStore(table, clock),
    reader: createInboxReader(table, clock),
    clock,
    pacer: systemPacer,
    uploads: NO_UPLOADS,
    replies: { findChannel, usesHumanAgentWindow: true, redaction: BUILT_IN_REDACTION },
    handoffs: HandoffSettings.parse(settings),
    servesThreads: true,
    outbound: { request: () => Promise.resolve() },
    shards: SHARDS,
  })
  const tryOffer: Offers['tryOffer'] = (conversationId, changes = {}) => {
    const { kind = 'human', claim = null, settings, store: other = store, ...wish } = changes
    return offerHandoff(
      { ...deps(settings), store: other },
      {
        conversationId,
        target: { kind: 'same_platform' },
        targetAccount: null,
        reason: { code: 'account_data' },
        text: null,
        language: null,
        announces: true,
        hides: false,
        author: null,
        ...wish,
      },
      { actor: { kind, id: 'agent-1', name: 'Kim' }, requestId: randomUUID(), claim },
    )
  }
  const log: Offers['log'] = async (conversationId) => {
    const { seq } = await inbox.conversation(conversationId)
    return (await store.entriesBack(conversationId, { from: 1, to: seq })).toSorted(
      (one, other) => one.seq - other.seq,
    )
  }
  return {
    tryOffer,
    offer: async (conversationId, changes) => {
      const outcome = await tryOffer(conversationId, changes)
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
      return outcome.answer
    },
    cancel: (handoffId) =>
      cancelHandoff(deps(), handoffId, {
        actor: { kind: 'human', id: 'agent-1', name: 'Kim' },
        requestId: randomUUID(),
        claim: null,
      }),
    fire: (conversationId) =>
      fireTimer(
        { ...deps(), timers: NO_TIMERS, media: NO_MEDIA, findChannel },
        { conversationId, at: clock.now().toISOString() },
      ),
    targets: async (conversationId) => {
      const conversation = await inbox.conversation(conversationId)
      const unit = createUnitOfWork(deps(), 'consistent')
      const targets = await listHandoffTargets(deps(), unit, conversation, clock.now())
      return Object.fromEntries(targets.map(({ kind, possible }) => [kind, possible])) as Record<
        HandoffTargetKind,
        boolean
      >
    },
    handoff: async (id) => {
      const handoff = await store.handoff(id, 'consistent')
      if (handoff === null) throw new Error(`There is no handoff ${id}.`)
      return handoff
    },
    all: async () => {
      const reader = createHandoffReader(table, clock)
      const period = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' }
      const shards = Array.from({ length: SHARDS.queue }, (_, shard) => shard)
      const pages = await Promise.all(shards.map((shard) => reader.offered(shard, period, null, 1000)))
      return pages.flatMap(({ rows }) => rows)
    },
    log,
    told: async (conversationId) =>
      (await log(conversationId)).flatMap((entry) =>
        entry.kind === 'activity' && entry.type.startsWith('handoff.')
          ? [entry.type.slice('handoff.'.length)]
          : [],
      ),
    tap: (account, psid, payload, mid = `m_${randomUUID()}`) => {
      const message = { mid, text: 'Continue in private', quick_reply: { payload } }
      return tellMessenger(inbox, account, { sender: { id: psid }, recipient: { id: account }, message })
    },
  }
}

/** A signed webhook of Messenger, stored before this returns. */
export async function tellMessenger(inbox: Replies, account: string, item: object): Promise<void> {
  const timestamp = inbox.clock.now().getTime()
  const body = {
    object: 'page',
    entry: [{ id: account, time: timestamp, messaging: [{ ...item, timestamp }] }],
  }
  const text = JSON.stringify(body)
  const secret = findChannel('facebook')?.manifest.secret.local['appSecret'] ?? ''
  const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  inbox.platforms.observe({
    channel: 'facebook',
    path: '/webhooks/facebook',
    headers,
    bodyBase64: Buffer.from(text).toString('base64'),
  })
  const { status } = await fetch(`${inbox.url}/webhooks/facebook`, { method: 'POST', headers, body: text })
  if (status !== 200) throw new Error(`The webhook was answered ${status}.`)
  await inbox.settled()
}
