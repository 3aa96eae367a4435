import { describe, expect, it } from 'vitest'
import {
  decideNextTry,
  FETCH_LEASE_MS,
  FETCH_PATIENCE_MS,
  FETCHES_MAX,
  type Fetch,
  leaseFetches,
  mayBeLate,
  planFetch,
} from '../../../../shared/domain/media/fetching.ts'
import { judgeAnswer } from '../../../../shared/domain/media/judge-answer.ts'

const AT = '2026-03-02T09:00:00.000Z'
const FETCH: Fetch = { seq: 1, since: AT, tries: 0, at: AT }
const later = (milliseconds: number) => new Date(Date.parse(AT) + milliseconds).toISOString()

describe('when files are fetched: this guarantees that', () => {
  it('what is due is asked for once, until it must have come back', () => {
    const waiting = { ...FETCH, seq: 2, at: later(1_000) }
    const { due, fetching } = leaseFetches({ fetching: [FETCH, waiting] }, AT)
    expect(due).toEqual([FETCH])
    expect(fetching).toEqual([{ ...FETCH, at: later(FETCH_LEASE_MS) }, waiting])
    expect(leaseFetches({ fetching }, AT).due).toEqual([])
  })

  it('a platform that fails is asked for a day, less and less often', () => {
    const waits: number[] = []
    let now = AT
    for (let tries = 0; ; tries++) {
      const next = decideNextTry({ ...FETCH, tries }, now, null)
      if (next === null) break
      waits.push(Date.parse(next) - Date.parse(now))
      now = next
    }
    expect(waits.slice(0, 3)).toEqual([5_000, 30_000, 120_000])
    expect(waits).toEqual(waits.toSorted((left, right) => left - right))
    expect(Date.parse(now) - Date.parse(AT)).toBeGreaterThan(FETCH_PATIENCE_MS - 3_600_000)
  })

  it('a platform that says when is asked then, and within an hour', () => {
    expect(decideNextTry(FETCH, AT, 60_000)).toBe(later(60_000))
    expect(decideNextTry(FETCH, AT, 90_000_000)).toBe(later(3_600_000))
  })

  it('a file that is missing may be late for ten minutes, however often it was asked for', () => {
    expect(mayBeLate({ ...FETCH, tries: 4 }, later(599_999))).toBe(true)
    expect(mayBeLate(FETCH, later(600_000))).toBe(false)
  })

  it('a conversation awaits the files of only so many messages', () => {
    const fetching = Array.from({ length: FETCHES_MAX }, (_, index) => ({ ...FETCH, seq: index + 1 }))
    expect(planFetch({ fetching }, FETCHES_MAX + 1, AT)).toBeNull()
    // One that waits already takes no other place.
    expect(planFetch({ fetching }, 1, AT)).toHaveLength(FETCHES_MAX)
  })

  it.each([
    { status: 200, isResolved: false, isAuthorized: false, mayBeLate: false, means: null },
    { status: 404, isResolved: false, isAuthorized: true, mayBeLate: false, means: 'failed media_gone' },
    { status: 404, isResolved: true, isAuthorized: true, mayBeLate: false, means: 'retry media_gone' },
    { status: 404, isResolved: false, isAuthorized: true, mayBeLate: true, means: 'retry media_gone' },
    { status: 410, isResolved: false, isAuthorized: true, mayBeLate: true, means: 'failed media_gone' },
    { status: 403, isResolved: false, isAuthorized: false, mayBeLate: true, means: 'failed media_gone' },
    { status: 401, isResolved: false, isAuthorized: true, mayBeLate: false, means: 'retry media_refused' },
    {
      status: 429,
      isResolved: false,
      isAuthorized: false,
      mayBeLate: false,
      means: 'retry media_unavailable',
    },
    {
      status: 503,
      isResolved: false,
      isAuthorized: false,
      mayBeLate: false,
      means: 'retry media_unavailable',
    },
    {
      status: 204,
      isResolved: false,
      isAuthorized: false,
      mayBeLate: false,
      means: 'retry media_unavailable',
    },
    { status: 302, isResolved: false, isAuthorized: false, mayBeLate: false, means: 'failed media_refused' },
    { status: 400, isResolved: false, isAuthorized: false, mayBeLate: false, means: 'failed media_refused' },
  ])(
    '$status means $means (resolved $isResolved, authorized $isAuthorized, may be late $mayBeLate)',
    (row) => {
      const { status, means, ...how } = row
      const judged = judgeAnswer(status, { ...how, waitMs: null })
      expect(judged && `${judged.kind} ${judged.code}`).toBe(means)
    },
  )
})
