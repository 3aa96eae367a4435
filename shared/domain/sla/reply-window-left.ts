import type { Conversation } from '../conversation.ts'
import { addMs } from '../due.ts'
import { toDurationMs } from '../duration.ts'
import type { EventPart } from '../event-part.ts'
import type { Clocks } from './clocks.ts'

/** What is told of a reply window that nobody used: in percent of it that is left. */
const TOLD_AT_PERCENT = [25, 10]

type Window = Pick<Clocks, 'windowCheckAt' | 'windowTold'>

/** When the platform's ordinary reply window closes, by its own time; null where there is none. */
export function toWindowClosesAt(
  { lastInboundAt }: Pick<Conversation, 'lastInboundAt'>,
  replyWindow: string | null,
): string | null {
  return replyWindow === null || lastInboundAt === null
    ? null
    : addMs(lastInboundAt, toDurationMs(replyWindow))
}

/**
 * Plans the first look. One that is planned stays where it is although the customer writes again: moving it would cost
 * two writes of the index with every message, and a look that comes too early plans the next.
 */
export function planWindowCheck(clocks: Clocks, closesAt: string | null, replyWindow: string | null): Clocks {
  if (closesAt === null || replyWindow === null || clocks.windowCheckAt !== null) return clocks
  return { ...clocks, windowCheckAt: toThreshold(closesAt, replyWindow, TOLD_AT_PERCENT[0] ?? 0) }
}

/** Looks at the window: says how much is left while a customer waits for an answer, and plans the next look. */
export function checkWindow(
  clocks: Clocks,
  { closesAt, replyWindow, now }: { closesAt: string | null; replyWindow: string | null; now: string },
): { window: Window; part: EventPart | null } {
  const { windowTold } = clocks
  if (closesAt === null || replyWindow === null || closesAt <= now) {
    return { window: { windowCheckAt: null, windowTold: null }, part: null }
  }
  const told = windowTold?.closesAt === closesAt ? windowTold.percentLeft : 100
  const ahead = TOLD_AT_PERCENT.filter((percent) => percent < told)
  const past = ahead.filter((percent) => toThreshold(closesAt, replyWindow, percent) <= now)
  const [next] = ahead.filter((percent) => !past.includes(percent))
  const percentLeft = past.at(-1)
  const isTold = percentLeft !== undefined && clocks.waits.length > 0
  return {
    window: {
      windowCheckAt: next === undefined ? null : toThreshold(closesAt, replyWindow, next),
      windowTold: isTold ? { closesAt, percentLeft } : windowTold,
    },
    part: isTold ? { type: 'window.closing', data: { closesAt, percentLeft } } : null,
  }
}

function toThreshold(closesAt: string, replyWindow: string, percentLeft: number): string {
  return addMs(closesAt, -Math.round((toDurationMs(replyWindow) * percentLeft) / 100))
}
