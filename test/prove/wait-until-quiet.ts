import { setTimeout as wait } from 'node:timers/promises'
import type { EventReader } from './event-readers.ts'

const POLL_MS = 500
/** Longer than the publisher ever pauses between two tries, with room for a slow machine. */
const STILL_MS = 15_000
/** Once all is there: long enough for what should not come. */
const GRACE_MS = 1_000

/**
 * Reads the readers on until nothing comes any more: as soon as each has so many different events, or when nothing was new
 * for long. `isBusy` says whether something is still on its way to the log. False: the deadline came first.
 */
export async function waitUntilQuiet(options: {
  readers: readonly EventReader[]
  expected: number
  isBusy: () => Promise<boolean>
  deadlineMs: number
}): Promise<boolean> {
  const { readers, expected, isBusy } = options
  const deadline = performance.now() + options.deadlineMs
  let lastNewsAt = performance.now()
  while (performance.now() < deadline) {
    let isNews = await isBusy()
    for (const reader of readers) isNews = (await reader.read()) || isNews
    const now = performance.now()
    if (isNews) lastNewsAt = now
    const isComplete = readers.every(({ events }) => new Set(events.map(({ id }) => id)).size >= expected)
    if (now - lastNewsAt >= (isComplete ? GRACE_MS : STILL_MS)) return true
    await wait(POLL_MS)
  }
  return false
}
