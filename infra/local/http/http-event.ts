import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { LOCAL_ACCOUNT } from '../local-account.ts'
import type { AuthorizedClaims } from './jwt-authorizer.ts'
import type { RouteMatch } from './match-route.ts'

/** Only these reach a function as text; every other body, form posts included, arrives as base64. */
const TEXT_TYPES = /^\s*(text\/|application\/(json|xml|javascript)\s*(;|$))/i

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function toHttpEvent(options: {
  apiId: string
  request: IncomingMessage
  body: Buffer
  match: RouteMatch
  authorized: AuthorizedClaims | null
  now: Date
}): object {
  const { apiId, request, body, match, authorized, now } = options
  const [rawPath, rawQueryString] = splitTarget(request.url ?? '/')
  const address = request.socket.remoteAddress ?? '127.0.0.1'
  const { cookies, headers } = toHeaders(request, address)
  const query = toQuery(rawQueryString)
  const isText = TEXT_TYPES.test(headers['content-type'] ?? '')
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath,
    rawQueryString,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId,
      ...(authorized === null ? {} : { authorizer: { jwt: authorized } }),
      domainName: headers['host'] ?? '',
      domainPrefix: (headers['host'] ?? '').split(/[.:]/)[0] ?? '',
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: address,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: toClfTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(match.pathParameters).length === 0 ? {} : { pathParameters: match.pathParameters }),
    ...(body.length === 0 ? {} : { body: isText ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

export function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?')
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
}

/** Lower-cased, repeated ones joined with a comma; cookies apart. */
function toHeaders(
  request: IncomingMessage,
  address: string,
): { headers: Record<string, string>; cookies: string[] } {
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] ?? '').toLowerCase()
    const value = request.rawHeaders[index + 1] ?? ''
    if (name === 'cookie') cookies.push(...value.split(/;\s*/))
    else if (name !== 'connection' && name !== 'transfer-encoding') {
      headers[name] = name in headers ? `${headers[name]},${value}` : value
    }
  }
  headers['x-forwarded-for'] = address
  headers['x-forwarded-port'] = String(request.socket.localPort ?? 80)
  headers['x-forwarded-proto'] = 'http'
  return { headers, cookies }
}

function toQuery(raw: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(raw)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value
  }
  return query
}

function toClfTime(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${two(now.getUTCDate())}/${MONTHS[now.getUTCMonth()]}/${now.getUTCFullYear()}`
  return `${day}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`
}
