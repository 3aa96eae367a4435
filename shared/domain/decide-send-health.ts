import type { Account } from './account.ts'
import { changeHealth } from './decide-account-health.ts'
import type { ReplyHold } from './reply-options.ts'

/** From one probe to the next, in minutes: a token is mended by people. */
const PROBE_PAUSES_MINUTES = [1, 2, 5, 10, 15]

export type SendRefusal = { code: string; detail: string | null; at: string; causationId: string }

/** The platform refused a message because of its account: no further one is tried until the next probe. */
export function holdSending(account: Account, { code, detail, at, causationId }: SendRefusal): Account {
  const probes = (account.sendHold?.probes ?? 0) + 1
  const held: Account = {
    ...account,
    verdict: { code, at },
    lastError: { code, at },
    flowingSince: null,
    sendHold: {
      code,
      detail,
      since: account.sendHold?.since ?? at,
      probes,
      nextProbeAt: toNextProbe(at, probes),
    },
  }
  return changeHealth(held, 'degraded', { code, detail, at, causationId })
}

/** The platform took a message of this account. */
export function noteSent(
  account: Account,
  { at, causationId }: { at: string; causationId: string },
): Account {
  const isLater = account.lastSentAt === null || account.lastSentAt < at
  const sent = isLater ? { ...account, lastSentAt: at } : account
  if (account.sendHold === null) return account.health === 'unknown' ? { ...sent, health: 'healthy' } : sent
  const code = 'sending_works_again'
  const judged: Account = { ...sent, verdict: { code, at }, sendHold: null }
  return changeHealth(judged, 'healthy', { code, detail: null, at, causationId })
}

/** What keeps a new message from being accepted; null where it may be: freely, or as the probe that is due. */
export function findHold(account: Account | null, now: Date): ReplyHold | null {
  const hold = account?.sendHold ?? null
  if (account === null || hold === null || decideProbe(account, now).kind !== 'held') return null
  const { code, detail, nextProbeAt } = hold
  return { account: { id: account.id, name: account.name }, code, detail, nextProbeAt }
}

/** Whether a message may go out: freely, as the one probe that whoever saves the account first makes, or not until then. */
export function decideProbe(
  account: Account | null,
  now: Date,
): { kind: 'free' } | { kind: 'probe'; account: Account } | { kind: 'held'; until: string } {
  const hold = account?.sendHold ?? null
  if (account === null || hold === null) return { kind: 'free' }
  const at = now.toISOString()
  if (at < hold.nextProbeAt) return { kind: 'held', until: hold.nextProbeAt }
  const sendHold = { ...hold, nextProbeAt: toNextProbe(at, hold.probes) }
  return { kind: 'probe', account: { ...account, sendHold } }
}

function toNextProbe(at: string, probes: number): string {
  const index = Math.min(probes, PROBE_PAUSES_MINUTES.length) - 1
  return new Date(Date.parse(at) + (PROBE_PAUSES_MINUTES[index] ?? 15) * 60_000).toISOString()
}
