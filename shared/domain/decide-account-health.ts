import { type Account, ACCOUNT_CHANGES_MAX, toAccountSubject } from './account.ts'
import type { Envelope } from './envelope.ts'
import { toShard } from './ids.ts'
import type { InboundAccountEvent } from './inbound.ts'

/**
 * Verdicts that mean: nothing comes in any more. Some platforms say so and never say that it is over, so events that
 * come again are the proof. Every other verdict is lifted by the platform alone: an account that may not send still receives.
 */
const INBOUND_LOSS_CODES: ReadonlySet<string> = new Set(['oauth_revoked'])

/** Two events this far apart are a flow, and no leftover of what the platform had in its own queues. */
const FLOW_MS = 5 * 60_000

/** The platform brings what customers write late. */
const DELAYED = 'webhooks_delayed'
const DELAY_MS = 5 * 60_000
const PROMPT_MS = 60_000
const DELAY_LASTS_MS = 10 * 60_000

/** What says something about an account. `at` is ISO 8601 UTC and never lies in the future. */
export type AccountFact =
  /** The platform spoke about the account itself. */
  | { kind: 'notice'; event: InboundAccountEvent; at: string; causationId: string }
  /** A verified event of a customer came in. */
  /** `delayMs`: from the platform's time of it until our webhook was called; null where it says no time. */
  | { kind: 'traffic'; at: string; causationId: string; delayMs: number | null }

type Traffic = AccountFact & { kind: 'traffic' }

/** An account that nobody has heard of. */
export function createAccount(
  {
    channel,
    provider,
    account,
    receivedAt,
  }: Pick<Envelope, 'channel' | 'provider' | 'account' | 'receivedAt'>,
  feedShards: number,
): Account {
  return {
    channel,
    id: account.id,
    name: account.name,
    provider,
    health: 'unknown',
    lastWebhookAt: null,
    lastSentAt: null,
    lastError: null,
    lastNotice: null,
    verdict: null,
    sendHold: null,
    sendPauses: {},
    flowingSince: null,
    delayedSince: null,
    revision: 0,
    changes: [],
    version: 1,
    createdAt: receivedAt,
    updatedAt: receivedAt,
    feedShard: toShard(toAccountSubject({ channel, id: account.id }), feedShards),
  }
}

/** A verified webhook named the account: when, and how it is called and carried now. */
export function noteWebhook(
  account: Account,
  { provider, account: { name }, receivedAt }: Envelope,
): Account {
  const isLater = account.lastWebhookAt === null || account.lastWebhookAt < receivedAt
  if (!isLater) return account
  return { ...account, provider, name: name ?? account.name, lastWebhookAt: receivedAt }
}

/**
 * The account after a fact. A platform's verdict counts at once, unless a newer one is known; one that says the same
 * again publishes nothing. The first customer event makes an unknown account healthy. A loss of inbound events ends
 * when events have come for five minutes.
 */
export function decideAccountHealth(account: Account, fact: AccountFact): Account {
  return fact.kind === 'notice' ? decideNotice(account, fact) : decideTraffic(account, fact)
}

function decideNotice(account: Account, fact: AccountFact & { kind: 'notice' }): Account {
  const { event, at, causationId } = fact
  const { health, code, detail } = event
  const isNewest = account.lastNotice === null || account.lastNotice.at <= at
  const noted = isNewest ? { ...account, lastNotice: { code, detail, at } } : account
  if (health === null || (account.verdict !== null && at < account.verdict.at)) return noted
  const judged: Account = {
    ...noted,
    verdict: { code, at },
    lastError: health === 'degraded' ? { code, at } : noted.lastError,
    sendHold: health === 'healthy' ? null : noted.sendHold,
    flowingSince: null,
  }
  return changeHealth(judged, health, { code, detail, at, causationId })
}

function decideTraffic(account: Account, fact: Traffic): Account {
  const { at, causationId } = fact
  const { health, verdict, flowingSince } = account
  if (health === 'unknown') return decideDelay({ ...account, health: 'healthy' }, fact)
  if (health === 'healthy' || verdict?.code === DELAYED) return decideDelay(account, fact)
  const isLoss = health === 'degraded' && verdict !== null && INBOUND_LOSS_CODES.has(verdict.code)
  if (!isLoss || at <= verdict.at) return account
  if (flowingSince === null) return { ...account, flowingSince: at }
  if (Date.parse(at) - Date.parse(flowingSince) < FLOW_MS) return account
  const code = 'events_flow_again'
  const judged: Account = { ...account, verdict: { code, at }, flowingSince: null }
  return changeHealth(judged, 'healthy', { code, detail: null, at, causationId })
}

/**
 * Clocks start when Inlet learns of a message, so a platform that brings it late takes time from the agents that no clock
 * shows. Late for ten minutes, the account says so once; prompt for ten, it is healthy again. One old event that comes
 * again is neither.
 */
function decideDelay(account: Account, { at, causationId, delayMs }: Traffic): Account {
  if (delayMs === null) return account
  const { delayedSince, flowingSince, verdict, health } = account
  const lasts = (since: string): boolean => Date.parse(at) - Date.parse(since) >= DELAY_LASTS_MS
  if (health === 'degraded' && verdict?.code === DELAYED) {
    if (delayMs >= PROMPT_MS) return { ...account, flowingSince: null }
    if (flowingSince === null || !lasts(flowingSince)) return { ...account, flowingSince: flowingSince ?? at }
    const code = 'webhooks_prompt_again'
    const judged: Account = { ...account, verdict: { code, at }, flowingSince: null, delayedSince: null }
    return changeHealth(judged, 'healthy', { code, detail: null, at, causationId })
  }
  if (delayMs < PROMPT_MS) return { ...account, delayedSince: null }
  if (delayMs < DELAY_MS) return account
  if (delayedSince === null || !lasts(delayedSince)) return { ...account, delayedSince: delayedSince ?? at }
  const judged: Account = { ...account, verdict: { code: DELAYED, at }, lastError: { code: DELAYED, at } }
  const detail = `Messages have come ${Math.round(delayMs / 60_000)} minutes after they were written.`
  return changeHealth(judged, 'degraded', { code: DELAYED, detail, at, causationId })
}

/** An account that turns out healthy has not recovered from anything, so only what was degraded publishes that. */
export function changeHealth(
  account: Account,
  to: 'healthy' | 'degraded',
  { code, detail, at, causationId }: { code: string; detail: string | null; at: string; causationId: string },
): Account {
  const { health: from, revision } = account
  if (from === to) return account
  if (to === 'healthy' && from === 'unknown') return { ...account, health: to }
  const type = to === 'degraded' ? 'account.degraded' : 'account.recovered'
  const part = { type, data: { from, to, code, detail } } as const
  const change = { revision: revision + 1, at, causationId, part }
  return {
    ...account,
    health: to,
    revision: revision + 1,
    changes: [...account.changes, change].slice(-ACCOUNT_CHANGES_MAX),
    updatedAt: account.updatedAt > at ? account.updatedAt : at,
  }
}
