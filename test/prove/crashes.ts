import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '../support/random.ts'

/** Accepted requests between two crashes, and how long after the last of them. */
const REQUESTS = { min: 5, max: 30 }
const DELAY_MS_MAX = 60
/** Ingest and the publisher most of all; a webhook function, too, may die after the queue took its message. */
const VICTIMS = ['ingest', 'ingest', 'outbox', 'outbox', 'webhooks-whatsapp', 'webhooks-sms'] as const

export type Crashes = {
  /** To be told of every accepted request. */
  note: () => void
  /** How many instances were killed; waits for those that are about to be. */
  finish: () => Promise<number>
}

/** Kills function instances at random points of the work: which and when in its course comes from the seed. */
export function createCrashes(kill: (title: string) => boolean, seed: number): Crashes {
  const random = createRandom(seed + 2)
  const crashes: Promise<boolean>[] = []
  let left = random.integer(REQUESTS.min, REQUESTS.max)
  return {
    note: () => {
      left -= 1
      if (left > 0) return
      left = random.integer(REQUESTS.min, REQUESTS.max)
      const victim = random.pick(VICTIMS)
      crashes.push(wait(random.integer(0, DELAY_MS_MAX)).then(() => kill(victim)))
    },
    finish: async () => (await Promise.all(crashes)).filter((killed) => killed).length,
  }
}
