import { type Conversation, SPAM_TAG } from '../conversation.ts'
import { laterOf } from '../instants.ts'
import { applyFact, settleDoubt } from './apply-fact.ts'
import { choosePolicy, findMoving } from './choose-policy.ts'
import type { ClockFact } from './clock-facts.ts'
import type { ClockInput, ClockOutcome } from './clock-input.ts'
import { announce, cancelClock, type Move, type MoveContext } from './clock-moves.ts'
import { toClockPart } from './clock-parts.ts'
import { type Clocks, listOpenClocks } from './clocks.ts'
import { lookBack, type LookBack } from './look-back.ts'
import { planWindowCheck, toWindowClosesAt } from './reply-window-left.ts'
import type { SlaRules } from './rules.ts'
import { settleDoubts } from './settle-doubts.ts'
import { type Caused, tellClocks } from './tell-clocks.ts'

/** Moves the clocks of a conversation by what a transaction says, and by the time. */
export function decideClocks(input: ClockInput): ClockOutcome {
  const { before, after, facts, dueUpTo } = input
  const [first] = facts
  const known = before?.sla ?? (first && createClocks(after, first.cause.seq, input.rules.current))
  if (known === undefined) {
    return { conversation: after, entries: input.moves.map((move) => move.after), records: [] }
  }
  const now = laterOf(dueUpTo, after.updatedAt)
  const caused: Caused[] = []
  let clocks = known
  const step = (cause: Caused['cause'], apply: (move: Move) => Move): void => {
    const move = apply({ clocks, happened: [] })
    clocks = move.clocks
    caused.push(...move.happened.map((happening) => ({ happening, cause })))
  }
  // What is told of a doubt that is over stands before what the facts make of it, on the same entry.
  step(first?.cause ?? null, (move) => settleDoubts(move, input, now))
  clocks = enterSession(clocks, after, first?.cause.seq ?? after.seq)
  const sorted = facts.find(({ kind }) => kind === 'sorted')
  step(sorted?.cause ?? null, (move) => choosePolicy(move, input, after, sorted?.at ?? now))
  for (const fact of facts) {
    const telling = caused.map(({ happening }) => toClockPart(happening, after))
    step(fact.cause, (move) => applyOne(move, fact, input, { at: now, telling }))
  }
  if (dueUpTo !== null) step(null, (move) => tellDue(move, input, dueUpTo))
  return tellClocks({ ...input, clocks, caused, now })
}

/** Whether a move must read the session's log again. */
export function looksBack(clocks: Clocks | null, facts: readonly ClockFact[], now: string): boolean {
  if (clocks === null) return false
  const isDoubtOver = clocks.doubts.some(({ until }) => until <= now)
  return isDoubtOver || facts.some((fact) => isTurn(fact, clocks))
}

function createClocks({ session }: Conversation, seq: number, rules: SlaRules): Clocks {
  return {
    // Of no version yet: the first choice is one.
    rules: rules.version,
    policy: null,
    session: { number: session.number, seq, firstResponse: 'none' },
    waits: [],
    clocks: [],
    counts: { first_response: 0, next_response: 0, resolution: 0 },
    comments: 0,
    last: null,
    doubts: [],
    windowCheckAt: null,
    windowTold: null,
  }
}

/** A new session asks for a first response again, unless an older question still waits: then looking back begins with that. */
function enterSession(clocks: Clocks, { session: { number } }: Conversation, seq: number): Clocks {
  if (number === clocks.session.number) return clocks
  const { seq: from, firstResponse } = clocks.session
  const running = clocks.clocks.filter(({ stoppedAt }) => stoppedAt === null)
  const session =
    clocks.waits.length > 0
      ? { number, seq: from, firstResponse }
      : { number, seq, firstResponse: 'none' as const }
  return { ...clocks, clocks: running, session }
}

function applyOne(
  move: Move,
  fact: ClockFact,
  input: ClockInput,
  { at, telling }: Pick<LookBack, 'at' | 'telling'>,
): Move {
  const { after, channel, log } = input
  const moving = findMoving(input, after)
  if (fact.kind === 'sorted' && after.tags.includes(SPAM_TAG)) return forget(move, fact.at, moving)
  const planned =
    fact.kind === 'wrote'
      ? {
          ...move,
          clocks: planWindowCheck(
            move.clocks,
            toWindowClosesAt(after, channel.replyWindow),
            channel.replyWindow,
          ),
        }
      : move
  if (!isTurn(fact, move.clocks)) {
    const replyUnderWay = findUnderWay(input.before)
    return applyFact(planned, fact, { conversation: after, moving, replyUnderWay })
  }
  const reason = fact.kind === 'refused' ? 'failed' : 'replaced'
  const turning = { log, telling, conversation: after, moving, at, reason } as const
  return lookBack('seq' in fact ? settleDoubt(move, fact.seq) : move, turning)
}

/** What makes something that was said earlier untrue. */
function isTurn(fact: ClockFact, { doubts }: Pick<Clocks, 'doubts'>): boolean {
  switch (fact.kind) {
    case 'refused':
      return fact.wasAccepted
    case 'accepted':
      // Settled while it counted, it goes on counting.
      return fact.isAfterAll && !doubts.some(({ seq }) => seq === fact.seq)
    case 'withdrawn':
      return true
    default:
      return false
  }
}

/** Nobody waits for an answer to spam. */
function forget(move: Move, at: string, moving: MoveContext | null): Move {
  const ended = listOpenClocks(move.clocks).reduce(
    (moved, clock) => cancelClock(moved, clock, at, 'spam', moving),
    move,
  )
  return { ...ended, clocks: { ...ended.clocks, waits: [] } }
}

function tellDue(move: Move, input: ClockInput, upTo: string): Move {
  const moving = findMoving(input, input.after)
  if (moving === null) return move
  return listOpenClocks(move.clocks).reduce(
    (told, clock) => announce(told, clock, { upTo, isReached: true }, moving),
    move,
  )
}

function findUnderWay(before: Conversation | null): number | null {
  const { queue = [], attempt = null, unknown = [] } = before?.sending ?? {}
  const seqs = [...queue, ...(attempt === null ? [] : [attempt.seq]), ...unknown.map(({ seq }) => seq)]
  return seqs.length === 0 ? null : Math.max(...seqs)
}
