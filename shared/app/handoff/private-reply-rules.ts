import type { ChannelCapabilities } from '../../channels/contract.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { ReplySettings } from '../read-reply-facts.ts'

/** What a private answer to a public message may hold: what any private message may, without waiting for the customer's. */
export function toPrivateReplyRules(
  { findChannel }: Pick<ReplySettings, 'findChannel'>,
  { channel }: Pick<Conversation, 'channel'>,
): ChannelCapabilities | null {
  const rules = findChannel(channel)?.manifest.capabilities.private
  return rules === undefined ? null : { ...rules, replyWindow: null, humanAgentWindow: null }
}
