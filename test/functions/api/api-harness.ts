import type { Context } from 'aws-lambda'
import { createApiEdge } from '../../../functions/edge/api-edge.ts'
import type { Claims } from '../../../functions/edge/authorize.ts'
import type { InboxStore } from '../../../shared/app/ports.ts'
import type { Table } from '../../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../../shared/aws/inbox-store.ts'
import { handleRequest } from '../../../shared/http/handle-request.ts'
import { matchRoute } from '../../../shared/http/match-route.ts'
import { type FieldError, Problem } from '../../../shared/http/problems.ts'
import { ROUTES } from '../../../shared/http/route-table.ts'
import { checkDocumented } from '../../support/check-documented.ts'
import { startDynoxide } from '../../support/start-dynoxide.ts'
import { QUEUE_SHARDS } from './api-data.ts'

export const READER: Claims = { sub: 'agent-1', token_use: 'access', scope: 'inbox:read', name: 'Ada' }

export const WRITER: Claims = { ...READER, scope: 'inbox:read inbox:write' }

type Call = {
  method?: string
  claims?: Claims | null
  body?: string
  contentType?: string | null
  headers?: Record<string, string>
  /** As API Gateway hands on what it does not take for text. */
  base64?: boolean
}
/** Whatever comes back; `checkShape` has held it to its schema. */
export type Body = Record<string, unknown> & {
  id: string
  code: string
  data: (Record<string, unknown> & { id: string; seq: number; conversationId: string })[]
  page: { next: string | null; hasMore: boolean }
  conversations: unknown[]
  errors: FieldError[]
}
export type Answer = { status: number; headers: Record<string, unknown>; text: string; body: Body }

export type Api = {
  table: Table
  store: InboxStore
  get: (pathAndQuery: string, call?: Call) => Promise<Answer>
  /** Sends JSON as somebody who may write. */
  post: (path: string, body?: unknown, call?: Call) => Promise<Answer>
  stop: () => Promise<void>
}

/** The API function as it is deployed, over a table of its own. Every answer is held to the schema that its route promises. */
export async function startApi(environment: Record<string, string> = {}): Promise<Api> {
  const dynoxide = await startDynoxide()
  const table = await dynoxide.createInboxTable()
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynoxide.endpoint,
    POWERTOOLS_SERVICE_NAME: 'api',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    INLET_STAGE: 'test',
    INLET_TABLE_NAME: table.name,
    INLET_OUTBOUND_QUEUE_URL: 'http://127.0.0.1:1/nobody/outbound.fifo',
    INLET_FILES_BUCKET: 'files',
    INLET_QUEUE_SHARDS: String(QUEUE_SHARDS),
    INLET_FEED_SHARDS: '1',
    INLET_HUMAN_AGENT: 'on',
    INLET_REDACTION: '{"patterns":[],"onFailure":"closed"}',
    INLET_GROUPS_CLAIM: 'cognito:groups',
    INLET_GROUP_SCOPES: '{"inlet-agents":["inbox:read","inbox:write"]}',
    INLET_AI_CLIENTS: '["assistant"]',
    INLET_HANDOFF: '{}',
    ...environment,
  })
  const handler = createApiEdge(handleRequest)
  const call = async (pathAndQuery: string, how: Call): Promise<Answer> => {
    const event = toEvent(pathAndQuery, how)
    const result = await handler(event, {} as Context)
    const text = result.body ?? ''
    const headers = result.headers ?? {}
    const isTable = String(headers['content-type']).startsWith('text/csv')
    const answer: Answer = {
      status: result.statusCode ?? 0,
      headers,
      text,
      body: JSON.parse(text === '' || isTable ? '{}' : text) as Body,
    }
    if (text !== '') checkShape(event, answer)
    return answer
  }
  return {
    table,
    store: createInboxStore(table, { clock: { now: () => new Date() }, retentionDays: null }),
    get: (pathAndQuery, how = {}) => call(pathAndQuery, how),
    post: (path, body, how = {}) =>
      call(path, {
        method: 'POST',
        claims: WRITER,
        contentType: body === undefined ? null : 'application/json; charset=utf-8',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...how,
      }),
    stop: dynoxide.stop,
  }
}

/** Every page of a list, one after the other. */
export async function readAllPages(api: Api, path: string): Promise<{ data: Body['data']; pages: number }> {
  const data: Body['data'] = []
  let next: string | null = null
  for (let pages = 1; ; pages++) {
    const cursor: string = next === null ? '' : `&cursor=${next}`
    const { body } = await api.get(`${path}${cursor}`)
    data.push(...body.data)
    next = body.page.next
    if (next === null) return { data, pages }
    if (pages > 200) throw new Error('the list does not end')
  }
}

/** As API Gateway hands it on: HTTP API, payload format 2.0. */
function toEvent(pathAndQuery: string, how: Call) {
  const { method = 'GET', claims = READER, body, contentType = null, headers = {}, base64 = false } = how
  const [rawPath = '', rawQueryString = ''] = pathAndQuery.split('?')
  return {
    version: '2.0',
    routeKey: 'ANY /v1/{proxy+}',
    rawPath,
    rawQueryString,
    headers: {
      host: 'api.example.com',
      authorization: 'Bearer secret-token',
      ...(contentType === null ? {} : { 'content-type': contentType }),
      ...headers,
    },
    requestContext: {
      requestId: 'req-1',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'test' },
      ...(claims === null ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
    },
    ...(body === undefined ? {} : { body: base64 ? Buffer.from(body).toString('base64') : body }),
    isBase64Encoded: base64,
  }
}

/** As the route's own schema says, and as the document says to everybody else. */
function checkShape(event: ReturnType<typeof toEvent>, answer: Answer): void {
  const { status, body } = answer
  const isDone = status < 300
  if (!isDone) Problem.parse(body)
  const match = matchRoute(ROUTES, event.requestContext.http.method, event.rawPath)
  if (match.kind !== 'matched') {
    if (isDone) throw new Error(`no route answers ${event.rawPath}`)
    return
  }
  const isTable = String(answer.headers['content-type']).startsWith('text/csv')
  if (isDone && !isTable) match.route.response.parse(body)
  checkDocumented(match.route, isTable ? { ...answer, body: answer.text } : answer)
}
