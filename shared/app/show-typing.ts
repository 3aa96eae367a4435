import { type Refusal, refuse } from './refusal.ts'
import type { ActionDeps } from './set-reaction.ts'
import type { WriteRequest } from './write-request.ts'

/** Shows the customer that somebody is writing, where the platform can, for as long as it does. */
export async function showTyping(
  { store, replies, clock, outbound }: ActionDeps,
  conversationId: string,
  { requestId }: WriteRequest,
): Promise<{ kind: 'done' } | Refusal> {
  const conversation = await store.conversation(conversationId, 'consistent')
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  const { channel, visibility, provider } = conversation
  const { manifest, senders } = replies.findChannel(channel) ?? {}
  if (manifest?.capabilities[visibility]?.typing !== true || senders?.[provider] === undefined) {
    return refuse('channel_unsupported', 'This channel cannot show that somebody is writing.')
  }
  const action = { kind: 'typing', seq: conversation.seq, at: clock.now().toISOString() } as const
  await outbound.request([{ conversationId, occasion: `typing ${requestId}`, action }])
  return { kind: 'done' }
}
