import type { Conversation } from './conversation.ts'
import type { MessageEntry } from './entry.ts'
import { earlierOf, laterOf } from './instants.ts'
import type { ReplyRules } from './reply-options.ts'
import { decideReplyWindow } from './reply-window.ts'

/** A reply that nobody could send for a day answers nobody's question any more. */
const PATIENCE_MS = 24 * 3_600_000

/** What a platform says about time. */
export type WindowRules = Pick<ReplyRules, 'replyWindow' | 'humanAgentWindow'>

/** Until when a message that is accepted now may wait. `until`: as long as the rules let it go out. */
export function toExpiry(until: string | null, now: Date): string {
  return earlierOf(until, toPatience(now.toISOString()))
}

/**
 * Until when a message may wait that was accepted before; null where it is none that we send. If the end of the reply
 * window was the reason, it moves with the window: the customer may have written again.
 */
export function decideDeadline(
  { at, outgoing }: Pick<MessageEntry, 'at' | 'outgoing'>,
  { lastInboundAt }: Pick<Conversation, 'lastInboundAt'>,
  rules: WindowRules | null,
): string | null {
  if (outgoing === null) return null
  const { rule, expiresAt } = outgoing
  const patience = toPatience(at)
  if (rules === null || expiresAt >= patience) return expiresAt
  const duration = rule === 'standard' ? rules.replyWindow : rules.humanAgentWindow
  const window = decideReplyWindow({ duration, lastInboundAt, now: new Date(at) })
  return earlierOf(laterOf(window?.closesAt ?? null, expiresAt), patience)
}

function toPatience(at: string): string {
  return new Date(Date.parse(at) + PATIENCE_MS).toISOString()
}
