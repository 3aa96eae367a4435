import { readGraphAnswer } from '../kit/graph-answer.ts'
import { toGraphCall } from '../kit/graph-call.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { endsTooEarly, isSameText, toLookUpSinceMs } from '../kit/look-up-list.ts'
import type { ChannelSender, LookUpOutcome, OutgoingMessage, PlatformAnswer } from '../sender.ts'
import { idAt } from './ids.ts'
import { TOKEN_KEY } from './send-call.ts'
import { REFUSALS } from './send-refusals.ts'

const NEWEST = 25

/**
 * A comment carries nothing of ours back, so the newest ones under the same object are read. A message does, in its echo,
 * and is not asked for.
 */
export const lookUpComment: NonNullable<ChannelSender['lookUp']> = {
  toCall: (message, _, credential) =>
    message.visibility === 'private'
      ? null
      : toGraphCall(
          {
            method: 'GET',
            segments: [message.replyTo ?? message.root ?? message.account, 'comments'],
            query: {
              fields: 'id,message,created_time,from',
              order: 'reverse_chronological',
              limit: String(NEWEST),
            },
          },
          credential,
          TOKEN_KEY,
        ),
  readAnswer,
}

function readAnswer(answer: PlatformAnswer, message: OutgoingMessage, attemptedAt: string): LookUpOutcome {
  const read = readGraphAnswer(answer, REFUSALS)
  if (read.kind !== 'accepted') return { kind: 'unclear' }
  const { data: comments, paging } = read.body
  if (!Array.isArray(comments)) return { kind: 'unclear' }
  const since = toLookUpSinceMs(attemptedAt)
  // The oldest: the same words may have gone out once more since.
  const found: unknown = comments.findLast((comment) => isOurs(comment, message, since))
  const providerId = idAt(found, 'id')
  if (providerId !== null) return { kind: 'sent', providerId }
  const hasMore = comments.length >= NEWEST || textAt(paging, 'next') !== null
  return { kind: endsTooEarly({ timesMs: comments.map(timeOf), hasMore }, since) ? 'unclear' : 'not_found' }
}

/** A token that may not see authors gets comments without `from`. */
function isOurs(comment: unknown, { account, text }: OutgoingMessage, sinceMs: number): boolean {
  if (!isRecord(comment)) return false
  const author = idAt(comment['from'], 'id')
  const isByUs = author === null || author === account
  return isByUs && isSameText(textAt(comment, 'message'), text) && timeOf(comment) >= sinceMs
}

function timeOf(comment: unknown): number {
  return Date.parse(textAt(comment, 'created_time')?.replace(/\+0000$/, 'Z') ?? '')
}
