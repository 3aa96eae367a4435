import type { Random } from '../../support/random.ts'
import type { PlatformAnswer } from '../emulator.ts'

const TRACE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** One documented error. `message` is what stands in the body, without the `(#code)` that the Graph API puts before it. */
export type GraphErrorRow = {
  code: number
  subcode?: number
  status: number
  message: string
  type?: string
  /** `error_data.details` of WhatsApp errors. */
  details?: string
  /** The call counts against a limit that is used up. */
  isRateLimit?: boolean
  /** The credential, not the call, is at fault. */
  isToken?: boolean
}

/** Throws for a row that the table does not have: a mistake in the emulator. */
export function findRow(
  table: readonly GraphErrorRow[],
  code: number,
  subcode: number | null = null,
): GraphErrorRow {
  const row = searchRow(table, code, subcode)
  if (row === null) throw new Error(`No error ${code}/${String(subcode)} in the table.`)
  return row
}

/** Without a subcode: the row that has none, else the first of the code. */
export function searchRow(
  table: readonly GraphErrorRow[],
  code: number,
  subcode: number | null,
): GraphErrorRow | null {
  const rows = table.filter((row) => row.code === code)
  const exact = rows.find((row) => (row.subcode ?? null) === subcode)
  return exact ?? (subcode === null ? (rows[0] ?? null) : null)
}

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
export function toGraphError(row: GraphErrorRow, random: Random, accountId: string): PlatformAnswer {
  const trace = `A${random.characters(TRACE_ALPHABET, 22)}`
  const error = {
    message: row.isToken === true ? row.message : `(#${row.code}) ${row.message}`,
    type: row.type ?? 'OAuthException',
    code: row.code,
    ...(row.subcode === undefined ? {} : { error_subcode: row.subcode }),
    ...(row.details === undefined
      ? {}
      : { error_data: { messaging_product: 'whatsapp', details: row.details } }),
    fbtrace_id: trace,
  }
  const headers = {
    ...graphHeaders(trace),
    ...(row.isRateLimit === true ? usageHeaders(100, accountId) : {}),
    ...(row.isToken === true
      ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${row.message}"` }
      : {}),
  }
  return { status: row.status, headers, body: { error } }
}

export function graphHeaders(trace: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=UTF-8',
    'x-fb-trace-id': trace,
    'facebook-api-version': 'v26.0',
  }
}

/** Percentages of what is allowed; the wait is in minutes. https://developers.facebook.com/docs/graph-api/overview/rate-limiting */
export function usageHeaders(percent: number, accountId: string): Record<string, string> {
  const usage = { call_count: percent, total_cputime: 5, total_time: 5 }
  const wait = percent >= 100 ? 1 : 0
  const business = { [accountId]: [{ type: 'messenger', ...usage, estimated_time_to_regain_access: wait }] }
  return { 'x-app-usage': JSON.stringify(usage), 'x-business-use-case-usage': JSON.stringify(business) }
}

/** Of a call that is wrong in itself. The words differ from parameter to parameter, the code does not. */
export function invalidParameter(message: string): GraphErrorRow {
  return { code: 100, status: 400, message }
}
