import fc from 'fast-check'
import { addMs } from '../../../../shared/domain/due.ts'
import type { MessageEntry } from '../../../../shared/domain/entry.ts'
import { createStage, type StageSettings } from './clock-stage.ts'

export type Stage = ReturnType<typeof createStage>

const KINDS = [
  'writes',
  'writes',
  'writes',
  'writesLate',
  'optsOut',
  'answers',
  'answers',
  'answers',
  'answersByAi',
  'answersByRobot',
  'answersOutside',
  'sends',
  'sends',
  'sends',
  'loses',
  'rejects',
  'fails',
  'fails',
  'settles',
  'delivers',
  'revives',
  'edits',
  'editsNothing',
  'removes',
  'reacts',
  'closes',
  'closes',
  'opens',
  'pends',
  'snoozesForCustomer',
  'snoozesForAgent',
  'raises',
  'tags',
  'spams',
  'ticks',
  'ticks',
] as const
type Kind = (typeof KINDS)[number]

export type Step = { kind: Kind; gapMs: number; pick: number; earlyMs?: number }

const GAPS = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 7, max: 240_000 }) },
  { weight: 4, arbitrary: fc.integer({ min: 60_000, max: 1_800_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1_800_000, max: 36_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 36_000_000, max: 400_000_000 }) },
)

/** Short enough that no reply of it expires. */
const BRIEF_GAPS = fc.integer({ min: 7, max: 600_000 })

/** Histories of a conversation; `without`: kinds of steps that a law is not about. */
export function histories(...without: Kind[]): fc.Arbitrary<Step[]> {
  return listSteps(GAPS, without)
}

export function briefHistories(...without: Kind[]): fc.Arbitrary<Step[]> {
  return listSteps(BRIEF_GAPS, without)
}

/** What was redriven says an early time, and times of several webhooks are equal or cross. */
const EARLY_MS = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 3_600_000 }) },
)

export function crossedHistories(...without: Kind[]): fc.Arbitrary<Step[]> {
  return listSteps(BRIEF_GAPS, without, EARLY_MS)
}

function listSteps(
  gapMs: fc.Arbitrary<number>,
  without: readonly Kind[],
  earlyMs: fc.Arbitrary<number> = fc.constant(0),
): fc.Arbitrary<Step[]> {
  const kinds = KINDS.filter((kind) => !without.includes(kind))
  const step = fc.record({ kind: fc.constantFrom(...kinds), gapMs, pick: fc.nat(1000), earlyMs })
  return fc.array(step, { minLength: 5, maxLength: 60 })
}

export const START = '2026-03-25T09:00:00.001Z'

export const HISTORY_RULES = {
  calendars: [
    {
      id: 'office',
      zone: 'Europe/Berlin',
      weekly: Object.fromEntries(
        ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
          day,
          [
            { from: '09:00', to: '12:30' },
            { from: '13:15', to: '18:00' },
          ],
        ]),
      ),
    },
  ],
  policies: [
    {
      id: 'urgent',
      selector: { priority: 'urgent' },
      targets: { first_response: 'PT5M', next_response: 'PT3M', resolution: 'PT2H' },
      warnAt: ['50%', 'PT1M'],
      countsAi: true,
    },
    {
      id: 'vip',
      selector: { tag: 'vip' },
      targets: { first_response: 'PT2H', next_response: 'PT20M', resolution: 'PT40H' },
      calendarId: 'office',
      countsAi: true,
    },
    {
      id: 'rest',
      targets: { first_response: 'PT15M', next_response: 'PT1H', resolution: 'PT24H' },
      countsAi: true,
      windowMargin: 'PT30M',
    },
  ],
} satisfies StageSettings['rules']

export type Played = { stage: Stage; at: string }

/** Plays what is possible of a history. `between` looks in on it wherever nothing is half done. */
export function play(
  steps: readonly Step[],
  settings: StageSettings,
  between?: (stage: Stage, at: string) => void,
): Played {
  const stage = createStage(settings)
  let at = START
  stage.customerWrites(at)
  for (const step of steps) {
    const next = addMs(at, step.gapMs * 2 + 4_000)
    // Between what the step before has left and this one; odd against even, so that never two things happen at once.
    between?.(stage, addMs(at, step.gapMs + 3_001))
    at = next
    perform(stage, step, DATED_BY_OTHERS.has(step.kind) ? addMs(at, -(step.earlyMs ?? 0)) : at)
  }
  return { stage, at }
}

/** What webhooks date. */
const DATED_BY_OTHERS: ReadonlySet<Kind> = new Set([
  'writes',
  'writesLate',
  'optsOut',
  'answersOutside',
  'fails',
  'delivers',
  'revives',
  'edits',
  'editsNothing',
  'removes',
  'reacts',
])

function perform(stage: Stage, { kind, pick, earlyMs = 0 }: Step, at: string): void {
  const { conversation } = stage
  const messages = stage.log.filter((entry) => entry.kind === 'message')
  const choose = (fits: (entry: MessageEntry) => boolean): number | undefined => {
    const seqs = messages.filter(fits).map(({ seq }) => seq)
    return seqs[pick % Math.max(1, seqs.length)]
  }
  const [next] = conversation.sending?.queue ?? []
  // What is older has expired.
  const first = messages.find((entry) => entry.seq === next && addMs(entry.at, 24 * 3_600_000) > at)?.seq
  const theirs = choose(
    (entry) => entry.direction === 'inbound' && entry.removedAt === null && isOfSession(stage, entry),
  )
  const later = addMs(at, 2_000)
  // A reply opens what was closed.
  if (kind.startsWith('answers') && conversation.status === 'closed') stage.patches(at, { status: 'open' })
  switch (kind) {
    case 'writes':
      return void stage.customerWrites(at)
    case 'writesLate':
      return void stage.customerWrites(at, { sentAt: addMs(at, -pick * 60_000) })
    case 'optsOut':
      return void stage.customerWrites(at, { isOptOut: true })
    case 'answers':
      return void stage.agentWrites(at)
    case 'answersByAi':
      return void stage.agentWrites(at, 'ai')
    case 'answersByRobot':
      return void stage.agentWrites(at, 'automation')
    case 'answersOutside':
      return void stage.externalWrites(at)
    case 'sends':
      if (first === undefined) return
      stage.attempts(first, at)
      return stage.accepts(first, addMs(later, -(earlyMs % 2_000)), later)
    case 'loses':
      if (first === undefined) return
      stage.attempts(first, at)
      return stage.loses(first, later)
    case 'rejects':
      if (first === undefined) return
      stage.attempts(first, at)
      return stage.fails(first, later)
    case 'fails': {
      const ours = choose((entry) => entry.status === 'sent' && isOfSession(stage, entry))
      return ours === undefined ? undefined : stage.fails(ours, at)
    }
    case 'settles': {
      const lost = choose((entry) => entry.status === 'unknown' && isOfSession(stage, entry))
      if (lost === undefined) return
      return pick % 3 === 0 ? stage.fails(lost, at) : stage.accepts(lost, at)
    }
    case 'delivers':
    case 'revives': {
      const status = kind === 'delivers' ? 'sent' : 'failed'
      const ours = choose(
        (entry) => entry.status === status && entry.providerId !== null && isOfSession(stage, entry),
      )
      return ours === undefined ? undefined : stage.receipt(ours, pick % 2 === 0 ? 'delivered' : 'read', at)
    }
    case 'edits':
      return theirs === undefined ? undefined : stage.edits(theirs, at, `other words ${pick}`)
    case 'editsNothing':
      return theirs === undefined
        ? undefined
        : stage.edits(theirs, at, messages.find(({ seq }) => seq === theirs)?.text ?? '')
    case 'removes':
      return theirs === undefined ? undefined : stage.removes(theirs, at)
    case 'reacts': {
      const any = choose(({ removedAt }) => removedAt === null)
      return any === undefined ? undefined : stage.reacts(any, at, pick % 3 === 0 ? null : '👍')
    }
    case 'closes':
      return stage.patches(at, { status: 'closed' })
    case 'opens':
      return stage.patches(at, { status: 'open' })
    case 'pends':
      return stage.patches(at, { status: 'pending' })
    case 'snoozesForCustomer':
      return stage.patches(at, { snoozedUntil: addMs(at, 60_000 * (pick + 1)), snoozedFor: 'customer' })
    case 'snoozesForAgent':
      return stage.patches(at, { snoozedUntil: addMs(at, 60_000 * (pick + 1)), snoozedFor: 'agent' })
    case 'raises':
      return stage.patches(at, { priority: pick % 2 === 0 ? 'urgent' : 'normal' })
    case 'tags': {
      const tag = pick % 2 === 0 ? 'vip' : 'other'
      return stage.patches(at, { tags: conversation.tags.includes(tag) ? { remove: [tag] } : { add: [tag] } })
    }
    case 'spams':
      if (pick % 4 !== 0 && !conversation.tags.includes('spam')) return
      return stage.patches(at, {
        tags: conversation.tags.includes('spam') ? { remove: ['spam'] } : { add: ['spam'] },
      })
    case 'ticks':
      return stage.ticks(at)
  }
}

/** What becomes known of a reply whose session is long over concerns no clock any more. */
function isOfSession({ conversation }: Stage, { at }: MessageEntry): boolean {
  return at >= conversation.session.startedAt
}
