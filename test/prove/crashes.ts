import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '../support/random.ts'

/** Accepted requests between two crashes, and how long after the last of them. */
const REQUESTS = { min: 5, max: 30 }
const DELAY_MS_MAX = 60
/** Ingest and the publisher most of all, then what sends and what tells of clocks; what takes a message in may die after the queue took it. */
const OFTEN = [
  ...(['ingest', 'ingest', 'ingest', 'outbox', 'outbox', 'outbox'] as const),
  ...(['deliver', 'timers', 'timers', 'timers-arm', 'timers-sweep'] as const),
] as const
const WAYS_IN = /^(?:webhooks|topics)-/

export type Crashes = {
  /** To be told of every accepted request. */
  note: () => void
  /** How many instances were killed; waits for those that are about to be. */
  finish: () => Promise<number>
}

/** Kills function instances at random points of the work: which and when in its course comes from the seed. */
export function createCrashes(of: {
  titles: readonly string[]
  kill: (title: string) => boolean
  seed: number
}): Crashes {
  const random = createRandom(of.seed + 2)
  const victims = [...OFTEN, ...of.titles.filter((title) => WAYS_IN.test(title))] as const
  const crashes: Promise<boolean>[] = []
  let left = random.integer(REQUESTS.min, REQUESTS.max)
  return {
    note: () => {
      left -= 1
      if (left > 0) return
      left = random.integer(REQUESTS.min, REQUESTS.max)
      const victim = victims[random.integer(0, victims.length - 1)] ?? OFTEN[0]
      crashes.push(wait(random.integer(0, DELAY_MS_MAX)).then(() => of.kill(victim)))
    },
    finish: async () => (await Promise.all(crashes)).filter((killed) => killed).length,
  }
}
