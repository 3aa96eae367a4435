import type { PlatformAnswer } from '../emulator.ts'

const PROBLEMS = 'https://api.x.com/2/problems'

export type XErrorRow = {
  /** Name of a fault; the v1.1 number where one is documented. */
  codes: readonly string[]
  status: number
  title: string
  detail: string
  type?: string
}

/**
 * https://docs.x.com/x-api/fundamentals/response-codes-and-errors names statuses and problem types. The sentences are what
 * callers of `POST /2/tweets` and of the DM calls report; v1.1 numbers from
 * https://developer.x.com/en/support/x-api/error-troubleshooting.
 */
export const X_ERRORS: readonly XErrorRow[] = [
  { codes: ['401', '32', '89', 'unauthorized'], status: 401, title: 'Unauthorized', detail: 'Unauthorized' },
  { codes: ['403', 'forbidden'], status: 403, title: 'Forbidden', detail: 'Forbidden' },
  {
    codes: ['349', '150', 'dm_not_permitted'],
    status: 403,
    title: 'Forbidden',
    detail: 'You do not have permission to DM one or more participants.',
  },
  {
    codes: ['reply_not_permitted', '433'],
    status: 403,
    title: 'Forbidden',
    detail:
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
  },
  {
    codes: ['187', 'duplicate'],
    status: 403,
    title: 'Forbidden',
    detail: 'You are not allowed to create a Tweet with duplicate content.',
  },
  {
    codes: ['385', 'reply_to_deleted'],
    status: 403,
    title: 'Forbidden',
    detail: 'You attempted to reply to a Tweet that is deleted or not visible to you.',
  },
  {
    codes: ['client_forbidden'],
    status: 403,
    title: 'Client Forbidden',
    detail: 'This application is not permitted to perform this operation.',
    type: `${PROBLEMS}/client-forbidden`,
  },
  {
    codes: ['404', '34'],
    status: 404,
    title: 'Not Found Error',
    detail: 'Could not find what was asked for.',
    type: `${PROBLEMS}/resource-not-found`,
  },
  {
    codes: ['429', '88', 'rate_limit'],
    status: 429,
    title: 'Too Many Requests',
    detail: 'Too Many Requests',
  },
  {
    codes: ['usage_capped'],
    status: 429,
    title: 'UsageCapExceeded',
    detail: 'Usage cap exceeded: Monthly product cap',
    type: `${PROBLEMS}/usage-capped`,
  },
  { codes: ['500', '131'], status: 500, title: 'Internal Server Error', detail: 'Something went wrong.' },
  { codes: ['503', '130'], status: 503, title: 'Service Unavailable', detail: 'Service Unavailable' },
]

/** null for a code that is not in the table. */
export function findXRow(code: string): XErrorRow | null {
  return X_ERRORS.find(({ codes }) => codes.includes(code)) ?? null
}

export function toXProblem(code: string, headers: Record<string, string> = {}): PlatformAnswer {
  const row = findXRow(code)
  if (row === null) throw new Error(`No error ${code} in the table.`)
  const { status, title, detail, type = 'about:blank' } = row
  return { status, headers: problemHeaders(headers), body: { title, detail, type, status } }
}

/** A request that is wrong in itself. */
export function toInvalidRequest(message: string, headers: Record<string, string> = {}): PlatformAnswer {
  const body = {
    errors: [{ parameters: {}, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${PROBLEMS}/invalid-request`,
  }
  return { status: 400, headers: problemHeaders(headers), body }
}

function problemHeaders(headers: Record<string, string>): Record<string, string> {
  return { 'content-type': 'application/problem+json', ...headers }
}
