import { findRefusal } from '../channels/kit/refusals.ts'
import type { Refusal } from '../channels/sender.ts'
import type { Account } from '../domain/account.ts'
import {
  type AccountFact,
  createAccount,
  decideAccountHealth,
  noteWebhook,
} from '../domain/decide-account-health.ts'
import { holdSending, noteDelivered, type SendRefusal } from '../domain/decide-send-health.ts'
import type { Envelope } from '../domain/envelope.ts'
import { toEnvelopeId } from '../domain/ids.ts'
import type { InboundEvent, InboundReceipt } from '../domain/inbound.ts'
import type { IngestOutcome } from './ingest-context.ts'
import type { AccountStore, Clock, Pacer } from './ports.ts'
import { retryConflicts } from './retry-conflicts.ts'

type Fact =
  | AccountFact
  | { kind: 'refused'; refusal: SendRefusal }
  | { kind: 'delivered'; at: string; causationId: string }

/** How often an instance writes that an account still receives. */
const TOUCH_PAUSE_MS = 60_000

export type RecordAccountDeps = { accounts: AccountStore; clock: Clock; pacer: Pacer; feedShards: number }

/** `refusals`: what a failed receipt among the events may mean for the account; empty where the events were known before. */
export type RecordAccount = (
  envelope: Envelope,
  events: readonly InboundEvent[],
  refusals?: readonly Refusal[],
) => Promise<IngestOutcome[]>

/**
 * Keeps what verified events say about the accounts they name, outside every transaction. What a platform says is
 * written at once, and fails as the rest of ingest does, because it is said once. That events still come is written at
 * most once a minute, and no failure of that is worth a retry of the message that it came with. While messages of an
 * account fail later, every event is looked at: one may be the receipt that ends it.
 */
export function createRecordAccount(deps: RecordAccountDeps): RecordAccount {
  const touched = new Map<string, number>()
  return async (envelope, events, refusals = []) => {
    if (events.every(isAboutNoAccount)) return []
    const said = toFacts(envelope, events, refusals)
    const key = `${envelope.channel}#${envelope.account.id}`
    const now = deps.clock.now().getTime()
    const isTouchDue = now - (touched.get(key) ?? Number.NEGATIVE_INFINITY) >= TOUCH_PAUSE_MS
    if (said.length === 0 && !isTouchDue) return []
    touched.set(key, now)
    const facts = [...said, ...toTouch(envelope, events)]
    const write = async (): Promise<'saved' | 'conflict'> => {
      const { saved, account } = await record(deps, envelope, facts)
      if (account.sendHold?.by === 'receipt') touched.delete(key)
      return saved
    }
    if (said.length > 0) {
      await retryConflicts(deps, async () => ({ saved: await write(), result: null }))
      return said.map(() => ({ kind: 'account_recorded' }))
    }
    try {
      // Whoever was faster has just written the same.
      await write()
      return []
    } catch {
      touched.delete(key)
      return [{ kind: 'account_not_recorded' }]
    }
  }
}

async function record(
  { accounts, feedShards }: RecordAccountDeps,
  envelope: Envelope,
  facts: readonly Fact[],
): Promise<{ saved: 'saved' | 'conflict'; account: Account }> {
  const known = await accounts.account(envelope.channel, envelope.account.id)
  const before = known ?? createAccount(envelope, feedShards)
  const account = facts.reduce(decideFact, noteWebhook(before, envelope))
  if (known !== null && !isWorthWriting(known, account)) return { saved: 'saved', account }
  const version = known === null ? 1 : known.version + 1
  return { saved: await accounts.save({ ...account, version }, known?.version ?? null), account }
}

function decideFact(account: Account, fact: Fact): Account {
  if (fact.kind === 'refused') return holdSending(account, fact.refusal)
  return fact.kind === 'delivered' ? noteDelivered(account, fact) : decideAccountHealth(account, fact)
}

/** Another instance may have written a moment ago that events come. */
function isWorthWriting(known: Account, after: Account): boolean {
  const isTouched = { ...after, lastWebhookAt: known.lastWebhookAt }
  const isOtherwiseSame = JSON.stringify(isTouched) === JSON.stringify(known)
  const newerMs = Date.parse(after.lastWebhookAt ?? '') - Date.parse(known.lastWebhookAt ?? '')
  return !isOtherwiseSame || !(newerMs < TOUCH_PAUSE_MS)
}

/** What the platform says of the account, outright or by what it failed a message with. */
function toFacts(envelope: Envelope, events: readonly InboundEvent[], refusals: readonly Refusal[]): Fact[] {
  const causationId = toEnvelopeId(envelope)
  return events.flatMap((event): Fact[] => {
    if (event.kind === 'account') return [{ kind: 'notice', event, at: toTime(event, envelope), causationId }]
    if (event.kind !== 'receipt' || event.error === null) return []
    const refusal = findRefusal(refusals, event.error.providerCode)
    if (refusal?.kind !== 'failed' || refusal.account === null) return []
    const { account: code, title: detail } = refusal
    const at = toTime(event, envelope)
    return [{ kind: 'refused', refusal: { code, detail, by: 'receipt', at, causationId } }]
  })
}

/** That it still receives, and that what it sends comes to customers. */
function toTouch(envelope: Envelope, events: readonly InboundEvent[]): Fact[] {
  const causationId = toEnvelopeId(envelope)
  const isTraffic = events.some(({ kind }) => kind !== 'account')
  const delivered = events.filter(isDelivered).map((event): Fact => {
    return { kind: 'delivered', at: toTime(event, envelope), causationId }
  })
  if (!isTraffic) return delivered
  const { receivedAt } = envelope
  const delayMs = toDelayMs(events, receivedAt)
  return [...delivered, { kind: 'traffic', at: receivedAt, causationId, delayMs }]
}

/** How late the newest message of an envelope came; null where none says when it was written. */
function toDelayMs(events: readonly InboundEvent[], receivedAt: string): number | null {
  const sent = events.flatMap((event) => (event.kind === 'message' ? (event.sentAt ?? []) : []))
  const newest = sent.toSorted().at(-1)
  return newest === undefined ? null : Math.max(0, Date.parse(receivedAt) - Date.parse(newest))
}

/** A platform's clock may be ahead of ours. */
function toTime({ at }: { at: string | null }, { receivedAt }: Envelope): string {
  return at === null || at > receivedAt ? receivedAt : at
}

function isAboutNoAccount(event: InboundEvent): boolean {
  return event.kind === 'ignored' && event.namesNoAccount === true
}

function isDelivered(event: InboundEvent): event is InboundReceipt {
  return event.kind === 'receipt' && (event.status === 'delivered' || event.status === 'read')
}
