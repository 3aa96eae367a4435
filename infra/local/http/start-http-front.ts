import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { FunctionPool } from '../lambda/function-pool.ts'
import type { Platforms } from '../platforms/start-platforms.ts'
import { StartError } from '../start-error.ts'
import type { LocalApi } from '../template/read-api.ts'
import { splitTarget, toHttpEvent } from './http-event.ts'
import { gatewayResponse, toHttpResponse, type HttpResponse } from './http-response.ts'
import { authorizeRequest } from './jwt-authorizer.ts'
import { answerLocalRoute, type LocalRoutes } from './local-routes.ts'
import { createRouteMatcher } from './match-route.ts'
import { readBody } from './read-body.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const BODY_BYTES_MAX = 10 * 1024 * 1024
const WEBHOOK_PATH = /^\/webhooks\/([^/]+)$/
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

export type HttpBackend = {
  api: LocalApi
  functions: ReadonlyMap<string, FunctionPool>
  local: LocalRoutes
}

export type HttpFront = {
  url: string
  /** From here on requests are answered; before they get 503. */
  open: (backend: HttpBackend) => void
  /** Takes no more requests and waits for those that run, at most so long. */
  stop: (patienceMs: number) => Promise<void>
}

/** The port is bound at once, because functions are told the address; requests are answered once there is a backend. */
export async function startHttpFront(port: number, log: (line: string) => void): Promise<HttpFront> {
  let answer: ((request: IncomingMessage) => Promise<HttpResponse>) | null = null
  const server = createServer((request, response) => {
    const answered =
      answer === null ? Promise.resolve(gatewayResponse(503, 'Service Unavailable')) : answer(request)
    answered
      .catch((error: unknown) => {
        log(`A request failed: ${String(error)}`)
        return gatewayResponse(500, 'Internal Server Error')
      })
      .then((result) => send(response, result))
      .catch(() => response.destroy())
  })
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new StartError(
      code === 'EADDRINUSE'
        ? `Port ${port} is in use. Stop what runs there, or set PORT to another one.`
        : `Port ${port} cannot be opened (${code}). Set PORT to another one.`,
    )
  }
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${bound}`,
    open: (backend) => {
      answer = createAnswerer(backend)
    },
    stop: async (patienceMs) => {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), patienceMs)
      await closed
      clearTimeout(late)
    },
  }
}

function createAnswerer(backend: HttpBackend): (request: IncomingMessage) => Promise<HttpResponse> {
  const { api, functions, local } = backend
  const match = createRouteMatcher(api.routes)
  return async (request) => {
    // A page in a browser can make a name of its own lead to this address; only a loopback name is meant for us.
    if (!LOOPBACK_HOST.test(request.headers.host ?? '')) return gatewayResponse(403, 'Forbidden')
    const method = request.method ?? 'GET'
    const target = request.url ?? '/'
    const body = await readBody(request, BODY_BYTES_MAX)
    if (body === null) return gatewayResponse(413, 'Request Entity Too Large')
    const own = await answerLocalRoute(local, method, target, body)
    if (own !== null) return own

    const found = match(method, splitTarget(target)[0])
    const pool = functions.get(found?.route.functionArn ?? '')
    if (found === null || pool === undefined) return gatewayResponse(404, 'Not Found')
    const authorization = await authorizeRequest(found.route, request.headers.authorization, local.issuer)
    if (authorization.kind === 'unauthorized') return gatewayResponse(401, 'Unauthorized')
    if (authorization.kind === 'forbidden') return gatewayResponse(403, 'Forbidden')
    const event = toHttpEvent({
      apiId: api.id,
      request,
      body,
      match: found,
      authorized: authorization.kind === 'authorized' ? authorization.jwt : null,
      now: new Date(),
    })
    const response = await invokeWithin(pool, event, found.route.timeoutMs)
    if (response.status < 300) tellPlatforms(local.platforms, request, body)
    return response
  }
}

/** Whoever plays the platforms sees what they themselves delivered, and knows customers and windows from it. */
function tellPlatforms(
  platforms: Platforms | null,
  { method, url = '/', headers }: IncomingMessage,
  body: Buffer,
): void {
  const channel = WEBHOOK_PATH.exec(splitTarget(url)[0])?.[1]
  if (platforms === null || method !== 'POST' || channel === undefined) return
  const texts = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  platforms.observe({ channel, path: url, headers: Object.fromEntries(texts), body })
}

async function invokeWithin(pool: FunctionPool, event: object, timeoutMs: number): Promise<HttpResponse> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<HttpResponse>((resolve) => {
    timer = setTimeout(() => resolve(gatewayResponse(503, 'Service Unavailable')), timeoutMs)
  })
  const answered = pool.invoke(event).then((outcome) => {
    if (outcome.kind === 'failed' && outcome.errorType === 'RequestTooLargeException') {
      return gatewayResponse(413, 'Request Entity Too Large')
    }
    return toHttpResponse(outcome)
  })
  const result = await Promise.race([answered, late])
  clearTimeout(timer)
  return result
}

function send(response: ServerResponse, { status, headers, body }: HttpResponse): void {
  response.statusCode = status
  for (const [name, value] of headers) response.appendHeader(name, value)
  response.setHeader('content-length', body.length)
  response.end(body)
}
