import { type ProblemCode, PROBLEMS, toProblemResponse } from './problems.ts'
import type { Route } from './route.ts'

const EVERYWHERE: readonly ProblemCode[] = [
  'validation_failed',
  'unauthenticated',
  'access_token_required',
  'internal_error',
  'temporarily_unavailable',
]

/** What the front door answers by itself, before or instead of the API: status → its whole message. */
const GATEWAY: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

const HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'How to name yourself.' },
  403: { 'WWW-Authenticate': 'Names the scope that is missing.' },
  503: { 'Retry-After': 'Seconds to wait.' },
}

export type NamedResponses = Record<string, Readonly<Record<string, unknown>>>

/** The failing answers of a route, by status, as references into `responses`, which they are added to. */
export function toProblemResponses(
  route: Route,
  responses: NamedResponses,
): Record<string, { $ref: string }> {
  const codes = new Set<ProblemCode>([...EVERYWHERE, ...route.documentation.refusals])
  if (route.scope !== null) codes.add('insufficient_scope')
  if (route.idempotent) codes.add('idempotency_key_required').add('idempotency_key_reused')
  if (route.ifMatch !== undefined) codes.add('version_conflict')
  if (route.body !== undefined) codes.add('body_too_large').add('unsupported_media_type')
  const statuses = new Set([...codes].map((code) => PROBLEMS[code].status as number)).add(429)
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const ofStatus = [...codes].filter((code) => PROBLEMS[code].status === status)
      const name = toName(status, ofStatus)
      responses[name] ??= toResponse(status, ofStatus, route.path)
      return [status, { $ref: `#/components/responses/${name}` }]
    }),
  )
}

function toName(status: number, codes: readonly ProblemCode[]): string {
  if (codes.length === 0) return `Status${status}`
  return codes
    .map((code) => code.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .join('Or')
}

function toResponse(status: number, codes: readonly ProblemCode[], path: string): NamedResponses[string] {
  const message = GATEWAY[status]
  const titles = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`)
  const words = message === undefined ? titles : [...titles, 'Or the front door says so in its own form.']
  const problem = {
    schema: { $ref: '#/components/schemas/Problem' },
    examples: Object.fromEntries(codes.map((code) => [code, { value: toExample(code, path) }])),
  }
  const ofGateway = { schema: { $ref: '#/components/schemas/GatewayError' }, example: { message } }
  return {
    description: words.join(' '),
    headers: toHeaders(codes.length === 0 ? {} : (HEADERS[status] ?? {})),
    content: {
      ...(codes.length === 0 ? {} : { 'application/problem+json': problem }),
      ...(message === undefined ? {} : { 'application/json': ofGateway }),
    },
  }
}

/** `x-request-id` is on every answer of the API; the front door's own have none. */
export function toHeaders(others: Readonly<Record<string, string>>): Record<string, unknown> {
  const headers: Record<string, unknown> = { 'x-request-id': { $ref: '#/components/headers/RequestId' } }
  for (const [name, description] of Object.entries(others)) {
    headers[name] = { description, schema: { type: 'string' } }
  }
  return headers
}

function toExample(code: ProblemCode, path: string): unknown {
  const detail = `${PROBLEMS[code].title}.`
  const errors =
    code === 'validation_failed'
      ? [{ pointer: '/query/colour', code: 'unknown', detail: 'This is not a parameter of the route.' }]
      : undefined
  const context = { requestId: 'JKJaXmPLvHcESHA=', path }
  const { body } = toProblemResponse(code, detail, context, errors === undefined ? {} : { errors })
  return JSON.parse(body) as unknown
}
