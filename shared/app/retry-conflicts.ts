import { AppError } from '../domain/errors.ts'
import type { Clock, Pacer, ReadMode } from './ports.ts'

/** Longer than any burst of concurrent writers of one conversation, shorter than a queue's patience. */
const PATIENCE_MS = 5_000
const FIRST_PAUSE_MS = 20
const PAUSE_MS_MAX = 800

/** Does a unit of work until it is saved: first with cheap reads, then with consistent ones and growing, jittered pauses. */
export async function retryConflicts<T>(
  { clock, pacer }: { clock: Clock; pacer: Pacer },
  attempt: (mode: ReadMode) => Promise<{ saved: 'saved' | 'conflict'; result: T }>,
): Promise<T> {
  const deadline = clock.now().getTime() + PATIENCE_MS
  for (let tries = 0; ; tries++) {
    const { saved, result } = await attempt(tries === 0 ? 'eventual' : 'consistent')
    if (saved === 'saved') return result
    if (clock.now().getTime() >= deadline) {
      throw new AppError('conflict', `another writer was faster ${tries + 1} times within ${PATIENCE_MS} ms`)
    }
    if (tries > 0) await pacer.sleep(pacer.random() * Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 2 ** tries))
  }
}
