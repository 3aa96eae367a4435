import { decideSend } from '../../domain/decide-send.ts'
import { findWords } from '../../domain/handoff/handoff-settings.ts'
import { queueMessage } from '../../domain/queue-message.ts'
import { decideReplyOptions } from '../../domain/reply-options.ts'
import { readReplyFacts } from '../read-reply-facts.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import type { ThreadDeps } from './thread-deps.ts'

const AUTOMATION = { kind: 'automation', id: 'secure-thread', name: null } as const

export type CodeOrder = {
  handoffId: string
  /** The private conversation in which the customer got the link. */
  conversationId: string | null
  language: string
  causationId: string
}

/**
 * Has a fresh code sent to the one who was asked, in the private conversation in which they got the link. The code is made
 * when it is sent. false: the platform takes nothing there now.
 */
export async function queueThreadCode(
  { clock, replies, words }: ThreadDeps,
  unit: UnitOfWork,
  { handoffId, conversationId, language, causationId }: CodeOrder,
): Promise<boolean> {
  const conversation = conversationId === null ? null : await unit.conversation(conversationId, false)
  if (conversation?.visibility !== 'private') return false
  const now = clock.now()
  const { facts, rules } = await readReplyFacts(unit, conversation, replies, now)
  const text = findWords(words, language).threadCode
  const wording = { text, quickReplies: [], template: null }
  const options = decideReplyOptions({ ...facts, hold: null })
  const { redaction } = replies
  const decision = decideSend(options, wording, { author: 'automation', visibility: 'private', redaction })
  if (decision.kind === 'refused') return false
  const queued = queueMessage(conversation, {
    ...wording,
    actor: AUTOMATION,
    causationId,
    now,
    rule: decision.rule,
    until: decision.until,
    replyTo: null,
    segments: rules?.segments ?? false,
    handoff: { id: handoffId, part: 'way' },
  })
  unit.putEntry(queued.entry)
  unit.putConversation(queued.conversation)
  return true
}
