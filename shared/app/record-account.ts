import type { Account } from '../domain/account.ts'
import {
  type AccountFact,
  createAccount,
  decideAccountHealth,
  noteWebhook,
} from '../domain/decide-account-health.ts'
import type { Envelope } from '../domain/envelope.ts'
import { toEnvelopeId } from '../domain/ids.ts'
import type { InboundAccountEvent, InboundEvent } from '../domain/inbound.ts'
import type { IngestOutcome } from './ingest-context.ts'
import type { AccountStore, Clock, Pacer } from './ports.ts'
import { retryConflicts } from './retry-conflicts.ts'

/** How often an instance writes that an account still receives. */
const TOUCH_PAUSE_MS = 60_000

export type RecordAccountDeps = { accounts: AccountStore; clock: Clock; pacer: Pacer; feedShards: number }

export type RecordAccount = (envelope: Envelope, events: readonly InboundEvent[]) => Promise<IngestOutcome[]>

/**
 * Keeps what verified events say about the accounts they name, outside every transaction. What a platform says is
 * written at once, and fails as the rest of ingest does, because it is said once. That events still come is written at
 * most once a minute, and no failure of that is worth a retry of the message that it came with.
 */
export function createRecordAccount(deps: RecordAccountDeps): RecordAccount {
  const touched = new Map<string, number>()
  return async (envelope, events) => {
    if (events.every(isAboutNoAccount)) return []
    const notices = events.filter(isNotice)
    const key = `${envelope.channel}#${envelope.account.id}`
    const now = deps.clock.now().getTime()
    const isTouchDue = now - (touched.get(key) ?? Number.NEGATIVE_INFINITY) >= TOUCH_PAUSE_MS
    if (notices.length === 0 && !isTouchDue) return []
    touched.set(key, now)
    const facts = toFacts(envelope, notices, notices.length < events.length)
    if (notices.length > 0) {
      await retryConflicts(deps, async () => ({ saved: await record(deps, envelope, facts), result: null }))
      return notices.map(() => ({ kind: 'account_recorded' }))
    }
    try {
      // Whoever was faster has just written the same.
      await record(deps, envelope, facts)
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
  facts: readonly AccountFact[],
): Promise<'saved' | 'conflict'> {
  const known = await accounts.account(envelope.channel, envelope.account.id)
  const before = known ?? createAccount(envelope, feedShards)
  const after = facts.reduce(decideAccountHealth, noteWebhook(before, envelope))
  if (known !== null && !isWorthWriting(known, after)) return 'saved'
  const version = known === null ? 1 : known.version + 1
  return accounts.save({ ...after, version }, known?.version ?? null)
}

/** Another instance may have written a moment ago that events come. */
function isWorthWriting(known: Account, after: Account): boolean {
  const isTouched = { ...after, lastWebhookAt: known.lastWebhookAt }
  const isOtherwiseSame = JSON.stringify(isTouched) === JSON.stringify(known)
  const newerMs = Date.parse(after.lastWebhookAt ?? '') - Date.parse(known.lastWebhookAt ?? '')
  return !isOtherwiseSame || !(newerMs < TOUCH_PAUSE_MS)
}

function toFacts(
  { source, channel, account, key, receivedAt }: Envelope,
  notices: readonly InboundAccountEvent[],
  hasTraffic: boolean,
): AccountFact[] {
  const causationId = toEnvelopeId({ source, channel, accountId: account.id, key })
  const said = notices.map((event): AccountFact => {
    const at = event.at === null || event.at > receivedAt ? receivedAt : event.at
    return { kind: 'notice', event, at, causationId }
  })
  return hasTraffic ? [...said, { kind: 'traffic', at: receivedAt, causationId }] : said
}

function isAboutNoAccount(event: InboundEvent): boolean {
  return event.kind === 'ignored' && event.namesNoAccount === true
}

function isNotice(event: InboundEvent): event is InboundAccountEvent {
  return event.kind === 'account'
}
