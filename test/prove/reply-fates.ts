import * as z from 'zod'
import type { SentCall } from '../platforms/server/sent-log.ts'
import type { PublishedEvent } from './event-readers.ts'
import type { AcceptedReply } from './post-replies.ts'

const FATES = /^message\.(?:sent|failed|unknown)$/

const SentCalls = z.object({ data: z.array(z.custom<SentCall>()) })

/** Whether nothing was said yet of what became of a reply. */
export function isAnyQueued(accepted: readonly AcceptedReply[], events: readonly PublishedEvent[]): boolean {
  const told = new Set(
    events.filter(({ type }) => FATES.test(type)).map(({ data }) => String(data['entryId'])),
  )
  return accepted.some(({ entryId }) => !told.has(entryId))
}

export async function readCalls(inboxUrl: string): Promise<SentCall[]> {
  const response = await fetch(`${inboxUrl}/local/sent`)
  return SentCalls.parse(await response.json()).data
}
