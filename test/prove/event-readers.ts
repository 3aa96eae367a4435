import * as z from 'zod'
import { EventDetail } from '../../shared/domain/events.ts'
import type { InboxClient } from './inbox-client.ts'

/** `{ type, …detail }`, as the feed has it. */
const FeedItem = EventDetail.extend({ type: z.string() })
export type PublishedEvent = z.infer<typeof FeedItem>

const BusEvents = z.object({
  data: z.array(z.object({ 'detail-type': z.string(), source: z.literal('inlet'), detail: EventDetail })),
})

/** A consumer that goes on where it was: `read` takes what is new and tells whether there was anything. */
export type EventReader = { events: PublishedEvent[]; read: () => Promise<boolean> }

/** The change feed by its cursor. */
export function createFeedReader(client: InboxClient): EventReader {
  const events: PublishedEvent[] = []
  let after: string | null = null
  return {
    events,
    read: async () => {
      const start = events.length
      for (let hasMore = true; hasMore;) {
        const page = await client.page(FeedItem, '/v1/events', after === null ? {} : { after })
        events.push(...page.data)
        after = page.next ?? after
        hasMore = page.hasMore
      }
      return events.length > start
    },
  }
}

/** What crossed the bus. */
export function createBusReader(inboxUrl: () => string): EventReader {
  const events: PublishedEvent[] = []
  return {
    events,
    read: async () => {
      const response = await fetch(`${inboxUrl()}/local/events?after=${events.length}`)
      const { data } = BusEvents.parse(await response.json())
      events.push(...data.map(({ detail, 'detail-type': type }) => ({ type, ...detail })))
      return data.length > 0
    },
  }
}
