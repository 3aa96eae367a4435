import type { FetchOutcome } from './decide-fetched.ts'

type Refused = Exclude<FetchOutcome, { kind: 'stored' }>

/**
 * What the status of a media host means for the file; null: here it comes. `isResolved`: the platform named the address
 * just now, and names another one when it is asked again. `isAuthorized`: our credential went along, and may be the fault.
 * `mayBeLate`: the platform told of the file a moment ago, and may have it in a moment.
 */
export function judgeAnswer(
  status: number,
  {
    isResolved,
    isAuthorized,
    mayBeLate,
    waitMs,
  }: { isResolved: boolean; isAuthorized: boolean; mayBeLate: boolean; waitMs: number | null },
): Refused | null {
  if (status === 200) return null
  if (status === 404 || status === 410) {
    const mayCome = isResolved || (mayBeLate && status === 404)
    return mayCome ? { kind: 'retry', code: 'media_gone', waitMs } : { kind: 'failed', code: 'media_gone' }
  }
  // Signed addresses that are too old are answered like this.
  if (status === 401 || status === 403) {
    return isAuthorized
      ? { kind: 'retry', code: 'media_refused', waitMs }
      : { kind: 'failed', code: isResolved ? 'media_refused' : 'media_gone' }
  }
  const isTransient = status === 408 || status === 425 || status === 429 || status >= 500 || status < 300
  return isTransient
    ? { kind: 'retry', code: 'media_unavailable', waitMs }
    : { kind: 'failed', code: 'media_refused' }
}
