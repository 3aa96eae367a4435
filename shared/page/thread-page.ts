import { readThread, type ThreadLine } from '../app/thread/read-thread.ts'
import type { PageWork } from './handle-page-request.ts'
import type { PageResponse } from './page-message.ts'
import { type ChatView, toChatPage, toFileView } from './chat-page.ts'
import { type CodeNotice, toCodePage } from './pages.ts'
import type { ThreadRoute } from './paths.ts'

const SEQ_MAX = 999_999_999

/** What a GET says after which notice: words of ours, named in the query. */
const NOTICES: Readonly<Record<string, CodeNotice>> = {
  sent: 'sent',
  'no-code': 'noCode',
  wrong: 'wrong',
  refused: 'refused',
  resent: 'resent',
  'just-sent': 'justSent',
  'too-many': 'tooMany',
  impossible: 'impossible',
}

/** The thread as whoever comes with this cookie sees it: the code's page, the conversation, or that it has ended. */
export async function answerThreadPage(
  work: PageWork,
  { handoffId, step }: Extract<ThreadRoute, { kind: 'thread' }>,
): Promise<PageResponse> {
  const { answers, request, context } = work
  const query = new URLSearchParams(request.rawQuery)
  if (step === 'messages') return answerNews(work, handoffId, query.get('after'))
  const trace = { step, handoffId, outcome: 'closed' }
  if (step !== 'page') return answers.closed(trace)
  const say = query.get('say') ?? ''
  const notice = Object.hasOwn(NOTICES, say) ? (NOTICES[say] ?? null) : null
  const thread = await readThread(work.deps, handoffId, 0, work.visit(handoffId))
  const told = { ...trace, outcome: thread.kind }
  switch (thread.kind) {
    case 'stranger':
      return answers.closed(told)
    case 'ended':
      return answers.ended(told)
    case 'asked':
      return answers.page(200, toCodePage(context, handoffId, notice), told)
    case 'inside':
      return answers.page(200, toChatPage(context, { ...toChatView(work, handoffId), ...thread }), told)
  }
}

/** An empty form of the conversation's page. */
export function toChatView(
  { deps }: PageWork,
  handoffId: string,
): Omit<ChatView, 'company' | 'lines' | 'seq'> {
  return { handoffId, once: toOnce(deps), notice: null, draft: '', fileOnce: toOnce(deps), fileNotice: null }
}

export function toOnce({ nextSecret }: PageWork['deps']): string {
  return Buffer.from(nextSecret()).toString('base64url')
}

/** What was said since, for the page's script. */
async function answerNews(work: PageWork, handoffId: string, after: string | null): Promise<PageResponse> {
  const { answers, deps, visit, context } = work
  const seq = after !== null && /^\d{1,9}$/.test(after) ? Math.min(Number(after), SEQ_MAX) : 0
  const thread = await readThread(deps, handoffId, seq, visit(handoffId))
  const trace = { step: 'news', handoffId, outcome: thread.kind }
  const toNews = (line: ThreadLine) => ({ ...line, file: toFileView(line, handoffId, context.language) })
  switch (thread.kind) {
    case 'inside':
      return answers.json(200, { lines: thread.lines.map(toNews), seq: thread.seq }, trace)
    case 'ended':
      return answers.json(410, { ended: true }, trace)
    case 'stranger':
    case 'asked':
      return answers.json(404, {}, trace)
  }
}
