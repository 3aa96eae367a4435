import type { StoredAnswer } from '../domain/stored-answer.ts'
import type { AnswerStore, Clock, Pacer } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { createUnitOfWork, type UnitDeps, type UnitOfWork } from './unit-of-work.ts'

export type SaveDeps = UnitDeps & { answers: AnswerStore; clock: Clock; pacer: Pacer }

/** What makes a request the same as an earlier one, and the status that it is answered with. */
export type Claim = Omit<StoredAnswer, 'body'>

export type Done<Answer> = { kind: 'done'; answer: Answer }
/** The request was done before: what it was answered then, as JSON text. */
export type Repeated = { kind: 'repeated'; status: number; body: string }

/**
 * Does what a request asks for in one transaction, together with the answer for its repetitions: of many at once one has
 * an effect and all get its answer. A refusal has no effect and is not kept. Without a claim every request counts.
 */
export function saveOnce<Answer>(
  deps: SaveDeps,
  claim: Claim | null,
  attempt: (unit: UnitOfWork) => Promise<Done<Answer> | Refusal>,
  /** The answer as it is once the clocks have moved too. */
  finish: (answer: Answer, unit: UnitOfWork) => Promise<Answer> = (answer) => Promise.resolve(answer),
  /** What is kept of the answer for repetitions, where that is not all of it. */
  toKept: (answer: Answer) => Answer = (answer) => answer,
): Promise<Done<Answer> | Repeated | Refusal> {
  return retryConflicts<Done<Answer> | Repeated | Refusal>(deps, async () => {
    const earlier = await findAnswer(deps.answers, claim)
    if (earlier !== null) return { saved: 'saved', result: earlier }
    const unit = createUnitOfWork(deps, 'consistent')
    const outcome = await attempt(unit)
    if (outcome.kind === 'refused') {
      // It may be the effect of the same request, a moment ago, that makes this one impossible.
      return { saved: 'saved', result: (await findAnswer(deps.answers, claim)) ?? outcome }
    }
    await unit.settleClocks()
    const answer = await finish(outcome.answer, unit)
    if (claim !== null) unit.putAnswer({ ...claim, body: JSON.stringify(toKept(answer)) })
    return { saved: await unit.commit(), result: { kind: 'done', answer } }
  })
}

async function findAnswer(answers: AnswerStore, claim: Claim | null): Promise<Repeated | Refusal | null> {
  if (claim === null) return null
  const known = await answers.answer(claim.key)
  if (known === null) return null
  return known.bodyDigest === claim.bodyDigest
    ? { kind: 'repeated', status: known.status, body: known.body }
    : refuse('idempotency_key_reused', 'This Idempotency-Key was used with another body. Use a new one.')
}
