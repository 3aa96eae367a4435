import { TIMELINE_KEY } from '../app/timeline-order.ts'
import type { TimelinePosition } from '../app/read-timeline.ts'
import type { Positions } from './cursor.ts'

const KEPT = /^([a-z2-7]{8}|[a-z2-7]{26})\.([0-9a-z]{1,6})$/

/** `kept` is packed, because a person may have hundreds of conversations: `tag.number`, in base 36, one after the other. */
export function toTimelineCursor({ last, kept }: TimelinePosition): Positions {
  return { last, kept: [...kept].map(([tag, number]) => `${tag}.${number.toString(36)}`).join('_') }
}

/** null: this was never a cursor of a timeline. */
export function parseTimelineCursor({ last = '', kept = '' }: Positions): TimelinePosition | null {
  if (!TIMELINE_KEY.test(last)) return null
  const positions = new Map<string, number>()
  for (const text of kept === '' ? [] : kept.split('_')) {
    const [, tag, number] = KEPT.exec(text) ?? []
    if (tag === undefined || number === undefined) return null
    positions.set(tag, Number.parseInt(number, 36))
  }
  return { last, kept: positions }
}
