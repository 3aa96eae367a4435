import { readGraphAnswer } from '../kit/graph-answer.ts'
import type { OutgoingMessage, PlatformAnswer, SendOutcome } from '../sender.ts'
import { idAt } from './ids.ts'
import { REFUSALS } from './send-refusals.ts'
import { toMessengerParty } from './sides.ts'

/** Meta's own case of it: everything was sent, only the answer was lost. */
const ANSWER_LOST = '1/1357046'

export function readSendAnswer(answer: PlatformAnswer, message: OutgoingMessage): SendOutcome {
  const read = readGraphAnswer(answer, REFUSALS)
  if (read.kind === 'settled') return toSettled(read.outcome)
  const isComment = message.visibility === 'public' && message.privateReplyTo === null
  const providerId = idAt(read.body, isComment ? 'id' : 'message_id')
  if (providerId === null) return { kind: 'unclear', title: 'Facebook accepted it without naming its id' }
  return { kind: 'sent', providerId, learned: toLearned(idAt(read.body, 'recipient_id'), message) }
}

function toSettled(outcome: SendOutcome): SendOutcome {
  return outcome.kind === 'retry' && outcome.providerCode === ANSWER_LOST
    ? { kind: 'unclear', title: outcome.title }
    : outcome
}

/** Whom it went to, where the Page knew them by another id. */
function toLearned(psid: string | null, message: OutgoingMessage) {
  const { account, visibility, recipient, privateReplyTo } = message
  const isPrivate = visibility === 'private' || privateReplyTo !== null
  const isNews = psid !== null && isPrivate && psid !== recipient.externalId
  return isNews ? toMessengerParty(account, psid).identities : []
}
