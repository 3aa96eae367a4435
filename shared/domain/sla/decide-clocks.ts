import { type Conversation, SPAM_TAG } from '../conversation.ts'
import { laterOf } from '../instants.ts'
import { applyFact, counts } from './apply-fact.ts'
import { choosePolicy, findMoving } from './choose-policy.ts'
import type { ClockFact } from './clock-facts.ts'
import type { ClockInput, ClockOutcome } from './clock-input.ts'
import { announce, cancelClock, type Move, type MoveContext } from './clock-moves.ts'
import { type Clocks, listOpenClocks } from './clocks.ts'
import { lookBack } from './look-back.ts'
import { planWindowCheck, toWindowClosesAt } from './reply-window-left.ts'
import type { SlaRules } from './rules.ts'

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
  let clocks = enterSession(known, after, first?.cause.seq ?? after.seq)
  const step = (cause: Caused['cause'], apply: (move: Move) => Move): void => {
    const move = apply({ clocks, happened: [] })
    clocks = move.clocks
    caused.push(...move.happened.map((happening) => ({ happening, cause })))
  }
  const sorted = facts.find(({ kind }) => kind === 'sorted')
  step(sorted?.cause ?? null, (move) => choosePolicy(move, input, after, now))
  for (const fact of facts) step(fact.cause, (move) => applyOne(move, fact, input, now))
  if (dueUpTo !== null) step(null, (move) => tellDue(move, input, dueUpTo))
  return tellClocks({ ...input, clocks, caused, now })
}

/** Whether a move must read the session's log again. */
export function looksBack(
  clocks: Clocks | null,
  facts: readonly ClockFact[],
  dueUpTo: string | null,
): boolean {
  if (clocks === null) return false
  const isDoubtOver = clocks.doubts.some(({ until }) => dueUpTo !== null && until <= dueUpTo)
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

/** A new session asks for a first response again, unless an older question still waits. */
function enterSession(clocks: Clocks, { session }: Conversation, seq: number): Clocks {
  if (session.number === clocks.session.number) return clocks
  const firstResponse = clocks.waits.length > 0 ? clocks.session.firstResponse : 'none'
  const running = clocks.clocks.filter(({ stoppedAt }) => stoppedAt === null)
  return { ...clocks, clocks: running, session: { number: session.number, seq, firstResponse } }
}

function applyOne(move: Move, fact: ClockFact, input: ClockInput, now: string): Move {
  const { after, channel } = input
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
  const moved = applyFact(planned, fact, {
    conversation: after,
    moving,
    replyUnderWay: findUnderWay(input.before),
  })
  const isTurned = isTurn(fact, move.clocks) && (!('author' in fact) || counts(fact.author, { moving }))
  if (!isTurned || moving === null) return moved
  return lookBack(moved, {
    log: input.log,
    moving,
    at: now,
    reason: fact.kind === 'refused' ? 'failed' : 'replaced',
  })
}

/** What makes something that was said earlier untrue. */
function isTurn(fact: ClockFact, { waits }: Clocks): boolean {
  switch (fact.kind) {
    case 'refused':
      return fact.wasAccepted
    case 'accepted':
      return fact.isAfterAll
    case 'withdrawn':
      return waits.some(({ seq }) => seq === fact.seq)
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
  const doubts = move.clocks.doubts.filter(({ until }) => until > upTo)
  const isOver = doubts.length < move.clocks.doubts.length
  const settled = isOver
    ? lookBack(
        { ...move, clocks: { ...move.clocks, doubts } },
        { log: input.log, moving, at: upTo, reason: 'unknown' },
      )
    : move
  return listOpenClocks(settled.clocks).reduce(
    (told, clock) => announce(told, clock, { upTo, isReached: true }, moving),
    settled,
  )
}

function findUnderWay(before: Conversation | null): number | null {
  const { queue = [], attempt = null, unknown = [] } = before?.sending ?? {}
  const seqs = [...queue, ...(attempt === null ? [] : [attempt.seq]), ...unknown.map(({ seq }) => seq)]
  return seqs.length === 0 ? null : Math.max(...seqs)
}
