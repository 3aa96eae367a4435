import { laterOf } from '../instants.ts'
import type { Handoff } from '../handoff/handoff.ts'
import type { HandoffPass } from '../handoff/pass.ts'
import {
  CODE_PAUSE_MS,
  CODE_TRIES_MAX,
  CODES_MAX,
  ROUNDS_MAX,
  SESSION_DAYS,
  SESSIONS_MAX,
  type ThreadAccess,
  WRONG_TRIES_MAX,
} from './thread-access.ts'

const DAY_MS = 86_400_000

/** Whether a link still leads anywhere. It does so after the customer has written, too: they may come back by it. */
export function isDoorOpen(
  { target, state, expiresAt }: Pick<Handoff, 'target' | 'state' | 'expiresAt'>,
  now: string,
): boolean {
  const isOver = state === 'expired' || state === 'declined'
  return target.kind === 'secure_thread' && !isOver && now < expiresAt
}

export type Visitor = {
  /** Digest of where they come from. */
  source: string
  now: string
}

export type PressDecision =
  /** They had been let in before, in this browser. */
  | { kind: 'inside' }
  /** Let in by the link alone. */
  | { kind: 'admitted'; access: ThreadAccess }
  /** To the page that asks for the code. `sends`: one goes out now. */
  | { kind: 'code_asked'; access: ThreadAccess; sends: boolean }

/**
 * What pressing the button of the link's page does. The first press consumes the link: after it nobody is let in by the
 * link alone, and a code is not sent without being asked for.
 */
export function decidePress(
  access: ThreadAccess,
  verification: Handoff['verification'],
  visitor: Visitor & { sessionDigest: string | null; nextSessionDigest: string },
): PressDecision {
  const { now, source, sessionDigest, nextSessionDigest } = visitor
  if (sessionDigest !== null && hasSession(access, sessionDigest, now)) return { kind: 'inside' }
  const isFirst = access.consumedAt === null
  const consumed = { ...access, consumedAt: access.consumedAt ?? now }
  if (isFirst && verification === 'link') {
    return { kind: 'admitted', access: withSession(consumed, nextSessionDigest, now) }
  }
  // With a tap the code went out beside the link.
  if (!isFirst || verification === 'tap_and_code') {
    return { kind: 'code_asked', access: consumed, sends: false }
  }
  const request = decideCodeRequest(consumed, { source, now })
  return request.kind === 'sent'
    ? { kind: 'code_asked', access: request.access, sends: true }
    : { kind: 'code_asked', access: consumed, sends: false }
}

export type CodeRequestDecision =
  | { kind: 'sent'; access: ThreadAccess }
  /** `just_sent`: the last one is on its way. `too_many`: this source had all it may have. `nowhere`: nothing leads to them. */
  | { kind: 'refused'; why: 'just_sent' | 'too_many' | 'nowhere' }

/** Whether a fresh code goes out. It goes to the identity that was asked, whoever asks for it here. */
export function decideCodeRequest(access: ThreadAccess, { source, now }: Visitor): CodeRequestDecision {
  if (access.codesTo === null) return { kind: 'refused', why: 'nowhere' }
  const known = access.sources[source] ?? { wrong: 0, codes: 0 }
  if (known.codes >= CODES_MAX || known.wrong >= WRONG_TRIES_MAX) return { kind: 'refused', why: 'too_many' }
  const isEarly =
    access.codeSentAt !== null && Date.parse(now) - Date.parse(access.codeSentAt) < CODE_PAUSE_MS
  if (isEarly) return { kind: 'refused', why: 'just_sent' }
  return {
    kind: 'sent',
    access: {
      ...access,
      ...withRounds(access, [...access.rounds, { since: now, wrong: 0 }].slice(-ROUNDS_MAX), now),
      codeSentAt: now,
      sources: { ...access.sources, [source]: { ...known, codes: known.codes + 1 } },
    },
  }
}

export type CodeDecision =
  | { kind: 'proved'; access: ThreadAccess }
  | { kind: 'wrong'; access: ThreadAccess }
  /** A code that was good once: used, replaced or tried too often. Says the same as a wrong one, and costs nothing. */
  | { kind: 'dead' }
  /** This source had all its tries. */
  | { kind: 'refused' }

/** What a code does that somebody enters. `pass`: what it leads to, null for one that nobody was sent. */
export function decideCode(
  access: ThreadAccess,
  pass: Pick<HandoffPass, 'handoffId' | 'use' | 'validUntil' | 'madeAt'> | null,
  { source, now, nextSessionDigest }: Visitor & { nextSessionDigest: string },
): CodeDecision {
  const known = access.sources[source] ?? { wrong: 0, codes: 0 }
  if (known.wrong >= WRONG_TRIES_MAX) return { kind: 'refused' }
  const isOurs = pass !== null && pass.use === 'code' && pass.handoffId === access.handoffId
  if (isOurs && (now >= pass.validUntil || isDead(access, pass.madeAt))) return { kind: 'dead' }
  if (isOurs) {
    const used = { ...access, codesDeadUpTo: laterOf(access.codesDeadUpTo, now) }
    return { kind: 'proved', access: withSession(used, nextSessionDigest, now) }
  }
  const tried = access.rounds.map(({ since, wrong }) => ({ since, wrong: wrong + 1 }))
  const alive = tried.filter(({ wrong }) => wrong < CODE_TRIES_MAX)
  return {
    kind: 'wrong',
    access: {
      ...access,
      ...withRounds(access, alive, now),
      sources: { ...access.sources, [source]: { ...known, wrong: known.wrong + 1 } },
    },
  }
}

export function hasSession({ sessions }: ThreadAccess, digest: string, now: string): boolean {
  return sessions.some((session) => session.digest === digest && now < session.until)
}

/** Lets a browser in, or keeps it in for longer. */
export function withSession(access: ThreadAccess, digest: string, now: string): ThreadAccess {
  const until = new Date(Date.parse(now) + SESSION_DAYS * DAY_MS).toISOString()
  const others = access.sessions.filter((session) => session.digest !== digest && now < session.until)
  return { ...access, sessions: [...others, { digest, until }].slice(-SESSIONS_MAX) }
}

/** What was sent before the rounds that are left is dead; without any, everything is. */
function withRounds(
  { rounds: before, codesDeadUpTo }: ThreadAccess,
  rounds: ThreadAccess['rounds'],
  now: string,
): Pick<ThreadAccess, 'rounds' | 'codesDeadUpTo'> {
  const [first] = rounds
  if (first?.since === before[0]?.since) return { rounds, codesDeadUpTo }
  return { rounds, codesDeadUpTo: laterOf(codesDeadUpTo, first?.since ?? now) }
}

/** When a code was made is not known of an old one: then it is as old as can be. */
function isDead({ codesDeadUpTo }: ThreadAccess, madeAt: string | undefined): boolean {
  return codesDeadUpTo !== null && (madeAt ?? '') <= codesDeadUpTo
}
