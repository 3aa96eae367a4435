import type { SendFailureCode } from '../../domain/outgoing.ts'
import type { Refusal } from '../sender.ts'

/** Rows of a platform's table of refusals. `providerCode` and `title` first, because that is what one looks for. */
export function toRetry(providerCode: string, title: string, afterMs: number | null = null): Refusal {
  return { kind: 'retry', afterMs, ofAccount: false, providerCode, title }
}

/** A limit that the account has used up, whoever its messages are for. */
export function toLimit(providerCode: string, title: string): Refusal {
  return { kind: 'retry', afterMs: null, ofAccount: true, providerCode, title }
}

export function toFailure(providerCode: string, code: SendFailureCode, title: string): Refusal {
  return { kind: 'failed', code, account: null, optOut: false, providerCode, title }
}

/** The account cannot send, whatever the message: `account` is what its health then says. */
export function toAccountFailure(
  providerCode: string,
  account: string,
  title: string,
  code: 'account_refused' | 'account_limit_reached' = 'account_refused',
): Refusal {
  return { kind: 'failed', code, account, optOut: false, providerCode, title }
}

export function toOptOut(providerCode: string, title: string): Refusal {
  return { kind: 'failed', code: 'recipient_opted_out', account: null, optOut: true, providerCode, title }
}

export function findRefusal(refusals: readonly Refusal[], providerCode: string): Refusal | undefined {
  return refusals.find((refusal) => refusal.providerCode === providerCode)
}
