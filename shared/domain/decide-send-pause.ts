import type { Account } from './account.ts'
import type { Visibility } from './channel-name.ts'

/** A shorter one is over by the time that others have read of it. */
const PAUSE_MS_MIN = 10_000
/** A limit may be raised, or what the platform says of it be wrong: after that one message asks again. */
const PAUSE_MS_MAX = 3_600_000

/** A limit of the account is used up, for a time that the platform names. Messages and posts have limits of their own. */
export function pauseSending(
  account: Account,
  visibility: Visibility,
  { now, afterMs }: { now: Date; afterMs: number },
): Account {
  if (afterMs < PAUSE_MS_MIN) return account
  const until = new Date(now.getTime() + Math.min(afterMs, PAUSE_MS_MAX)).toISOString()
  const known = account.sendPauses[visibility]
  if (known !== undefined && known >= until) return account
  return { ...account, sendPauses: { ...account.sendPauses, [visibility]: until } }
}

/** Until when nothing of this kind is sent; null: it may be. */
export function findPause(account: Account | null, visibility: Visibility, now: Date): string | null {
  const until = account?.sendPauses[visibility]
  return until !== undefined && until > now.toISOString() ? until : null
}
