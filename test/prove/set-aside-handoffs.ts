import type { ReadEvents } from './judge-events.ts'
import type { ReadConversation, ReadLog } from './judge-log.ts'
import { HANDOFF_MARK } from './play-handoffs.ts'

export type Divided = {
  rest: { log: ReadLog; events: ReadEvents }
  handoffs: { conversations: ReadConversation[]; events: ReadEvents }
}

/** Conversations of customers who were asked into private are judged by themselves: no plan says what stands in them. */
export function setAsideHandoffs(log: ReadLog, events: ReadEvents): Divided {
  const isHandedOver = ({ entries }: ReadConversation): boolean =>
    entries.some((entry) => entry.kind === 'message' && entry.text?.startsWith(HANDOFF_MARK) === true)
  const conversations = log.conversations.filter(isHandedOver)
  const ids = new Set(conversations.map(({ conversation }) => conversation.id))
  const contacts = new Set(conversations.map(({ conversation }) => conversation.contactId))
  const isTheirs = (event: ReadEvents['feed'][number]): boolean =>
    event.conversationId === null ? contacts.has(event.contactId ?? '') : ids.has(event.conversationId)
  const divide = (theirs: boolean): ReadEvents => ({
    feed: events.feed.filter((event) => isTheirs(event) === theirs),
    live: events.live.filter((event) => isTheirs(event) === theirs),
    bus: events.bus.filter((event) => isTheirs(event) === theirs),
  })
  return {
    rest: {
      log: { ...log, conversations: log.conversations.filter((read) => !isHandedOver(read)) },
      events: divide(false),
    },
    handoffs: { conversations, events: divide(true) },
  }
}
