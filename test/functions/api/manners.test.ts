import { DeleteTableCommand } from '@aws-sdk/client-dynamodb'
import type { Context } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApiEdge } from '../../../functions/edge/api-edge.ts'
import { handleRequest } from '../../../shared/http/handle-request.ts'
import { conversationOf } from './api-data.ts'
import { type Api, type Body, READER, startApi } from './api-harness.ts'

let api: Api

beforeAll(async () => {
  api = await startApi({ INLET_ACTOR_CLAIM: 'kind' })
})
afterAll(() => api.stop())

const errorsOf = (body: Body): string[] => body.errors.map(({ pointer, code }) => `${pointer} ${code}`)

describe('requests that do not fit', () => {
  it.each([
    ['/v1/conversations?limit=0', ['/query/limit too_small']],
    ['/v1/conversations?limit=101', ['/query/limit too_big']],
    ['/v1/conversations?limit=ten', ['/query/limit wrong_format']],
    ['/v1/conversations?limit=', ['/query/limit wrong_format']],
    ['/v1/conversations?limit=-1', ['/query/limit wrong_format']],
    ['/v1/conversations?status=OPEN', ['/query/status not_allowed']],
    ['/v1/conversations?sort=age', ['/query/sort not_allowed']],
    ['/v1/conversations?colour=red&limit=0', ['/query/limit too_small', '/query/colour unknown']],
    ['/v1/conversations?__proto__=x', ['/query/__proto__ unknown']],
    ['/v1/conversations?a%2Fb~=1', ['/query/a~1b~0 unknown']],
    ['/v1/conversations?status=open&status=closed', ['/query/status repeated']],
    ['/v1/contacts', ['/query/channel required', '/query/externalId required']],
    ['/v1/conversations?channel=nope', ['/query/channel not_allowed']],
    ['/v1/contacts?channel=fax&externalId=1', ['/query/channel not_allowed']],
    [`/v1/contacts?channel=sms&externalId=${'1'.repeat(201)}`, ['/query/externalId too_big']],
    ['/v1/events?waitSeconds=21', ['/query/waitSeconds too_big']],
    ['/v1/me?verbose=true', ['/query/verbose unknown']],
  ])('%s: this guarantees that each wrong parameter is named', async (path, errors) => {
    const { status, headers, body } = await api.get(path)
    expect(status).toBe(400)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(body.code).toBe('validation_failed')
    expect(errorsOf(body).sort()).toEqual([...errors].sort())
  })

  it.each([
    '/v1/conversations/nope',
    `/v1/conversations/cnv_${'a'.repeat(26)}`,
    `/v1/conversations/cnv_${'a'.repeat(5000)}`,
    `/v1/conversations/cnv_${'a'.repeat(26)}/entries`,
    '/v1/conversations/%00',
    `/v1/contacts/ctc_${'a'.repeat(26)}`,
    '/v1/nothing',
    '/v1',
    '/v1/conversations/',
  ])('%s: this guarantees that what is not there is a 404 problem', async (path) => {
    const { status, body } = await api.get(path)
    expect(status).toBe(404)
    expect(body).toMatchObject({ code: 'not_found', retryable: false, requestId: 'req-1' })
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s: this guarantees that a known path names the methods it answers',
    async (method) => {
      const { status, headers, body } = await api.get('/v1/accounts', { method })
      expect(status).toBe(405)
      expect(headers['allow']).toBe('GET, HEAD')
      expect(body.code).toBe('method_not_allowed')
    },
  )

  it('this guarantees that HEAD answers as GET without a body', async () => {
    const { status, text, headers } = await api.get('/v1/me', { method: 'HEAD' })
    expect([status, text, headers['content-type']]).toEqual([200, '', 'application/json'])
  })
})

describe('who may', () => {
  const everyPath = [
    '/v1/conversations',
    `/v1/conversations/cnv_${'a'.repeat(26)}`,
    `/v1/conversations/cnv_${'a'.repeat(26)}/entries`,
    '/v1/contacts?channel=sms&externalId=1',
    `/v1/contacts/ctc_${'a'.repeat(26)}`,
    `/v1/contacts/ctc_${'a'.repeat(26)}/timeline`,
    '/v1/accounts',
    '/v1/events',
  ]

  it.each([...everyPath, '/v1/me', '/v1/nothing'])(
    '%s: this guarantees that a front door without authorizer opens nothing',
    async (path) => {
      const { status, headers, body } = await api.get(path, { claims: null })
      expect(status).toBe(401)
      expect(headers['www-authenticate']).toBe('Bearer')
      expect(body.code).toBe('unauthenticated')
    },
  )

  it.each(everyPath)('%s: this guarantees that reading needs inbox:read and says so', async (path) => {
    const { status, headers, body } = await api.get(path, { claims: { ...READER, scope: 'inbox:write' } })
    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'insufficient_scope', detail: 'This needs the scope inbox:read.' })
    expect(headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="inbox:read"')
  })

  it('this guarantees that an ID token is refused', async () => {
    const claims = { sub: 'agent-1', token_use: 'id', 'cognito:groups': '[inlet-agents]' }
    const { status, headers, body } = await api.get('/v1/conversations', { claims })
    expect([status, body.code]).toEqual([401, 'access_token_required'])
    expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"')
  })

  it('this guarantees that a group opens what the settings say', async () => {
    const claims = { sub: 'agent-1', token_use: 'access', 'cognito:groups': '[staff inlet-agents]' }
    expect((await api.get('/v1/conversations', { claims })).status).toBe(200)
  })

  it('this guarantees that a caller can see who they are without any scope', async () => {
    const claims = { sub: 'bot-7', client_id: 'assistant', token_use: 'access', kind: 'ai', name: 'Bot' }
    const { body } = await api.get('/v1/me', { claims })
    expect(body).toEqual({ id: 'bot-7', kind: 'ai', name: 'Bot', clientId: 'assistant', scopes: [] })
  })
})

describe('every answer', () => {
  it.each([
    ['/v1/me', READER],
    ['/v1/nothing', READER],
    ['/v1/me', null],
    ['/v1/conversations?limit=0', READER],
  ])('%s %j: this guarantees that it can be traced and is not kept by caches', async (path, claims) => {
    const { headers } = await api.get(path, { claims })
    expect(headers).toMatchObject({ 'x-request-id': 'req-1', 'cache-control': 'no-store' })
  })
})

describe('when something fails', () => {
  it('this guarantees that an item of another version is a 500 that tells nothing of the inside', async () => {
    const conversation = conversationOf(900)
    await api.store.save([
      { kind: 'conversation', conversation: { ...conversation, seq: -1 }, expectedVersion: null },
    ])
    const { status, body, text, headers } = await api.get(`/v1/conversations/${conversation.id}`)
    expect([status, body.code, body['retryable']]).toEqual([500, 'internal_error', false])
    expect(headers['x-request-id']).toBe('req-1')
    expect(text).not.toMatch(/CONV#|table|item|zod|seq/i)
  })

  it('this guarantees that an event that is no HTTP event is a 500 and not a crash', async () => {
    const result = await createApiEdge(handleRequest)({ hello: 1 }, {} as Context)
    expect(result.statusCode).toBe(500)
  })

  it('this guarantees that missing settings close the API', async () => {
    const { INLET_TABLE_NAME } = process.env
    delete process.env['INLET_TABLE_NAME']
    const handler = createApiEdge(handleRequest)
    const result = await handler({ hello: 1 }, {} as Context)
    process.env['INLET_TABLE_NAME'] = INLET_TABLE_NAME
    expect(result.statusCode).toBe(500)
    expect(result.body).not.toContain('INLET_')
  })

  it('this guarantees that a log line names request, route and ids, and neither token, query nor words', async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO')
    vi.stubEnv('POWERTOOLS_DEV', 'true')
    const lines: string[] = []
    vi.spyOn(console, 'info').mockImplementation((line: string) => void lines.push(line))
    const conversation = conversationOf(901)
    await api.store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
    const handler = createApiEdge(handleRequest)
    await handler(
      {
        rawPath: `/v1/conversations/${conversation.id}/entries`,
        rawQueryString: 'limit=7',
        headers: { authorization: 'Bearer secret-token' },
        requestContext: {
          requestId: 'req-2',
          http: { method: 'GET' },
          authorizer: { jwt: { claims: { ...READER, email: 'ada@example.com' } } },
        },
      },
      {} as Context,
    )
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    expect(lines).toHaveLength(1)
    const [line = ''] = lines
    expect(JSON.parse(line)).toMatchObject({
      requestId: 'req-2',
      method: 'GET',
      route: 'GET /v1/conversations/{id}/entries',
      status: 200,
      callerId: 'agent-1',
      conversationId: conversation.id,
    })
    expect(line).not.toMatch(/secret-token|limit=7|ada@example|hello 901/)
  })

  it('this guarantees that a table out of reach is a 503 with the time to come back', async () => {
    await api.table.client.send(new DeleteTableCommand({ TableName: api.table.name }))
    const { status, headers, body } = await api.get('/v1/conversations')
    expect([status, body.code, body['retryable']]).toEqual([503, 'temporarily_unavailable', true])
    expect([body['retryAfterMs'], headers['retry-after']]).toEqual([1000, '1'])
  })
})
