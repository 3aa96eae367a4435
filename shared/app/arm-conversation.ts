import { isWithinReach } from '../domain/timer-reach.ts'
import type { Clock, InboxStore } from './ports.ts'
import type { TimerQueue } from './timer-ports.ts'

export type ArmConversationDeps = {
  store: Pick<InboxStore, 'conversation'>
  timers: TimerQueue
  clock: Clock
}

export type ArmOutcome =
  | { kind: 'armed'; at: string }
  /** The sweep arms it when its time comes near. */
  | { kind: 'far'; at: string }
  | { kind: 'nothing_due' }

/** Arms what is due next in a conversation, as it stands now, if the timer queue can wait for it. */
export async function armConversation(
  { store, timers, clock }: ArmConversationDeps,
  conversationId: string,
): Promise<ArmOutcome> {
  const at = (await store.conversation(conversationId, 'consistent'))?.dueAt ?? null
  if (at === null) return { kind: 'nothing_due' }
  const now = clock.now()
  if (!isWithinReach(at, now)) return { kind: 'far', at }
  await timers.arm([{ conversationId, at }], now)
  return { kind: 'armed', at }
}
