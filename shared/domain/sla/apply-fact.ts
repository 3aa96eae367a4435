import { type Conversation, SPAM_TAG } from '../conversation.ts'
import type { ActorKind } from '../entry.ts'
import { addMs } from '../due.ts'
import { type ClockFact, DOUBT_MS } from './clock-facts.ts'
import {
  cancelClock,
  extendWindow,
  findResolution,
  findResponse,
  type Move,
  type MoveContext,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
} from './clock-moves.ts'
import type { Clocks, Wait } from './clocks.ts'
import { addWait, answerWaits, dropUntried, noteTry, toResponseMetric, type Waiting } from './waiting.ts'

export type FactContext = {
  /** As it is after the transaction. */
  conversation: Conversation
  /** null: no policy fits, so nothing is measured. Who waits is kept all the same. */
  moving: MoveContext | null
  /** The newest reply of ours before this fact that is not settled; null: none. */
  replyUnderWay: number | null
}

/** The clocks after one fact. What looks back (a reply that failed after all, a question taken back) is not one of these. */
export function applyFact(move: Move, fact: ClockFact, context: FactContext): Move {
  switch (fact.kind) {
    case 'status':
      return applyStatus(move, fact, context)
    case 'wrote':
      return applyWrote(move, fact, context)
    case 'tried':
      return counts(fact.author, context)
        ? withWaiting(move, noteTry(toWaiting(move.clocks), fact.seq))
        : move
    case 'accepted':
      return applyAccepted(settleDoubt(move, fact.seq), fact, context)
    case 'doubted': {
      if (!counts(fact.author, context)) return move
      const doubts = [...move.clocks.doubts, { seq: fact.seq, until: addMs(fact.at, DOUBT_MS) }]
      return applyAccepted({ ...move, clocks: { ...move.clocks, doubts } }, fact, context)
    }
    case 'refused':
      return settleDoubt(move, fact.seq)
    case 'withdrawn':
    case 'sorted':
      return move
  }
}

/** Whether a reply of this author answers the customer. */
export function counts(author: ActorKind, { moving }: Pick<FactContext, 'moving'>): boolean {
  if (author === 'ai') return moving?.selected.policy.countsAi === true
  return author === 'human' || author === 'external'
}

function applyStatus(move: Move, fact: ClockFact & { kind: 'status' }, context: FactContext): Move {
  const { conversation, moving } = context
  if (fact.to === 'closed') return applyClosing(move, fact, moving)
  const resolution = findResolution(move.clocks)
  if (conversation.tags.includes(SPAM_TAG)) return move
  if (moving === null || moving.selected.policy.targets.resolution === undefined) return move
  if (resolution === null) {
    const { seq } = move.clocks.session
    return startResolution(move, conversation, { seq, at: fact.at, delayMs: 0 }, moving)
  }
  const why = fact.to === 'snoozed' ? 'snoozed_for_customer' : fact.to
  const isPaused = fact.to === 'pending' || (fact.to === 'snoozed' && fact.snoozedFor === 'customer')
  if (isPaused) return pauseClock(move, resolution, fact.at, why, moving)
  return resumeClock(move, resolution, fact.at, resolution.stoppedAt === null ? fact.to : 'reopened', moving)
}

function applyClosing(move: Move, fact: ClockFact, moving: MoveContext | null): Move {
  const { at } = fact
  const waiting = dropUntried(toWaiting(move.clocks))
  const response = findResponse(move.clocks)
  const dropped = withWaiting(move, waiting)
  const isOwedNothing = response !== null && waiting.waits[0]?.seq !== response.seq
  const answered = isOwedNothing ? cancelClock(dropped, response, at, 'closed', moving) : dropped
  const resolution = findResolution(answered.clocks)
  return resolution === null || resolution.stoppedAt !== null || moving === null
    ? answered
    : stopClock(answered, resolution, { at, entrySeq: fact.cause.seq }, moving)
}

function applyWrote(move: Move, fact: ClockFact & { kind: 'wrote' }, context: FactContext): Move {
  const { conversation, moving, replyUnderWay } = context
  if (fact.by === 'reaction' && moving?.selected.policy.countsReactions !== true) return move
  const isComment = conversation.visibility === 'public' && fact.by === 'message'
  const comments = move.clocks.comments + (isComment ? 1 : 0)
  const counted = { ...move, clocks: { ...move.clocks, comments } }
  if (isComment && moving !== null && comments > moving.selected.policy.commentsMax) return counted
  const wait = { seq: fact.seq, at: fact.at, delayMs: fact.delayMs }
  const waited = withWaiting(counted, addWait(toWaiting(counted.clocks), wait, replyUnderWay))
  if (moving === null) return waited
  const response = findResponse(waited.clocks)
  const extended = response === null ? waited : extendWindow(waited, response, fact.at, moving)
  return startResolution(startWaiting(extended, moving), conversation, wait, moving)
}

/** One a session, from the customer's first message on, and only where it would run: what is pending or spam has time. */
export function startResolution(
  move: Move,
  { status, snoozedFor, tags }: Conversation,
  first: Wait,
  moving: MoveContext,
): Move {
  const runs = status === 'open' || (status === 'snoozed' && snoozedFor !== 'customer')
  const isAsked = move.clocks.session.firstResponse !== 'none'
  if (!runs || !isAsked || tags.includes(SPAM_TAG) || findResolution(move.clocks) !== null) return move
  return startClock(move, 'resolution', first, moving)
}

function applyAccepted(
  move: Move,
  { seq, at, author }: Extract<ClockFact, { kind: 'accepted' | 'doubted' }>,
  context: FactContext,
): Move {
  if (!counts(author, context)) return move
  const { waiting } = answerWaits(toWaiting(move.clocks), seq)
  const answered = withWaiting(move, waiting)
  const { moving } = context
  const response = findResponse(answered.clocks)
  if (moving === null) return answered
  const isAnswered = response !== null && response.seq < seq
  const stopped = isAnswered ? stopClock(answered, response, { at, entrySeq: seq }, moving) : answered
  return startWaiting(stopped, moving)
}

/** Gives the oldest wait its clock. `chosenAt`: since when the policy measures. */
export function startWaiting(move: Move, moving: MoveContext, chosenAt?: string): Move {
  const waiting = toWaiting(move.clocks)
  const [oldest] = waiting.waits
  if (oldest === undefined || findResponse(move.clocks) !== null) return move
  return startClock(move, toResponseMetric(waiting), oldest, moving, chosenAt)
}

export function toWaiting({ waits, session: { firstResponse } }: Clocks): Waiting {
  return { waits, firstResponse }
}

export function withWaiting(move: Move, { waits, firstResponse }: Waiting): Move {
  const session = { ...move.clocks.session, firstResponse }
  return { ...move, clocks: { ...move.clocks, waits: [...waits], session } }
}

/** Nobody doubts any longer what became of a reply. */
export function settleDoubt(move: Move, seq: number): Move {
  const doubts = move.clocks.doubts.filter((doubt) => doubt.seq !== seq)
  return doubts.length === move.clocks.doubts.length ? move : { ...move, clocks: { ...move.clocks, doubts } }
}
