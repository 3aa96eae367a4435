import type { Channel } from '../channels/contract.ts'
import { listNeededEntries } from '../domain/check-sending.ts'
import type { Conversation } from '../domain/conversation.ts'
import { decideDue, type DueOutcome } from '../domain/decide-due.ts'
import type { Entry } from '../domain/entry.ts'
import { earliestOf, listDue } from '../domain/due.ts'
import { toTimerId } from '../domain/ids.ts'
import { isWithinReach } from '../domain/timer-reach.ts'
import type { OutboundQueue } from './delivery-ports.ts'
import { stepHandoff } from './handoff/step-handoff.ts'
import type { MediaRequests } from './media/media-ports.ts'
import type { Clock, Pacer } from './ports.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { Timer, TimerQueue } from './timer-ports.ts'
import { createUnitOfWork, type UnitDeps, type UnitOfWork } from './unit-of-work.ts'

export type FireDeps = UnitDeps & {
  outbound: OutboundQueue
  timers: TimerQueue
  media: MediaRequests
  findChannel: (name: string) => Channel | undefined
  clock: Clock
  pacer: Pacer
}

export type TimerOutcome =
  | { kind: 'fired'; outcomes: DueOutcome[]; lateMs: number }
  /** It came before its instant and was sent again. */
  | { kind: 'early' }
  /** Nothing was due yet; its clocks run by the new rules now. */
  | { kind: 'rules_followed' }
  /** Done before, or no longer wanted. */
  | { kind: 'nothing_due' }

/** Does what is due for a conversation now, whatever the timer was armed for. */
export function fireTimer(deps: FireDeps, timer: Timer): Promise<TimerOutcome> {
  return retryConflicts<TimerOutcome>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(timer.conversationId, false)
    const now = deps.clock.now()
    const dueAt = conversation?.dueAt ?? null
    if (conversation === null) return { saved: 'saved', result: NOTHING_DUE }
    if (dueAt !== null && dueAt <= now.toISOString()) return fire(deps, unit, conversation, dueAt, now)
    if (await isOutdated(deps, conversation)) return followRules(deps, unit, conversation, now)
    const result = dueAt === null ? NOTHING_DUE : await armAgain(deps, timer, dueAt, now)
    return { saved: 'saved', result }
  })
}

const NOTHING_DUE: TimerOutcome = { kind: 'nothing_due' }

/** The rules have changed since they last decided about its clocks. */
async function isOutdated({ store }: FireDeps, { sla }: Conversation): Promise<boolean> {
  if (sla === null) return false
  return (await store.rules.current('eventual'))?.version !== sla.rules
}

async function followRules(
  deps: FireDeps,
  unit: UnitOfWork,
  conversation: Conversation,
  now: Date,
): Promise<{ saved: 'saved' | 'conflict'; result: TimerOutcome }> {
  unit.tellDue(now.toISOString())
  unit.putConversation(conversation)
  return { saved: await commitAndArm(deps, unit, conversation.id, now), result: { kind: 'rules_followed' } }
}

/** What a clock has next is armed here: a warning is no event that arms anything. */
async function commitAndArm(
  { timers }: FireDeps,
  unit: UnitOfWork,
  conversationId: string,
  now: Date,
): Promise<'saved' | 'conflict'> {
  const saved = await unit.commit()
  const after = await unit.conversation(conversationId, false)
  if (saved === 'conflict' || after === null) return saved
  const clocks = listDue(after).filter(({ kind }) => kind === 'clock')
  const at = earliestOf(clocks.map((clock) => clock.at))
  if (at !== null && isWithinReach(at, now)) await timers.arm([{ conversationId, at }], now)
  return saved
}

/** Clocks differ. An instant that has moved has a timer of its own. */
async function armAgain({ timers }: FireDeps, timer: Timer, dueAt: string, now: Date): Promise<TimerOutcome> {
  if (timer.at !== dueAt || !isWithinReach(dueAt, now)) return NOTHING_DUE
  await timers.arm([timer], now)
  return { kind: 'early' }
}

async function fire(
  deps: FireDeps,
  unit: UnitOfWork,
  before: Conversation,
  dueAt: string,
  now: Date,
): Promise<{ saved: 'saved' | 'conflict'; result: TimerOutcome }> {
  const { outbound, media, findChannel } = deps
  const at = now.toISOString()
  const channel = findChannel(before.channel)
  const decision = decideDue(before, {
    entries: await readEntries(unit, before, at),
    canLookUp: canLookUp(channel, before),
    rules: channel?.manifest.capabilities[before.visibility] ?? null,
    now: at,
  })
  if (decision === null) return { saved: 'saved', result: NOTHING_DUE }
  unit.tellDue(at)
  if (decision.requestsDelivery) {
    // First: killed in between, the timer comes again and asks in the same words, which the queue takes once.
    await outbound.request([{ conversationId: before.id, occasion: `due ${dueAt}` }])
  }
  // As above; a file that is asked for twice is kept once.
  const messages = decision.fetches.map((seq) => ({ conversationId: before.id, seq }))
  if (messages.length > 0) await media.request(messages)
  for (const entry of decision.entries) unit.putEntry(entry)
  unit.putConversation(decision.conversation)
  if (decision.outcomes.includes('handoff_expired')) await expireHandoff(unit, decision.conversation, at)
  const lateMs = now.getTime() - Date.parse(dueAt)
  const saved = await commitAndArm(deps, unit, before.id, now)
  return { saved, result: { kind: 'fired', outcomes: decision.outcomes, lateMs } }
}

async function expireHandoff(
  unit: UnitOfWork,
  { id, handoff: open }: Conversation,
  at: string,
): Promise<void> {
  if (open === null) return
  const handoff = await unit.handoff(open.id)
  if (handoff !== null) {
    const origin = {
      at,
      causationId: toTimerId(id, open.expiresAt),
      actor: { kind: 'system', id: null, name: null },
    } as const
    await stepHandoff(unit, handoff, { kind: 'expired' }, origin)
  }
  // Ended otherwise, or forgotten: nothing is open any more.
  const now = await unit.conversation(id, false)
  if (now?.handoff?.id === open.id) unit.putConversation({ ...now, handoff: null })
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
