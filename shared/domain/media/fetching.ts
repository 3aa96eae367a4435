import * as z from 'zod'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Messages of a conversation whose files are awaited: each costs the conversation's item some hundred bytes. */
export const FETCHES_MAX = 200

/** A fetch that has not come back by then was killed: longer than the function may run. */
export const FETCH_LEASE_MS = 6 * MINUTE_MS

/** Between one try and the next; the last one again and again. */
const RETRY_DELAYS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
]

/** How long a platform may fail. Media ids of WhatsApp live for seven days, most URLs for less than this. */
export const FETCH_PATIENCE_MS = 24 * HOUR_MS

/** A file that is missing for so long was not only late. */
const LATE_FILE_MS = 10 * MINUTE_MS

/** A message whose files are to be fetched, or were and must go because it was taken back. */
export const Fetch = z.strictObject({
  seq: z.number().int().positive(),
  since: z.iso.datetime(),
  /** Tries that the platform failed. */
  tries: z.number().int().nonnegative(),
  /** When somebody looks at it next. */
  at: z.iso.datetime(),
})
export type Fetch = z.infer<typeof Fetch>

type Fetching = { fetching?: readonly Fetch[] | undefined }

/** Has the files of a message looked at now, from the first try on. null: too many wait already. */
export function planFetch({ fetching = [] }: Fetching, seq: number, at: string): Fetch[] | null {
  const others = fetching.filter((fetch) => fetch.seq !== seq)
  return others.length < FETCHES_MAX ? [...others, { seq, since: at, tries: 0, at }] : null
}

/** What is due, and the list in which it is not due again while it is being fetched. */
export function leaseFetches({ fetching = [] }: Fetching, now: string): { due: Fetch[]; fetching: Fetch[] } {
  const until = after(now, FETCH_LEASE_MS)
  return {
    due: fetching.filter(({ at }) => at <= now),
    fetching: fetching.map((fetch) => (fetch.at <= now ? { ...fetch, at: until } : fetch)),
  }
}

/** Whether a file that is missing may still be on its way from one part of the platform to another. */
export function mayBeLate({ since }: Fetch, now: string): boolean {
  return now < after(since, LATE_FILE_MS)
}

/** When a failed try is followed by another; null: the platform has failed for long enough. */
export function decideNextTry(fetch: Fetch, now: string, waitMs: number | null): string | null {
  const delayMs = RETRY_DELAYS_MS[Math.min(fetch.tries, RETRY_DELAYS_MS.length - 1)] ?? HOUR_MS
  const at = after(now, Math.max(delayMs, Math.min(waitMs ?? 0, HOUR_MS)))
  return at <= after(fetch.since, FETCH_PATIENCE_MS) ? at : null
}

function after(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString()
}
