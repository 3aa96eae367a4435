import { toEntryId } from '../../shared/domain/ids.ts'
import type { PublishedEvent } from './event-readers.ts'
import type { ReadBack } from './judge.ts'
import type { MessageView } from './judge-log.ts'
import type { ExpectedEntry, Lane } from './lane.ts'
import { AT, conversationIdOf, toEntry, toEvent } from './perfect-read-back.ts'

/** Replies that were all accepted, sent once and delivered: they stand behind what their lane's customer wrote. */
export function toReplyReadBack(
  lanes: readonly Lane[],
  wordsOf: (lane: Lane) => readonly string[],
): ReadBack['replies'] {
  return {
    accepted: lanes.flatMap((lane) =>
      wordsOf(lane).map((words, index) => ({
        entryId: replyIdOf(lane, index),
        conversationId: conversationIdOf(lane),
        words,
      })),
    ),
    twins: [],
    calls: lanes.flatMap((lane) => wordsOf(lane).map((words) => toCall(lane, words))),
  }
}

function toCall({ channel }: Lane, text: string): ReadBack['replies']['calls'][number] {
  const request = { method: 'POST', path: '/', headers: {}, body: { text } }
  return { channel, provider: 'any', at: AT, request, response: { status: 200, body: {} } }
}

export function toReply(lane: Lane, text: string, index: number): MessageView {
  const providerId = `sent ${replyIdOf(lane, index)}`
  const entry: ExpectedEntry = {
    providerId,
    direction: 'outbound',
    content: 'text',
    text,
    textNow: text,
    isRemoved: false,
    isHidden: false,
    reaction: null,
    status: 'delivered',
    filesToKeep: 0,
    caused: [],
    changes: ['message.sent', 'message.delivered'],
  }
  return toEntry(lane, entry, lane.entries.length + index + 1)
}

export function toReplyEvents(lane: Lane, replies: readonly string[]): PublishedEvent[] {
  return replies.flatMap((text, index) =>
    ['message.queued', 'message.sent', 'message.delivered'].map((type, change) =>
      toEvent(lane, type, lane.entries.length + index + 1, change + 1, 1, {
        entryId: replyIdOf(lane, index),
        text,
      }),
    ),
  )
}

function replyIdOf(lane: Lane, index: number): string {
  return toEntryId(conversationIdOf(lane), lane.entries.length + index + 1)
}
