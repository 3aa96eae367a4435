import type { ThreadDeps, Visit } from '../app/thread/thread-deps.ts'
import { lookThroughDoor, pressButton } from '../app/thread/press-button.ts'
import { SESSION_DAYS } from '../domain/thread/thread-access.ts'
import { isFromOurPage } from './is-from-our-page.ts'
import { chooseLanguage } from './languages/languages.ts'
import type { PageContext } from './layout.ts'
import { createAnswers, isHttps, type PageSettings, toAssetPaths } from './page-answers.ts'
import type { PageRequest, PageResponse } from './page-message.ts'
import { toButtonPage } from './pages.ts'
import { parseThreadPath, type ThreadRoute, toThreadPath } from './paths.ts'
import { findThreadCookie, toThreadCookie } from './thread-cookie.ts'
import { answerFile } from './thread-file.ts'
import { answerThreadPage } from './thread-page.ts'
import { answerThreadPost } from './thread-post.ts'

/** A browser that waits for its code shows the link's page again after that. */
const LINK_COOKIE_SECONDS = 3600
const SESSION_COOKIE_SECONDS = SESSION_DAYS * 86_400
/** The longest text, each of its characters four bytes that a form writes as three each. */
const BODY_BYTES_MAX = 64 * 1024

/** What answering one request needs. */
export type PageWork = {
  deps: ThreadDeps
  settings: PageSettings
  request: PageRequest
  context: PageContext
  answers: ReturnType<typeof createAnswers>
  visit: (handoffId: string) => Visit
  /** A new `Set-Cookie` for who is inside, or waits for a code. */
  cookieFor: (handoffId: string, value: string, state: 'asked' | 'inside') => string
}

/** Everything under `/t`. GET changes nothing; a POST comes from our own page, or nothing is done. */
export async function handlePageRequest(
  request: PageRequest,
  deps: ThreadDeps,
  settings: PageSettings,
): Promise<PageResponse> {
  const work = toWork(request, deps, settings)
  const route = parseThreadPath(request.path)
  const trace = toTrace(route)
  const { answers } = work
  if (route === null || (request.method !== 'GET' && request.method !== 'POST')) return answers.closed(trace)
  if (route.kind === 'asset') return answerAsset(work, route.name)
  if (request.method === 'GET') {
    if (route.kind === 'file') return answerFile(work, route.handoffId, route.seq)
    return route.kind === 'link' ? answerLink(work, route.token) : answerThreadPage(work, route)
  }
  if (route.kind === 'file') return answers.closed(trace)
  // A file may be as large as Lambda takes it; that it is too large is said in words.
  const isShort = request.body.length <= BODY_BYTES_MAX || (route.kind === 'thread' && route.step === 'files')
  const isFine = isFromOurPage(request.headers, settings.publicUrl) && isShort
  if (!isFine) return answers.refused({ ...trace, outcome: 'refused' })
  return route.kind === 'link' ? answerPress(work, route.token) : answerThreadPost(work, route)
}

function toWork(request: PageRequest, deps: ThreadDeps, settings: PageSettings): PageWork {
  const language = chooseLanguage(request.headers['accept-language'])
  const context = { language, assets: toAssetPaths(settings) }
  const https = isHttps(settings)
  const { address, requestId, cookies } = request
  return {
    deps,
    settings,
    request,
    context,
    answers: createAnswers(settings, context),
    visit: (handoffId) => ({
      address,
      requestId,
      language: language.tag,
      cookie: findThreadCookie(cookies, handoffId, https),
    }),
    cookieFor: (handoffId, value, state) => {
      const maxAgeSeconds = state === 'asked' ? LINK_COOKIE_SECONDS : SESSION_COOKIE_SECONDS
      return toThreadCookie(handoffId, value, { isHttps: https, maxAgeSeconds })
    },
  }
}

function toTrace(route: ThreadRoute | null): PageResponse['trace'] {
  const handoffId = route?.kind === 'thread' || route?.kind === 'file' ? route.handoffId : null
  const step = route?.kind === 'thread' ? route.step : (route?.kind ?? 'none')
  return { step, handoffId, outcome: 'closed' }
}

function answerAsset({ answers, settings }: PageWork, name: string): PageResponse {
  const { script, style } = settings.assets
  const asset = [script, style].find(({ path }) => path.endsWith(`/${name}`))
  const trace = { step: 'asset', handoffId: null, outcome: asset === undefined ? 'closed' : 'shown' }
  return asset === undefined ? answers.closed(trace) : answers.asset(asset, trace)
}

async function answerLink({ deps, context, answers }: PageWork, token: string): Promise<PageResponse> {
  const door = await lookThroughDoor(deps, token)
  const handoffId = door.kind === 'open' ? door.handoffId : null
  const trace = { step: 'link', handoffId, outcome: door.kind }
  if (door.kind === 'closed') return answers.closed(trace)
  return door.kind === 'ended' ? answers.ended(trace) : answers.page(200, toButtonPage(context, token), trace)
}

async function answerPress(work: PageWork, token: string): Promise<PageResponse> {
  const { deps, request, answers, visit, cookieFor } = work
  const { address, language, requestId } = visit('')
  const outcome = await pressButton(deps, token, {
    address,
    language,
    requestId,
    cookieOf: (handoffId) => findThreadCookie(request.cookies, handoffId, isHttps(work.settings)),
  })
  const handoffId = 'handoffId' in outcome ? outcome.handoffId : null
  const trace = { step: 'press', handoffId, outcome: outcome.kind }
  switch (outcome.kind) {
    case 'closed':
      return answers.closed(trace)
    case 'ended':
      return answers.ended(trace)
    case 'inside':
      return answers.redirect(toThreadPath(outcome.handoffId), trace)
    case 'admitted': {
      const cookie = cookieFor(outcome.handoffId, outcome.cookie, 'inside')
      return answers.redirect(toThreadPath(outcome.handoffId), trace, [cookie])
    }
    case 'code_asked': {
      const cookie = cookieFor(outcome.handoffId, outcome.cookie, 'asked')
      const place = toThreadPath(outcome.handoffId, outcome.sent ? '?say=sent' : '')
      return answers.redirect(place, trace, [cookie])
    }
  }
}
