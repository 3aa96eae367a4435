import type { PlatformAnswer, PlatformCall } from '../channels/sender.ts'
import type { ChannelSecret } from '../channels/contract.ts'
import type { ChannelName } from '../domain/channel-name.ts'
import type { ConversationAction } from '../domain/conversation-action.ts'

/** The outbound FIFO queue: one message asks for a look at one conversation. What there is to send stands in the table. */
export type OutboundQueue = {
  /** Throws `queue_unavailable` unless all were taken. */
  request: (requests: readonly DeliveryRequest[]) => Promise<void>
}

/** `occasion` tells two requests for a conversation apart; the queue takes the same one once within five minutes. */
export type DeliveryRequest = {
  conversationId: string
  occasion: string
  /** Something else to do there than to send what stands in the table. */
  action?: ConversationAction
}

/** Makes a call to a platform exactly once: no retry, no redirect, no connection that an earlier call left behind. */
export type PlatformClient = {
  /** `hosts`: the platform's own base URLs by name. Never throws for what happens on the way. */
  call: (call: PlatformCall, hosts: Readonly<Record<string, string>>) => Promise<CallResult>
}

export type CallResult =
  | { kind: 'answered'; answer: PlatformAnswer }
  /** The request did not leave: nobody can have accepted it. */
  | { kind: 'not_sent'; title: string }
  /** It left, and no answer came. */
  | { kind: 'unclear'; title: string }

/** The secrets of all channels that are on. */
export type SecretShelf = {
  /** `refresh`: what is cached may be what was replaced. Throws `secret_unavailable`, `channel_secret_missing`. */
  read: (channel: ChannelName, options?: { refresh: boolean }) => Promise<ChannelSecret>
}
