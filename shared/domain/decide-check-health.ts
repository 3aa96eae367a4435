import type { Account } from './account.ts'
import { type Finding, isFindingCode } from './connection-finding.ts'
import { changeHealth } from './decide-account-health.ts'

export type CheckFact = {
  findings: readonly Finding[]
  /** Whether every step could be looked at: what was not looked at has not passed. */
  isWhole: boolean
  at: string
  causationId: string
}

/**
 * The account after a check of its connection. The first finding is the reason, all of them are told. A check lifts only
 * what a check has said: a refusal to send, or what the platform says itself, ends by its own rules, and is the better
 * evidence as long as it stands.
 */
export function noteCheck(account: Account, { findings, isWhole, at, causationId }: CheckFact): Account {
  const isOurs = account.verdict !== null && isFindingCode(account.verdict.code)
  const isHeldByOthers = account.health === 'degraded' && !isOurs
  const [first] = findings
  if (first === undefined) {
    if (!isWhole || !isOurs || account.health !== 'degraded') return account
    const code = 'checks_pass_again'
    return changeHealth({ ...account, verdict: { code, at } }, 'healthy', {
      code,
      detail: null,
      at,
      causationId,
    })
  }
  const { code } = first
  const detail = findings.map(({ what, wayOut }) => `${what} ${wayOut}`).join(' ')
  if (isHeldByOthers) return { ...account, lastNotice: { code, detail, at } }
  // Said yesterday already.
  if (account.verdict?.code === code && account.health === 'degraded') return account
  const judged: Account = {
    ...account,
    verdict: { code, at },
    lastError: { code, at },
    lastNotice: { code, detail, at },
    flowingSince: null,
  }
  return changeHealth(judged, 'degraded', { code, detail, at, causationId })
}
