import type { Channel } from '../channels/contract.ts'
import { listNeededEntries } from '../domain/check-sending.ts'
import type { Conversation } from '../domain/conversation.ts'
import { decideDue, type DueOutcome } from '../domain/decide-due.ts'
import type { Entry } from '../domain/entry.ts'
import { isWithinReach } from '../domain/timer-reach.ts'
import type { OutboundQueue } from './delivery-ports.ts'
import type { Clock, Pacer } from './ports.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { Timer, TimerQueue } from './timer-ports.ts'
import { createUnitOfWork, type UnitDeps, type UnitOfWork } from './unit-of-work.ts'

export type FireDeps = UnitDeps & {
  outbound: OutboundQueue
  timers: TimerQueue
  findChannel: (name: string) => Channel | undefined
  clock: Clock
  pacer: Pacer
}

export type TimerOutcome =
  | { kind: 'fired'; outcomes: DueOutcome[]; lateMs: number }
  /** It came before its instant and was sent again. */
  | { kind: 'early' }
  /** Done before, or no longer wanted. */
  | { kind: 'nothing_due' }

/** Does what is due for a conversation now, whatever the timer was armed for. */
export function fireTimer(deps: FireDeps, timer: Timer): Promise<TimerOutcome> {
  return retryConflicts<TimerOutcome>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(timer.conversationId, false)
    const now = deps.clock.now()
    const dueAt = conversation?.dueAt ?? null
    if (conversation === null || dueAt === null) return { saved: 'saved', result: { kind: 'nothing_due' } }
    if (dueAt > now.toISOString()) return { saved: 'saved', result: await armAgain(deps, timer, dueAt, now) }
    return fire(deps, unit, conversation, dueAt, now)
  })
}

/** Clocks differ. An instant that has moved has a timer of its own. */
async function armAgain({ timers }: FireDeps, timer: Timer, dueAt: string, now: Date): Promise<TimerOutcome> {
  if (timer.at !== dueAt || !isWithinReach(dueAt, now)) return { kind: 'nothing_due' }
  await timers.arm([timer], now)
  return { kind: 'early' }
}

async function fire(
  { outbound, findChannel }: FireDeps,
  unit: UnitOfWork,
  before: Conversation,
  dueAt: string,
  now: Date,
): Promise<{ saved: 'saved' | 'conflict'; result: TimerOutcome }> {
  const at = now.toISOString()
  const channel = findChannel(before.channel)
  const decision = decideDue(before, {
    entries: await readEntries(unit, before, at),
    canLookUp: canLookUp(channel, before),
    rules: channel?.manifest.capabilities[before.visibility] ?? null,
    now: at,
  })
  if (decision === null) return { saved: 'saved', result: { kind: 'nothing_due' } }
  unit.tellDue(at)
  if (decision.requestsDelivery) {
    // First: killed in between, the timer comes again and asks in the same words, which the queue takes once.
    await outbound.request([{ conversationId: before.id, occasion: `due ${dueAt}` }])
  }
  for (const entry of decision.entries) unit.putEntry(entry)
  unit.putConversation(decision.conversation)
  const lateMs = now.getTime() - Date.parse(dueAt)
  return { saved: await unit.commit(), result: { kind: 'fired', outcomes: decision.outcomes, lateMs } }
}

async function readEntries(
  unit: UnitOfWork,
  conversation: Conversation,
  now: string,
): Promise<Map<number, Entry>> {
  const seqs = listNeededEntries(conversation, now)
  const entries = await Promise.all(seqs.map((seq) => unit.entry(conversation.id, seq)))
  return new Map(entries.flatMap((entry) => (entry === null ? [] : [[entry.seq, entry] as const])))
}

function canLookUp(channel: Channel | undefined, { provider }: Conversation): boolean {
  return channel?.senders[provider]?.lookUp != null
}
