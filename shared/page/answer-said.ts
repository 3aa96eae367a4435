import type { Visitor } from '../app/thread/find-visitor.ts'
import { readThread } from '../app/thread/read-thread.ts'
import type { SayOutcome } from '../app/thread/say-in-thread.ts'
import { type ChatView, toChatPage } from './chat-page.ts'
import type { PageWork } from './handle-page-request.ts'
import type { PageResponse } from './page-message.ts'
import { toThreadPath } from './paths.ts'
import { toChatView, toOnce } from './thread-page.ts'

type Trace = PageResponse['trace']

/** In the words of the page, and where they stand on it. */
export type Refused = { notice: string; view: Partial<ChatView> }

/** What became of what the customer said: for the page's script, or as the page that a form without it leads to. */
export async function answerSaid<Why extends string>(
  work: PageWork,
  { step, handoffId }: Pick<Trace, 'step'> & { handoffId: string },
  outcome: SayOutcome<Why>,
  toRefused: (why: Why) => Refused,
): Promise<PageResponse> {
  const { deps, answers, visit, request, cookieFor, context } = work
  const trace = { step, handoffId, outcome: outcome.kind === 'refused' ? outcome.why : outcome.kind }
  const byScript = (request.headers['accept'] ?? '').includes('application/json')
  const { cookie } = visit(handoffId)
  switch (outcome.kind) {
    case 'elsewhere':
      if (!byScript) return answerElsewhere(work, handoffId, outcome.visitor, trace)
      return answers.json(outcome.visitor.kind === 'ended' ? 410 : 404, {}, trace)
    case 'written': {
      // For as long again.
      const cookies = cookie === null ? [] : [cookieFor(handoffId, cookie, 'inside')]
      return byScript
        ? answers.json(200, { seq: outcome.seq, once: toOnce(deps) }, trace, cookies)
        : answers.redirect(toThreadPath(handoffId), trace, cookies)
    }
    case 'refused': {
      const { notice, view } = toRefused(outcome.why)
      if (byScript) return answers.json(422, { notice }, trace)
      const thread = await readThread(deps, handoffId, 0, visit(handoffId))
      if (thread.kind !== 'inside') return answers.closed(trace)
      const shown = { ...toChatView(work, handoffId), ...thread, ...view }
      return answers.page(422, toChatPage(context, shown), trace)
    }
  }
}

/** Who sent the form is not where its page was: the page that is theirs, or that there is none. */
export function answerElsewhere(
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
export function toGivenOnce(given: string | null): string | null {
  return given !== null && /^[A-Za-z0-9_-]{16,64}$/.test(given) ? given : null
}
