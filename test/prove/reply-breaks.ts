import { at, type Break, replace, swap } from './break-lists.ts'
import type { ReadBack } from './judge.ts'
import type { MessageView } from './judge-log.ts'

export const REPLY_BREAKS: readonly Break[] = [
  {
    finding: 'replies sent twice',
    name: 'a platform took one two times',
    break: ({ replies }) => void (replies.calls as unknown[]).push(at(replies.calls, 0)),
  },
  {
    finding: 'replies sent twice',
    name: 'it was sent again after an answer that never came',
    break: ({ replies }) => {
      const call = at(replies.calls, 0)
      ;(replies.calls as unknown[]).push({ ...call, response: null })
    },
  },
  {
    finding: 'replies unaccounted',
    name: 'one waits for ever',
    break: (read) => void (someReply(read).status = 'queued'),
  },
  {
    finding: 'replies unaccounted',
    name: 'one that was accepted is not there',
    break: ({ replies }) => replace(replies.accepted, 0, { ...at(replies.accepted, 0), entryId: 'msg_none' }),
  },
  {
    finding: 'replies said to be sent that nobody was asked to send',
    name: 'no platform was called',
    break: ({ replies }) => void (replies.calls as unknown[]).shift(),
  },
  {
    finding: 'replies said to have failed that were sent',
    name: 'a platform took what is said to have failed',
    break: (read) => {
      const error = { code: 'platform_rejected', providerCode: null, title: 'It refused' }
      Object.assign(someReply(read), { status: 'failed', providerId: null, error })
    },
  },
  {
    finding: 'replies without a reason',
    name: 'one failed and nobody says why',
    break: (read) => void Object.assign(someReply(read), { status: 'failed', error: null }),
  },
  {
    finding: 'replies written twice',
    name: 'one key made two entries',
    break: ({ replies }) => void (replies.twins as string[]).push('msg_1 msg_2'),
  },
  {
    finding: 'replies out of order',
    name: 'two of one conversation changed places',
    break: (read) => swap(read.replies.calls, ...someCalls(read)),
  },
  ...(['feed', 'live', 'bus'] as const).map((where) => ({
    finding: 'replies whose events differ',
    name: `nothing in ${where} says that one was sent`,
    break: (read: ReadBack) => {
      const { id } = someReply(read)
      const index = read.events[where].findIndex(
        ({ type, data }) => type === 'message.sent' && data['entryId'] === id,
      )
      ;(read.events[where] as unknown[]).splice(index, 1)
    },
  })),
  {
    finding: 'replies whose events differ',
    name: 'the log says something else than the last event',
    break: (read) => void (someReply(read).status = 'read'),
  },
]

/** The entry of some reply. */
function someReply(read: ReadBack): MessageView {
  const { entryId } = at(read.replies.accepted, 0)
  const entries = read.log.conversations.flatMap(({ entries: log }) => log)
  const found = entries.find(({ id }) => id === entryId)
  if (found?.kind !== 'message') throw new Error('the plan has no reply')
  return found
}

/** Calls of two replies of one conversation. */
function someCalls(read: ReadBack): [number, number] {
  const { accepted } = read.replies
  const first = accepted.findIndex(
    ({ conversationId }, index) => accepted[index + 1]?.conversationId === conversationId,
  )
  return [first, first + 1]
}
