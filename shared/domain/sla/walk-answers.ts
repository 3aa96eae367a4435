import type { Entry } from '../entry.ts'
import { type AnswerStep, listAnswerSteps, type Question, type StepSettings } from './answer-steps.ts'
import type { Wait } from './clocks.ts'
import type { Metric } from './metric.ts'
import { addWait, toResponseMetric, type Waiting } from './waiting.ts'

/** From a question to what ended the wait for its answer. */
export type AnswerSpan = {
  metric: Metric
  wait: Wait
  stop: Exclude<AnswerStep, { kind: 'asked' | 'tried' }> | null
}

type Walk = { pending: readonly Question[]; firstResponse: Waiting['firstResponse'] }

/** Who waited for whom in a stretch of the log, as everything that is known of its messages now says. */
export function walkAnswers(
  log: readonly Entry[],
  settings: StepSettings,
): { spans: AnswerSpan[]; waiting: Waiting } {
  const spans: AnswerSpan[] = []
  let walk: Walk = { pending: [], firstResponse: 'none' }
  for (const step of listAnswerSteps(log, settings)) {
    walk = take(walk, step)
    const [oldest] = walk.pending
    const last = spans.at(-1)
    const isStill = last?.stop === null && last.wait.seq === oldest?.seq
    if (isStill) continue
    if (last?.stop === null && step.kind !== 'asked' && step.kind !== 'tried') last.stop = step
    if (oldest !== undefined) {
      spans.push({ metric: toResponseMetric(walk), wait: toWait(oldest), stop: null })
    }
  }
  return { spans, waiting: toWaiting(walk, listUnderWay(log, settings)) }
}

function take({ pending, firstResponse }: Walk, step: AnswerStep): Walk {
  switch (step.kind) {
    case 'asked':
      return {
        pending: [...pending, step.question],
        firstResponse: firstResponse === 'none' ? 'asked' : firstResponse,
      }
    case 'tried': {
      const tried = pending.map((each) => (each.seq < step.seq ? { ...each, tried: true as const } : each))
      return { pending: tried, firstResponse }
    }
    case 'answered': {
      const rest = pending.filter(({ seq }) => seq >= step.seq)
      return { pending: rest, firstResponse: rest.length < pending.length ? 'answered' : firstResponse }
    }
    case 'withdrawn':
      return { pending: pending.filter(({ source }) => source !== step.source), firstResponse }
    case 'closed':
      return { pending: pending.filter(({ tried }) => tried), firstResponse }
    case 'spam':
      return { pending: [], firstResponse }
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
