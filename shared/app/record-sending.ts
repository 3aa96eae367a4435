import type { Account } from '../domain/account.ts'
import type { Conversation } from '../domain/conversation.ts'
import { createAccount } from '../domain/decide-account-health.ts'
import {
  decideProbe,
  holdSending,
  noteSent,
  type Probe,
  type SendRefusal,
} from '../domain/decide-send-health.ts'
import { findPause, pauseSending } from '../domain/decide-send-pause.ts'
import { toRetryDelayMs } from '../domain/retry-delay.ts'
import type { AccountStore, Clock, Pacer } from './ports.ts'
import { retryConflicts } from './retry-conflicts.ts'

/** How often an instance writes that an account still sends. */
const TOUCH_PAUSE_MS = 60_000

export type RecordSendingDeps = { accounts: AccountStore; clock: Clock; pacer: Pacer; feedShards: number }

/** What sending says about the account that sends, kept outside every transaction. */
export type SendingRecord = {
  /** Whether a message of this account may be tried now. Of all that wait, one is the probe. */
  admit: (
    conversation: Conversation,
  ) => Promise<({ kind: 'admitted' } & Probe) | { kind: 'held' | 'paused'; until: string }>
  /** Whether messages of this account wait for a probe. Nothing but a message is one. */
  isHeld: (conversation: Conversation) => Promise<boolean>
  /** A limit of the account is used up for so long. Never fails: others then find it by themselves. */
  limited: (conversation: Conversation, afterMs: number) => Promise<void>
  refused: (conversation: Conversation, refusal: SendRefusal) => Promise<void>
  /** At most once a minute, unless it was a probe. Never fails. */
  sent: (conversation: Conversation, origin: { at: string; causationId: string } & Probe) => Promise<void>
}

export function createSendingRecord(deps: RecordSendingDeps): SendingRecord {
  const { accounts, clock } = deps
  const touched = new Map<string, number>()
  const change = (conversation: Conversation, decide: (account: Account) => Account): Promise<void> =>
    retryConflicts(deps, async () => {
      const known = await accounts.account(conversation.channel, conversation.account.id)
      const before = known ?? createAccountOf(conversation, clock.now().toISOString(), deps.feedShards)
      const after = decide(before)
      if (after === known) return { saved: 'saved', result: undefined }
      const version = known === null ? 1 : known.version + 1
      return { saved: await accounts.save({ ...after, version }, known?.version ?? null), result: undefined }
    })
  return {
    admit: async (conversation) => {
      const account = await accounts.account(conversation.channel, conversation.account.id)
      const now = clock.now()
      const pausedUntil = findPause(account, conversation.visibility, now)
      if (pausedUntil !== null) return { kind: 'paused', until: spread(pausedUntil, now, deps.pacer) }
      const decision = decideProbe(account, now)
      if (decision.kind === 'free') return { kind: 'admitted', probedAt: null }
      if (decision.kind === 'held') return decision
      const { version } = decision.account
      const saved = await accounts.save({ ...decision.account, version: version + 1 }, version)
      // Somebody else is the probe.
      const until = decision.account.sendHold?.nextProbeAt ?? now.toISOString()
      if (saved === 'conflict') return { kind: 'held', until }
      return { kind: 'admitted', probedAt: decision.probedAt }
    },
    isHeld: async ({ channel, account }) => (await accounts.account(channel, account.id))?.sendHold != null,
    limited: (conversation, afterMs) =>
      change(conversation, (account) =>
        pauseSending(account, conversation.visibility, { now: clock.now(), afterMs }),
      ).catch(() => undefined),
    refused: (conversation, refusal) => change(conversation, (account) => holdSending(account, refusal)),
    sent: async (conversation, origin) => {
      const key = toKey(conversation)
      const now = clock.now().getTime()
      const isTouchDue = now - (touched.get(key) ?? Number.NEGATIVE_INFINITY) >= TOUCH_PAUSE_MS
      if (!isTouchDue && origin.probedAt === null) return
      touched.set(key, now)
      // That messages pass is no reason to say that this one did not.
      await change(conversation, (account) => noteSent(account, origin)).catch(() => touched.delete(key))
    },
  }
}

/** All that wait would come back at the same instant. */
function spread(until: string, now: Date, { random }: Pacer): string {
  const delayMs = toRetryDelayMs(1, Date.parse(until) - now.getTime(), random())
  return new Date(now.getTime() + delayMs).toISOString()
}

function createAccountOf(
  { channel, provider, account }: Conversation,
  receivedAt: string,
  feedShards: number,
): Account {
  return createAccount({ channel, provider, account, receivedAt }, feedShards)
}

function toKey({ channel, account }: Conversation): string {
  return `${channel}#${account.id}`
}
