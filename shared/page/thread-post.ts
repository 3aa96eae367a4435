import { endThread } from '../app/thread/end-thread.ts'
import { enterCode, requestCode } from '../app/thread/enter-code.ts'
import type { Visitor } from '../app/thread/find-visitor.ts'
import { readThread } from '../app/thread/read-thread.ts'
import { writeInThread } from '../app/thread/write-in-thread.ts'
import type { PageWork } from './handle-page-request.ts'
import type { PageResponse } from './page-message.ts'
import { toChatPage } from './pages.ts'
import { type ThreadRoute, toThreadPath } from './paths.ts'
import { toChatView, toOnce } from './thread-page.ts'

type Trace = PageResponse['trace']

/** What a form of the thread's pages asks for. */
export function answerThreadPost(
  work: PageWork,
  { handoffId, step }: Extract<ThreadRoute, { kind: 'thread' }>,
): Promise<PageResponse> {
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
  const { deps, answers, visit, request, cookieFor, context } = work
  const { chat } = context.language.words
  const words = { text: form.get('text') ?? '', once: toGivenOnce(form.get('once')) ?? request.requestId }
  const whoever = visit(handoffId)
  const outcome = await writeInThread(deps, handoffId, words, whoever)
  const trace = { step: 'message', handoffId, outcome: outcome.kind }
  const byScript = (request.headers['accept'] ?? '').includes('application/json')
  if (outcome.kind === 'elsewhere') {
    if (!byScript) return answerElsewhere(work, handoffId, outcome.visitor, trace)
    return answers.json(outcome.visitor.kind === 'ended' ? 410 : 404, {}, trace)
  }
  if (outcome.kind === 'written') {
    // For as long again.
    const cookies = whoever.cookie === null ? [] : [cookieFor(handoffId, whoever.cookie, 'inside')]
    return byScript
      ? answers.json(200, { seq: outcome.seq, once: toOnce(deps) }, trace, cookies)
      : answers.redirect(toThreadPath(handoffId), trace, cookies)
  }
  const notice = outcome.kind === 'empty' ? 'nothing' : 'tooLong'
  if (byScript) return answers.json(422, { notice: chat[notice] }, trace)
  const thread = await readThread(deps, handoffId, 0, whoever)
  if (thread.kind !== 'inside') return answers.closed(trace)
  const view = { ...toChatView(work, handoffId), ...thread, notice, draft: words.text } as const
  return answers.page(422, toChatPage(context, view), trace)
}

async function answerEnd(work: PageWork, handoffId: string): Promise<PageResponse> {
  const outcome = await endThread(work.deps, handoffId, work.visit(handoffId))
  const trace = { step: 'end', handoffId, outcome: outcome.kind }
  return outcome.kind === 'ended'
    ? work.answers.redirect(toThreadPath(handoffId), trace)
    : answerElsewhere(work, handoffId, outcome.visitor, trace)
}

/** Who sent the form is not where its page was: the page that is theirs, or that there is none. */
function answerElsewhere(
  { answers }: PageWork,
  handoffId: string,
  visitor: Visitor,
  trace: Trace,
): PageResponse {
  switch (visitor.kind) {
    case 'stranger':
      return answers.closed(trace)
    case 'ended':
      return answers.ended(trace)
    case 'asked':
    case 'inside':
      return answers.redirect(toThreadPath(handoffId), trace)
  }
}

/** A form without one counts each time it is sent. */
function toGivenOnce(given: string | null): string | null {
  return given !== null && /^[A-Za-z0-9_-]{16,64}$/.test(given) ? given : null
}
