import type { Channel } from '../channels/contract.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import { type ClockFact, type EntryMove, toClockFacts } from '../domain/sla/clock-facts.ts'
import type { ClockChannel, ClockOutcome } from '../domain/sla/clock-input.ts'
import { laterOf } from '../domain/instants.ts'
import { decideClocks, looksBack } from '../domain/sla/decide-clocks.ts'
import type { InboxStore, ReadMode } from './ports.ts'

/** A session may go on for years; what turns out otherwise was said a moment ago. */
const LOOK_BACK_ENTRIES_MAX = 1_000

/** What a conversation's clocks need to know of its channel. */
export type ClockChannels = (of: Pick<Conversation, 'channel' | 'visibility' | 'provider'>) => ClockChannel

export function createClockChannels(findChannel: (name: string) => Channel | undefined): ClockChannels {
  return ({ channel, visibility, provider }) => {
    const found = findChannel(channel)
    const capabilities = found?.manifest.capabilities[visibility]
    return {
      replyWindow: capabilities?.replyWindow ?? null,
      segments: capabilities?.segments ?? false,
      canSend: found?.senders[provider] !== undefined,
    }
  }
}

export type ClockReads = { store: InboxStore; mode: ReadMode; clockChannels: ClockChannels }

/** A conversation and its entries before and after a transaction. `dueUpTo`: what is due by then is told. */
export type ClockTransaction = {
  before: Conversation | null
  after: Conversation
  moves: readonly EntryMove[]
  dueUpTo: string | null
}

/** Moves a conversation's clocks by a transaction that is about to be saved; null where it says nothing of them. */
export async function moveClocks(
  { store, mode, clockChannels }: ClockReads,
  { before, after, moves, dueUpTo }: ClockTransaction,
): Promise<ClockOutcome | null> {
  const facts = toClockFacts(moves, after)
  if (facts.length === 0 && (dueUpTo === null || after.sla === null)) return null
  const current = await store.rules.current(mode)
  if (current === null) return null
  const known = after.sla?.rules ?? current.version
  const previous = known === current.version ? current : ((await store.rules.version(known)) ?? current)
  const log = await readSession(store, after, moves, facts, dueUpTo)
  const rules = { current, previous }
  return decideClocks({ before, after, moves, facts, rules, channel: clockChannels(after), dueUpTo, log })
}

/** The session as it is after the transaction, where something in it turned out otherwise; most moves need none of it. */
async function readSession(
  store: InboxStore,
  { id, seq, sla, updatedAt }: Conversation,
  moves: readonly EntryMove[],
  facts: readonly ClockFact[],
  dueUpTo: string | null,
): Promise<Entry[]> {
  if (sla === null) return moves.map(({ after }) => after)
  if (!looksBack(sla, facts, laterOf(dueUpTo, updatedAt))) return []
  const from = Math.max(sla.session.seq, seq - LOOK_BACK_ENTRIES_MAX + 1)
  const stored = await store.entriesBack(id, { from, to: seq })
  // A change of a message from before says nothing of what became of it there.
  const within = moves.filter(({ after }) => after.seq >= from)
  const written = new Map(within.map(({ after }) => [after.seq, after]))
  const kept = stored.filter((entry) => !written.has(entry.seq))
  return [...kept, ...written.values()].toSorted((left, right) => left.seq - right.seq)
}
