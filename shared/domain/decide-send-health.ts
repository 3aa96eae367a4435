import type { Account } from './account.ts'
import { changeHealth } from './decide-account-health.ts'
import type { ReplyHold } from './reply-options.ts'

/** From one probe to the next, in minutes: a token is mended by people. */
const PROBE_PAUSES_MINUTES = [1, 2, 5, 10, 15]

export type SendRefusal = {
  code: string
  detail: string | null
  /** Whether the platform refused the call, or took the message and failed it later. */
  by: 'answer' | 'receipt'
  at: string
  causationId: string
}

type Origin = { at: string; causationId: string }

/** When the message was let through as a probe; null for one that went out freely. */
export type Probe = { probedAt: string | null }

/** The platform refused a message because of its account: no further one is tried until the next probe. */
export function holdSending(account: Account, refusal: SendRefusal): Account {
  const { code, detail, by, at, causationId } = refusal
  const { sendHold: hold } = account
  if (by === 'receipt' && isOld(account, at)) return account
  const probes = (hold?.probes ?? 0) + 1
  const held: Account = {
    ...account,
    verdict: { code, at },
    lastError: { code, at },
    flowingSince: null,
    sendHold: {
      code,
      detail,
      by,
      probedAt: null,
      takenAt: null,
      since: hold?.since ?? at,
      probes,
      nextProbeAt: toNextProbe(at, probes),
    },
  }
  return changeHealth(held, 'degraded', { code, detail, at, causationId })
}

/**
 * The platform took a message of this account. Only a probe proves anything, and only of the hold that let it through: a
 * message that was under way before may be the very one that was refused, its receipt faster than its answer. Where the
 * platform failed messages later, taking one more after a probe that did not fail is the proof.
 */
export function noteSent(account: Account, { at, causationId, probedAt }: Origin & Probe): Account {
  const isLater = account.lastSentAt === null || account.lastSentAt < at
  const sent = isLater ? { ...account, lastSentAt: at } : account
  const { sendHold: hold } = account
  if (hold === null) return account.health === 'unknown' ? { ...sent, health: 'healthy' } : sent
  if (probedAt === null || hold.probedAt !== probedAt) return sent
  const isFirst = hold.by === 'receipt' && hold.takenAt === null
  return isFirst ? { ...sent, sendHold: { ...hold, takenAt: at } } : endHold(sent, { at, causationId })
}

/** A message of this account came to its customer. */
export function noteDelivered(account: Account, origin: Origin): Account {
  const isProof = account.sendHold?.by === 'receipt' && origin.at > (account.verdict?.at ?? '')
  return isProof ? endHold(account, origin) : account
}

function endHold(account: Account, origin: Origin): Account {
  const code = 'sending_works_again'
  const judged: Account = { ...account, verdict: { code, at: origin.at }, sendHold: null }
  return changeHealth(judged, 'healthy', { code, detail: null, ...origin })
}

/** A failed message that was under way when another showed the same and no probe since, or before somebody mended it. */
function isOld({ sendHold: hold, verdict }: Account, at: string): boolean {
  return hold === null ? verdict !== null && at < verdict.at : hold.probedAt === null
}

/** What keeps something new from being accepted; null where it may be: freely, or a message as the probe that is due. */
export function findHold(account: Account | null, wish: 'message' | 'action', now: Date): ReplyHold | null {
  const hold = account?.sendHold ?? null
  if (account === null || hold === null) return null
  if (wish === 'message' && decideProbe(account, now).kind !== 'held') return null
  const { code, detail, nextProbeAt } = hold
  return { account: { id: account.id, name: account.name }, code, detail, nextProbeAt }
}

/** Whether a message may go out: freely, as the one probe that whoever saves the account first makes, or not until then. */
export function decideProbe(
  account: Account | null,
  now: Date,
):
  { kind: 'free' } | { kind: 'probe'; account: Account; probedAt: string } | { kind: 'held'; until: string } {
  const hold = account?.sendHold ?? null
  if (account === null || hold === null) return { kind: 'free' }
  const at = now.toISOString()
  if (at < hold.nextProbeAt) return { kind: 'held', until: hold.nextProbeAt }
  const sendHold = { ...hold, probedAt: at, nextProbeAt: toNextProbe(at, hold.probes) }
  return { kind: 'probe', account: { ...account, sendHold }, probedAt: at }
}

function toNextProbe(at: string, probes: number): string {
  const index = Math.min(probes, PROBE_PAUSES_MINUTES.length) - 1
  return new Date(Date.parse(at) + (PROBE_PAUSES_MINUTES[index] ?? 15) * 60_000).toISOString()
}
