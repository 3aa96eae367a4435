import type { Conversation } from '../../domain/conversation.ts'
import type { InboxReader, InboxStore } from '../ports.ts'
import { isSecure } from './put-thread-message.ts'

type Reads = { reader: InboxReader; store: InboxStore }

/** The inbox for whoever may not see secure threads: there are none, in lists neither, whatever is asked for. */
export function hideThreads({ reader, store }: Reads): Reads {
  return {
    reader: {
      ...reader,
      conversation: async (id) => toVisible(await reader.conversation(id)),
      conversations: async (ids) => (await reader.conversations(ids)).filter(isVisible),
      queuePage: async (partition, after, limit) => {
        const { rows, next } = await reader.queuePage(partition, after, limit)
        return { rows: rows.filter(({ conversation }) => isVisible(conversation)), next }
      },
    },
    store: {
      ...store,
      conversation: async (id, mode) => toVisible(await store.conversation(id, mode)),
    },
  }
}

function toVisible(conversation: Conversation | null): Conversation | null {
  return conversation !== null && isVisible(conversation) ? conversation : null
}

function isVisible(conversation: Conversation): boolean {
  return !isSecure(conversation)
}
