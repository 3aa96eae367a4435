import { type Conversation, SPAM_TAG } from '../conversation.ts'
import type { Entry } from '../entry.ts'
import { applyFact } from './apply-fact.ts'
import { choosePolicy, findMoving } from './choose-policy.ts'
import type { ClockChannel } from './clock-input.ts'
import { announce, cancelClock, type Happening, type Move } from './clock-moves.ts'
import { type ClockRecord, toClockRecords } from './clock-record.ts'
import { type Clocks, listOpenClocks } from './clocks.ts'
import { type Moment, toMoments } from './replay-facts.ts'
import type { SlaRules } from './rules.ts'
import { advance, rewind } from './rewind-conversation.ts'

export type Replay = {
  /** As it is now. */
  conversation: Conversation
  /** One session: from its first entry to its last. */
  log: readonly Entry[]
  /** All of the session is measured by these, as if they had counted from its start. */
  rules: SlaRules
  channel: Pick<ClockChannel, 'replyWindow'>
  now: string
}

export type Replayed = { happened: Happening[]; records: ClockRecord[] }

/**
 * What would have become of the clocks of a session under other rules. Priorities, tags and assignments are those of the
 * log: what the rules' own actions would have changed is not played.
 */
export function replaySession({ conversation, log, rules, channel, now }: Replay): Replayed {
  const input = {
    rules: { current: rules, previous: rules },
    channel: { ...channel, segments: false, canSend: false },
  }
  const records = new Map<string, ClockRecord>()
  const happened: Happening[] = []
  const first = Math.min(...log.map(({ seq }) => seq))
  let current = rewind(conversation, log)
  let clocks = createClocks(rules, conversation, first)
  const underWay = new Set<number>()
  const take = (move: Move): void => {
    clocks = move.clocks
    happened.push(...move.happened)
    for (const record of toClockRecords(move.happened, clocks, current)) {
      records.set(`${record.metric}#${record.instance}`, record)
    }
  }
  // As a timer that is never late would.
  const tellDue = (upTo: string): void => {
    const moving = findMoving(input, current)
    if (moving === null) return
    const idle: Move = { clocks, happened: [] }
    const open = listOpenClocks(clocks)
    take(open.reduce((move, clock) => announce(move, clock, { upTo, isReached: true }, moving), idle))
  }
  for (const moment of toMoments(conversation, log, now)) {
    tellDue(moment.at)
    current = moment.lines.reduce(advance, current)
    take(play({ clocks, happened: [] }, moment, { ...input, conversation: current, underWay }))
  }
  tellDue(now)
  return { happened, records: [...records.values()] }
}

type Stage = {
  rules: { current: SlaRules; previous: SlaRules }
  channel: ClockChannel
  conversation: Conversation
  /** Replies of ours that are not settled yet. */
  underWay: Set<number>
}

function play(move: Move, { at, lines, facts }: Moment, stage: Stage): Move {
  const { conversation, underWay } = stage
  const isSpam = conversation.tags.includes(SPAM_TAG)
  const chosen = choosePolicy(move, stage, conversation, at)
  const moving = findMoving(stage, conversation)
  const isForgotten =
    isSpam && lines.some((line) => line.kind === 'activity' && line.type === 'conversation.tagged')
  const started = isForgotten ? forget(chosen, at, moving) : chosen
  return facts.reduce((moved, fact) => {
    if (fact.kind === 'wrote' && isSpam) return moved
    const replyUnderWay = underWay.size === 0 ? null : Math.max(...underWay)
    if (fact.kind === 'tried') underWay.add(fact.seq)
    if (fact.kind === 'accepted' || fact.kind === 'refused') underWay.delete(fact.seq)
    return applyFact(moved, fact, { conversation, moving, replyUnderWay })
  }, started)
}

/** Nobody waits for an answer to spam. */
function forget(move: Move, at: string, moving: Parameters<typeof cancelClock>[4]): Move {
  const ended = listOpenClocks(move.clocks).reduce(
    (moved, clock) => cancelClock(moved, clock, at, 'spam', moving),
    move,
  )
  return { ...ended, clocks: { ...ended.clocks, waits: [] } }
}

function createClocks({ version }: SlaRules, { session }: Conversation, seq: number): Clocks {
  return {
    rules: version,
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
