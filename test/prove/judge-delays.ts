import type { PublishedEvent } from './event-readers.ts'
import type { Findings } from './finding.ts'

export const DELAYS = 'accounts late otherwise than once'

/**
 * What was made up says times of hours ago. An account that hears such things for ten minutes says that its platform is
 * late, so a long proof has these events and a short one has none.
 */
export function isOfDelay({ type, data }: Pick<PublishedEvent, 'type' | 'data'>): boolean {
  return type === 'account.degraded' && data['code'] === 'webhooks_delayed'
}

/** Nothing of the proof comes in time, so nothing is late a second time; and what the feed knows, the bus does. */
export function judgeDelays(
  read: { feed: readonly PublishedEvent[]; bus: readonly PublishedEvent[] },
  findings: Findings,
): void {
  const [feed, bus] = [read.feed, read.bus].map(
    (events) => new Map(events.filter(isOfDelay).map((event) => [event.id, event])),
  )
  const late = [...new Map([...(feed ?? []), ...(bus ?? [])]).values()]
  for (const { id } of late) {
    if (feed?.has(id) !== true || bus?.has(id) !== true) findings.add(DELAYS, `${id} is in one place alone`)
  }
  for (const [account, events] of Map.groupBy(late, (event) => JSON.stringify(event.account))) {
    if (events.length > 1) findings.add(DELAYS, `${account}: ${events.length} times`)
  }
}
