/** What can be wrong with the connection of an account, whoever looks: `connect`, `connect --check` or the daily check. */
export const FINDING_CODES = [
  'app_secret_wrong',
  'token_invalid',
  'token_expired',
  'token_expires_soon',
  'permission_missing',
  'account_not_found',
  'account_not_owned',
  'account_inactive',
  'number_not_registered',
  'webhook_unreachable',
  'webhook_refused',
  'webhook_elsewhere',
  'webhook_invalid',
  'fields_missing',
  'not_subscribed',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** One thing that is wrong: what, and the way out, each as sentences for whoever has to mend it. Neither holds a secret. */
export type Finding = { code: FindingCode; what: string; wayOut: string }

/** How long before a token ends it is told. */
export const EXPIRY_WARNING_DAYS = 14

export function isFindingCode(code: string): code is FindingCode {
  return (FINDING_CODES as readonly string[]).includes(code)
}
