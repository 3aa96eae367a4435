import type { Clocks, Wait } from './clocks.ts'
import type { Metric } from './metric.ts'

/** Who waits for whom: the part of a conversation's clocks that policies have no say in. */
export type Waiting = { waits: readonly Wait[]; firstResponse: Clocks['session']['firstResponse'] }

/**
 * The customer wrote. More of the same run waits no longer than its first; what comes after a reply of ours was written
 * begins a run of its own, because that reply answers what was there before it.
 */
export function addWait(
  { waits, firstResponse }: Waiting,
  wait: Wait,
  replyUnderWay: number | null,
): Waiting {
  const last = waits.at(-1)
  const isSameRun = last !== undefined && (replyUnderWay === null || replyUnderWay <= last.seq)
  return {
    waits: isSameRun ? waits : [...waits, wait],
    firstResponse: firstResponse === 'none' ? 'asked' : firstResponse,
  }
}

/** Somebody wrote an answer to what stands before it in the log. */
export function noteTry(waiting: Waiting, seq: number): Waiting {
  return {
    ...waiting,
    waits: waiting.waits.map((wait) => (wait.seq < seq ? { ...wait, tried: true } : wait)),
  }
}

/** A reply was accepted: it answers whatever was written before it. `answered`: the oldest of that; null: nobody waited. */
export function answerWaits(
  { waits, firstResponse }: Waiting,
  seq: number,
): { waiting: Waiting; answered: Wait | null } {
  const [answered = null] = waits.filter((wait) => wait.seq < seq)
  return {
    answered,
    waiting: {
      waits: waits.filter((wait) => wait.seq >= seq),
      firstResponse: answered === null ? firstResponse : 'answered',
    },
  }
}

/** Closed, nobody waits any more: unless somebody tried to answer, for then the closing did not mean that no answer was owed. */
export function dropUntried(waiting: Waiting): Waiting {
  return { ...waiting, waits: waiting.waits.filter(({ tried }) => tried) }
}

/** What the oldest wait is measured as. */
export function toResponseMetric({ firstResponse }: Pick<Waiting, 'firstResponse'>): Metric {
  return firstResponse === 'answered' ? 'next_response' : 'first_response'
}
