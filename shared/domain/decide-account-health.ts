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

/** What says something about an account. `at` is ISO 8601 UTC and never lies in the future. */
export type AccountFact =
  /** The platform spoke about the account itself. */
  | { kind: 'notice'; event: InboundAccountEvent; at: string; causationId: string }
  /** A verified event of a customer came in. */
  | { kind: 'traffic'; at: string; causationId: string }

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

function decideTraffic(account: Account, { at, causationId }: AccountFact & { kind: 'traffic' }): Account {
  const { health, verdict, flowingSince } = account
  if (health === 'unknown') return { ...account, health: 'healthy' }
  const isLoss = health === 'degraded' && verdict !== null && INBOUND_LOSS_CODES.has(verdict.code)
  if (!isLoss || at <= verdict.at) return account
  if (flowingSince === null) return { ...account, flowingSince: at }
  if (Date.parse(at) - Date.parse(flowingSince) < FLOW_MS) return account
  const code = 'events_flow_again'
  const judged: Account = { ...account, verdict: { code, at }, flowingSince: null }
  return changeHealth(judged, 'healthy', { code, detail: null, at, causationId })
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
