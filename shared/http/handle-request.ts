import type { OpenFile } from '../app/thread/thread-files.ts'
import { toContentDisposition, toFileName } from '../domain/media/file-name.ts'
import { chooseMediaType } from './accept.ts'
import type { HttpRequest, HttpResponse } from './http-message.ts'
import { matchRoute } from './match-route.ts'
import { type ProblemContext, toProblemResponse } from './problems.ts'
import { ROUTES } from './route-table.ts'
import type { ApiDependencies, Route } from './route.ts'
import type { Caller } from './caller.ts'

const JSON_TYPE = 'application/json'
const CSV = 'text/csv'
type MediaType = typeof JSON_TYPE | typeof CSV

/** One request to `/v1`: who, where, whether, what. Failing infrastructure is thrown. */
export async function handleRequest(
  request: HttpRequest,
  dependencies: ApiDependencies,
): Promise<HttpResponse> {
  const response = withCommonHeaders(await answer(request, dependencies), request.requestId)
  return request.method === 'HEAD' ? { ...response, body: '' } : response
}

/** On every answer, of a failure too. Conversations are nobody's business but the caller's. */
export function withCommonHeaders(response: HttpResponse, requestId: string): HttpResponse {
  const headers = {
    'x-request-id': requestId,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return { ...response, headers: { ...headers, ...response.headers } }
}

async function answer(request: HttpRequest, dependencies: ApiDependencies): Promise<HttpResponse> {
  const { authentication } = request
  if (authentication.kind === 'rejected') {
    const challenge = authentication.code === 'unauthenticated' ? 'Bearer' : 'Bearer error="invalid_token"'
    return toProblemResponse(authentication.code, authentication.detail, request, {
      headers: { 'www-authenticate': challenge },
    })
  }
  const match = matchRoute(ROUTES, request.method, request.path)
  if (match.kind === 'unknown') return toProblemResponse('not_found', 'There is no such path.', request)
  if (match.kind === 'wrong_method') {
    const allow = match.allow.join(', ')
    return toProblemResponse('method_not_allowed', `This path answers ${allow}.`, request, {
      headers: { allow },
    })
  }
  const context = {
    ...request,
    mediaType: chooseMediaType(request.headers['accept'], listMediaTypes(match.route)),
    route: `${match.route.method} ${match.route.path}`,
  }
  return (
    refuseScope(match.route, authentication.caller, context) ??
    toResponse(
      await match.route.run({ ...request, ...match }, authentication.caller, dependencies),
      match.route,
      context,
    )
  )
}

function refuseScope({ scope }: Route, { scopes }: Caller, context: ProblemContext): HttpResponse | null {
  if (scope === null || scopes.has(scope)) return null
  return toProblemResponse('insufficient_scope', `This needs the scope ${scope}.`, context, {
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  })
}

function toResponse(
  outcome: Awaited<ReturnType<Route['run']>>,
  { status = 200, csv }: Route,
  context: ProblemContext & { route: string; mediaType: MediaType },
): HttpResponse {
  switch (outcome.kind) {
    case 'reply':
      return context.mediaType === CSV && csv !== undefined
        ? toTextResponse(status, CSV, csv(outcome.body), outcome.headers ?? {}, context)
        : toTextResponse(status, JSON_TYPE, JSON.stringify(outcome.body), outcome.headers ?? {}, context)
    case 'repeated':
      return toTextResponse(
        outcome.status,
        JSON_TYPE,
        outcome.body,
        { 'idempotent-replayed': 'true' },
        context,
      )
    case 'file':
      return toFileResponse(status, outcome.file, context)
    case 'done_silently':
      return { status, headers: {}, body: '', trace: { route: context.route, code: null } }
    case 'refused': {
      const { code, detail, entries } = outcome
      return toProblemResponse(code, detail, context, entries === undefined ? {} : { entries })
    }
    case 'unreadable':
      return toProblemResponse(outcome.code, outcome.detail, context)
    case 'invalid': {
      const detail = 'Some parts of the request are not as the route wants them; `errors` names each.'
      return toProblemResponse('validation_failed', detail, context, { errors: outcome.errors })
    }
    case 'unknown_resource':
      return toProblemResponse('not_found', 'There is nothing with this id.', context)
  }
}

/** To be saved, never to be shown. */
function toFileResponse(
  status: number,
  { name, mimeType, bytes }: OpenFile,
  { route }: { route: string },
): HttpResponse {
  const disposition = toContentDisposition(toFileName({ name, type: 'file', mimeType }))
  const headers = { 'content-type': mimeType, 'content-disposition': disposition }
  return { status, headers, body: bytes, trace: { route, code: null } }
}

/** The first is what callers get who do not say. */
function listMediaTypes({ csv }: Route): readonly [MediaType, ...MediaType[]] {
  return csv === undefined ? [JSON_TYPE] : [JSON_TYPE, CSV]
}

function toTextResponse(
  status: number,
  mediaType: MediaType,
  body: string,
  headers: Readonly<Record<string, string>>,
  { route }: { route: string },
): HttpResponse {
  return {
    status,
    headers: { 'content-type': mediaType === CSV ? `${CSV}; charset=utf-8` : mediaType, ...headers },
    body,
    trace: { route, code: null },
  }
}
