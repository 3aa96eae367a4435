import { readGraphAnswer } from '../kit/graph-answer.ts'
import { toGraphCall } from '../kit/graph-call.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { toLookUpSinceMs } from '../kit/look-up-since.ts'
import type { ChannelSender, LookUpOutcome, OutgoingMessage, PlatformAnswer } from '../sender.ts'
import { idAt } from './ids.ts'
import { TOKEN_KEY } from './send-call.ts'
import { REFUSALS } from './send-refusals.ts'

const NEWEST = '25'

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
            query: { fields: 'id,message,created_time,from', order: 'reverse_chronological', limit: NEWEST },
          },
          credential,
          TOKEN_KEY,
        ),
  readAnswer,
}

function readAnswer(answer: PlatformAnswer, message: OutgoingMessage, attemptedAt: string): LookUpOutcome {
  const read = readGraphAnswer(answer, REFUSALS)
  const comments = read.kind === 'accepted' ? read.body['data'] : null
  if (!Array.isArray(comments)) return { kind: 'unclear' }
  const since = toLookUpSinceMs(attemptedAt)
  const found: unknown = comments.find((comment) => isOurs(comment, message, since))
  const providerId = idAt(found, 'id')
  return providerId === null ? { kind: 'not_found' } : { kind: 'sent', providerId }
}

/** A token that may not see authors gets comments without `from`. */
function isOurs(comment: unknown, { account, text }: OutgoingMessage, sinceMs: number): boolean {
  if (!isRecord(comment)) return false
  const author = idAt(comment['from'], 'id')
  const at = Date.parse(textAt(comment, 'created_time')?.replace(/\+0000$/, 'Z') ?? '')
  return textAt(comment, 'message') === text && (author === null || author === account) && at >= sinceMs
}
