import type { Entry, MessageEntry } from '../entry.ts'
import { waitsForAnswer } from './clock-facts.ts'
import type { Wait } from './clocks.ts'
import type { Metric } from './metric.ts'
import { addWait, answerWaits, dropUntried, noteTry, toResponseMetric, type Waiting } from './waiting.ts'

/** From a question to what ended the wait for its answer. */
export type AnswerSpan = {
  metric: Metric
  wait: Wait
  stop: { kind: 'answered'; seq: number; at: string } | { kind: 'closed'; at: string } | null
}

export type WalkSettings = {
  countsReply: (entry: MessageEntry) => boolean
  /** Replies that nobody learned the fate of in time, by number. */
  doubted: ReadonlySet<number>
}

/** Who waited for whom in a stretch of the log, as everything that is known of its messages now says. */
export function walkAnswers(
  log: readonly Entry[],
  settings: WalkSettings,
): { spans: AnswerSpan[]; waiting: Waiting } {
  const spans: AnswerSpan[] = []
  let waiting: Waiting = { waits: [], firstResponse: 'none' }
  let underWay: number | null = null
  const open = (): void => {
    const [wait] = waiting.waits
    if (wait === undefined || spans.at(-1)?.stop === null) return
    spans.push({ metric: toResponseMetric(waiting), wait, stop: null })
  }
  const stop = (end: NonNullable<AnswerSpan['stop']>): void => {
    const last = spans.at(-1)
    if (last?.stop === null && last.wait.seq !== waiting.waits[0]?.seq) last.stop = end
  }
  for (const step of toSteps(log)) {
    if (step.kind === 'wait') waiting = addWait(waiting, step.wait, underWay)
    if (step.kind === 'closed') {
      waiting = dropUntried(waiting)
      stop({ kind: 'closed', at: step.at })
    }
    if (step.kind === 'reply' && settings.countsReply(step.entry)) {
      const { seq } = step.entry
      const at = toAcceptedAt(step.entry, settings.doubted)
      waiting = noteTry(waiting, seq)
      if (at === null) underWay = step.entry.status === 'failed' ? underWay : seq
      else {
        waiting = answerWaits(waiting, seq).waiting
        stop({ kind: 'answered', seq, at })
      }
    }
    open()
  }
  return { spans, waiting }
}

type Step =
  { kind: 'wait'; wait: Wait } | { kind: 'reply'; entry: MessageEntry } | { kind: 'closed'; at: string }

function toSteps(log: readonly Entry[]): Step[] {
  const edits = log.flatMap((entry) => (entry.kind === 'message' ? listLaterQuestions(entry) : []))
  return log
    .toSorted((left, right) => left.seq - right.seq)
    .flatMap((entry): Step[] => {
      const later = edits.filter(({ seq }) => seq === entry.seq).map((wait): Step => ({ kind: 'wait', wait }))
      return [...toStep(entry), ...later]
    })
}

function toStep(entry: Entry): Step[] {
  if (entry.kind === 'activity') {
    const isClosing = entry.type === 'conversation.status_changed' && entry.data['to'] === 'closed'
    return isClosing ? [{ kind: 'closed', at: entry.at }] : []
  }
  if (entry.kind !== 'message') return []
  if (entry.direction === 'outbound') return [{ kind: 'reply', entry }]
  if (entry.removedAt !== null || !waitsForAnswer(entry)) return []
  const delayMs = Date.parse(entry.at) - Date.parse(entry.sentAt)
  return [{ kind: 'wait', wait: { seq: entry.seq, at: entry.at, delayMs } }]
}

/** What a customer changed of a message after something else was written. */
function listLaterQuestions({ direction, changes }: MessageEntry): Wait[] {
  if (direction === 'outbound') return []
  return changes.flatMap(({ at, afterSeq, parts }) => {
    const isEdit = parts.some(({ type }) => type === 'message.edited')
    return isEdit && afterSeq !== undefined ? [{ seq: afterSeq, at, delayMs: 0 }] : []
  })
}

/** When the platform took a reply, or perhaps did; null: it did not, or not yet. */
function toAcceptedAt(entry: MessageEntry, doubted: ReadonlySet<number>): string | null {
  switch (entry.status) {
    case 'sent':
    case 'delivered':
    case 'read':
      return entry.sentAt
    case 'unknown': {
      const parts = entry.changes.flatMap((change) => change.parts)
      const data = parts.find(({ type }) => type === 'message.unknown')?.data ?? {}
      return doubted.has(entry.seq) ? null : String(data['attemptedAt'] ?? data['at'])
    }
    default:
      return null
  }
}
