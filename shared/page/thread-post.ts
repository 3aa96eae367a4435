import { endThread } from '../app/thread/end-thread.ts'
import { enterCode, requestCode } from '../app/thread/enter-code.ts'
import { writeInThread } from '../app/thread/write-in-thread.ts'
import { answerElsewhere, answerSaid, toGivenOnce } from './answer-said.ts'
import type { PageWork } from './handle-page-request.ts'
import type { PageResponse } from './page-message.ts'
import { type ThreadRoute, toThreadPath } from './paths.ts'
import { answerFilePost } from './thread-file.ts'

/** What a form of the thread's pages asks for. */
export function answerThreadPost(
  work: PageWork,
  { handoffId, step }: Extract<ThreadRoute, { kind: 'thread' }>,
): Promise<PageResponse> {
  if (step === 'files') return answerFilePost(work, handoffId)
  const form = new URLSearchParams(Buffer.from(work.request.body).toString('utf8'))
  switch (step) {
    case 'code':
      return answerCode(work, handoffId, form.get('code') ?? '')
    case 'new-code':
      return answerNewCode(work, handoffId)
    case 'messages':
      return answerMessage(work, handoffId, form)
    case 'end':
      return answerEnd(work, handoffId)
    case 'page':
      return Promise.resolve(work.answers.closed({ step, handoffId, outcome: 'closed' }))
  }
}

async function answerCode(work: PageWork, handoffId: string, typed: string): Promise<PageResponse> {
  const { deps, answers, visit, cookieFor } = work
  const outcome = await enterCode(deps, handoffId, typed, visit(handoffId))
  const trace = { step: 'code', handoffId, outcome: outcome.kind }
  switch (outcome.kind) {
    case 'proved':
      return answers.redirect(toThreadPath(handoffId), trace, [
        cookieFor(handoffId, outcome.cookie, 'inside'),
      ])
    case 'no_code':
      return answers.redirect(toThreadPath(handoffId, '?say=no-code'), trace)
    case 'wrong':
    case 'refused':
      return answers.redirect(toThreadPath(handoffId, `?say=${outcome.kind}`), trace)
    case 'elsewhere':
      return answerElsewhere(work, handoffId, outcome.visitor, trace)
  }
}

async function answerNewCode(work: PageWork, handoffId: string): Promise<PageResponse> {
  const { deps, answers, visit } = work
  const outcome = await requestCode(deps, handoffId, visit(handoffId))
  const trace = { step: 'new-code', handoffId, outcome: outcome.kind }
  if (outcome.kind === 'elsewhere') return answerElsewhere(work, handoffId, outcome.visitor, trace)
  const say = outcome.kind === 'sent' ? 'resent' : outcome.kind.replace('_', '-')
  return answers.redirect(toThreadPath(handoffId, `?say=${say}`), trace)
}

async function answerMessage(
  work: PageWork,
  handoffId: string,
  form: URLSearchParams,
): Promise<PageResponse> {
  const { deps, visit, request, context } = work
  const { chat } = context.language.words
  const words = { text: form.get('text') ?? '', once: toGivenOnce(form.get('once')) ?? request.requestId }
  const outcome = await writeInThread(deps, handoffId, words, visit(handoffId))
  return answerSaid(work, { step: 'message', handoffId }, outcome, (why) => {
    const notice = chat[why === 'empty' ? 'nothing' : 'tooLong']
    return { notice, view: { notice, draft: words.text } }
  })
}

async function answerEnd(work: PageWork, handoffId: string): Promise<PageResponse> {
  const outcome = await endThread(work.deps, handoffId, work.visit(handoffId))
  const trace = { step: 'end', handoffId, outcome: outcome.kind }
  return outcome.kind === 'ended'
    ? work.answers.redirect(toThreadPath(handoffId), trace)
    : answerElsewhere(work, handoffId, outcome.visitor, trace)
}
