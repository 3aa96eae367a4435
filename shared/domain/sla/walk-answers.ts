import type { Entry } from '../entry.ts'
import {
  type AnswerStep,
  listAnswerSteps,
  type Question,
  type StepSettings,
  wasSpamAtFirst,
} from './answer-steps.ts'
import type { Wait } from './clocks.ts'
import type { Metric } from './metric.ts'
import { addWait, toResponseMetric, type Waiting } from './waiting.ts'

/** From a question to what ended the wait for its answer. */
export type AnswerSpan = {
  metric: Metric
  wait: Wait
  stop: Exclude<AnswerStep, { kind: 'asked' | 'tried' | 'no_spam' }> | null
}

type Walk = {
  pending: readonly Question[]
  firstResponse: Waiting['firstResponse']
  isSpam: boolean
}

/** Who waited for whom in a stretch of the log, as everything that is known of its messages now says. */
export function walkAnswers(
  log: readonly Entry[],
  settings: StepSettings,
): { spans: AnswerSpan[]; waiting: Waiting } {
  const spans: AnswerSpan[] = []
  const isSpam = wasSpamAtFirst(log, settings.isSpam)
  let walk: Walk = { pending: [], firstResponse: settings.isCut ? 'answered' : 'none', isSpam }
  for (const step of listAnswerSteps(log, settings)) {
    walk = take(walk, step)
    const [oldest] = walk.pending
    const last = spans.at(-1)
    // Two may stand at one place: new words for an older message, right behind another.
    const isStill = last?.stop === null && last.wait.seq === oldest?.seq && last.wait.at === oldest.at
    if (isStill) continue
    if (last?.stop === null && ends(step)) last.stop = step
    if (oldest !== undefined) {
      spans.push({ metric: toResponseMetric(walk), wait: toWait(oldest), stop: null })
    }
  }
  return { spans, waiting: toWaiting(walk, listUnderWay(log, settings)) }
}

function ends(step: AnswerStep): step is NonNullable<AnswerSpan['stop']> {
  return step.kind !== 'asked' && step.kind !== 'tried' && step.kind !== 'no_spam'
}

function take(walk: Walk, step: AnswerStep): Walk {
  const { pending, firstResponse, isSpam } = walk
  switch (step.kind) {
    case 'asked':
      if (isSpam) return walk
      return {
        ...walk,
        pending: [...pending, step.question],
        firstResponse: firstResponse === 'none' ? 'asked' : firstResponse,
      }
    case 'tried': {
      const tried = pending.map((each) => (each.seq < step.seq ? { ...each, tried: true as const } : each))
      return { ...walk, pending: tried }
    }
    case 'answered': {
      const rest = pending.filter(({ seq }) => seq >= step.seq)
      return {
        ...walk,
        pending: rest,
        firstResponse: rest.length < pending.length ? 'answered' : firstResponse,
      }
    }
    case 'withdrawn':
      return { ...walk, pending: pending.filter(({ source }) => source !== step.source) }
    case 'closed':
      return { ...walk, pending: pending.filter(({ tried }) => tried) }
    case 'spam':
      return { ...walk, pending: [], isSpam: true }
    case 'no_spam':
      return { ...walk, isSpam: false }
  }
}

/** The runs that are left: those between which a reply may still be taken. */
function toWaiting({ pending, firstResponse }: Walk, underWay: readonly number[]): Waiting {
  return pending.reduce<Waiting>(
    (waiting, question) => {
      const before = underWay.findLast((seq) => seq <= question.seq) ?? null
      return addWait(waiting, toWait(question), before)
    },
    { waits: [], firstResponse },
  )
}

function listUnderWay(log: readonly Entry[], { countsReply }: StepSettings): number[] {
  return log
    .filter((entry) => entry.kind === 'message' && entry.direction === 'outbound' && countsReply(entry))
    .filter((entry) => entry.kind === 'message' && (entry.status === 'queued' || entry.status === 'unknown'))
    .map(({ seq }) => seq)
}

function toWait({ seq, at, delayMs, tried }: Question): Wait {
  return { seq, at, delayMs, ...(tried ? { tried } : {}) }
}
