import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  apiResources,
  createAssembly,
  createScratch,
  functionResource,
  startSmallStack,
  type Resources,
  type StackHandle,
} from './small-stack.ts'

const ECHO = `
let count = 0
export const handler = async (event) => {
  count += 1
  if (event.rawPath === '/v1/crash') process.exit(3)
  if (event.rawPath === '/v1/throw') throw new Error('no')
  if (event.rawPath === '/v1/late') { setTimeout(() => { throw new Error('outside') }, 0); await new Promise(() => {}) }
  if (event.rawPath === '/v1/slow') await new Promise((resolve) => setTimeout(resolve, 60_000))
  if (event.rawPath === '/v1/inferred') return { hello: 'world' }
  if (event.rawPath === '/v1/bad') return { statusCode: 200, body: { not: 'text' } }
  if (event.rawPath === '/v1/cookies') return { statusCode: 201, cookies: ['a=1', 'b=2'], isBase64Encoded: true, body: 'aGVsbG8=' }
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ event, count, env: process.env }) }
}
`
const ISSUER = 'https://issuer.example'

function resources(): Resources {
  return {
    ...apiResources({ 'GET /open/{id}': 'Echo', 'POST /open/fixed': 'Echo', 'ANY /open/{proxy+}': 'Echo' }),
    ...apiResources({ 'ANY /v1': 'Echo', 'ANY /v1/{proxy+}': 'Echo' }, { protectedBy: 'Jwt', prefix: 'V1' }),
    ...apiResources(
      { 'GET /admin': 'Echo' },
      { protectedBy: 'Jwt', prefix: 'Admin', scopes: ['inbox:admin'] },
    ),
    Jwt: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'JWT',
        Name: 'jwt',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: ISSUER, Audience: ['client-1'] },
      },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Echo: functionResource('echo', {
      Timeout: 1,
      Environment: { Variables: { INLET_PUBLIC_URL: 'https://inbox.example', COLOUR: 'blue' } },
    }),
  }
}

const scratch = createScratch()
let stack: StackHandle
let token: string

beforeAll(async () => {
  stack = await startSmallStack({
    assembly: createAssembly(scratch.directory, resources(), { echo: ECHO }),
    dataDir: scratch.directory,
  })
  token = await fetchToken({})
})
afterAll(async () => {
  await stack.stop()
  scratch.clean()
})

const Echo = z.object({
  event: z.looseObject({
    routeKey: z.string(),
    rawQueryString: z.string(),
    body: z.string().optional(),
    isBase64Encoded: z.boolean(),
    cookies: z.array(z.string()).optional(),
    headers: z.record(z.string(), z.string()),
    pathParameters: z.record(z.string(), z.string()).optional(),
    queryStringParameters: z.record(z.string(), z.string()).optional(),
    requestContext: z.looseObject({ authorizer: z.unknown().optional() }),
  }),
  count: z.number(),
  env: z.record(z.string(), z.string()),
})

async function fetchToken(body: object): Promise<string> {
  const response = await fetch(`${stack.url}/local/token`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token
}

function fetchV1(path: string, bearer: string | null = token): Promise<Response> {
  const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` }
  return fetch(stack.url + path, { headers })
}

async function echo(path: string, init: RequestInit = {}): Promise<z.infer<typeof Echo>> {
  const response = await fetch(stack.url + path, init)
  expect(response.status).toBe(200)
  return Echo.parse(await response.json())
}

describe('routes', () => {
  it.each([
    { name: 'a parameter', method: 'GET', path: '/open/7', key: 'GET /open/{id}' },
    { name: 'a literal before a parameter', method: 'POST', path: '/open/fixed', key: 'POST /open/fixed' },
    { name: 'a greedy parameter', method: 'GET', path: '/open/7/8', key: 'ANY /open/{proxy+}' },
    { name: 'ANY where no method fits', method: 'DELETE', path: '/open/fixed', key: 'ANY /open/{proxy+}' },
  ])(
    'chooses $name: this guarantees that a path reaches the route it reaches on AWS',
    async ({ method, path, key }) => {
      expect((await echo(path, { method })).event.routeKey).toBe(key)
    },
  )

  it.each(['/', '/open', '/open/', '/elsewhere', '/V1', '/local/nothing'])(
    'answers 404 for %s: this guarantees that API Gateway’s own body is seen for unknown paths',
    async (path) => {
      const response = await fetch(stack.url + path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ message: 'Not Found' })
    },
  )
})

describe('the event', () => {
  it('has the shape of payload format 2.0: this guarantees that handlers read here what they read on AWS', async () => {
    const { event } = await echo('/open/a%20b?x=1&x=2&y=%26', {
      headers: { cookie: 'a=1; b=2', 'X-Some': 'Thing' },
    })
    expect(event.rawQueryString).toBe('x=1&x=2&y=%26')
    expect(event.queryStringParameters).toEqual({ x: '1,2', y: '&' })
    expect(event.pathParameters).toEqual({ id: 'a b' })
    expect(event.cookies).toEqual(['a=1', 'b=2'])
    expect(event.headers).toMatchObject({ 'x-some': 'Thing', 'x-forwarded-proto': 'http' })
    expect(event.headers).not.toHaveProperty('cookie')
    expect(event.isBase64Encoded).toBe(false)
    expect(event).not.toHaveProperty('body')
  })

  it.each([
    { type: 'application/json; charset=utf-8', encoded: false },
    { type: 'text/xml', encoded: false },
    { type: 'application/x-www-form-urlencoded', encoded: true },
    { type: 'application/jsonx', encoded: true },
  ])(
    'gives a $type body with isBase64Encoded $encoded: this guarantees that signatures are checked over the same bytes',
    async ({ type, encoded }) => {
      const { event } = await echo('/open/fixed', {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'a=é',
      })
      expect(event.isBase64Encoded).toBe(encoded)
      expect(Buffer.from(event.body ?? '', encoded ? 'base64' : 'utf8').toString()).toBe('a=é')
    },
  )

  it('gives the function its own environment: this guarantees that the template’s settings and the local address reach it, and nothing of ours does', async () => {
    const { env } = await echo('/open/1')
    expect(env).toMatchObject({ COLOUR: 'blue', INLET_PUBLIC_URL: stack.url, AWS_REGION: 'us-east-1' })
    expect(env).not.toHaveProperty('HOME')
  })
})

describe('responses', () => {
  it.each([
    { path: '/v1/inferred', status: 200, type: 'application/json', body: '{"hello":"world"}' },
    { path: '/v1/bad', status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    { path: '/v1/throw', status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    { path: '/v1/crash', status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    { path: '/v1/late', status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    { path: '/v1/slow', status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    { path: '/v1/cookies', status: 201, type: 'text/plain;charset=UTF-8', body: 'hello' },
  ])(
    'answers $status on $path: this guarantees that clients see what API Gateway would say',
    async ({ path, status, type, body }) => {
      const response = await fetchV1(path)
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toBe(type)
      expect(await response.text()).toBe(body)
      if (path === '/v1/cookies') expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    },
  )

  it('answers after a crash with a new instance: this guarantees that one bad event does not end a function', async () => {
    await fetchV1('/v1/crash')
    expect((await echo('/open/1')).count).toBeGreaterThan(0)
    expect(stack.lines.join('\n')).toContain('Runtime exited with exit status 3')
  })

  it('answers 413 over 10 MB: this guarantees that the limit of API Gateway is met before a deployment', async () => {
    const response = await fetch(`${stack.url}/open/fixed`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    })
    expect(response.status).toBe(413)
    expect(await response.json()).toEqual({ message: 'Request Entity Too Large' })
  })

  it('survives a client that goes away: this guarantees that a broken upload ends nothing', async () => {
    const { port } = new URL(stack.url)
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write('POST /open/fixed HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf')
    socket.destroy()
    expect((await echo('/open/1')).count).toBeGreaterThan(0)
  })

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'refuses the host "%s": this guarantees that a web page cannot reach the runner under a name of its own',
    async (host) => {
      const status = await new Promise((resolve, reject) => {
        request(`${stack.url}/open/1`, { headers: { host } }, (response) =>
          resolve(response.resume().statusCode),
        )
          .on('error', reject)
          .end()
      })
      expect(status).toBe(403)
    },
  )
})

describe('the authorizer', () => {
  it('lets a local token in: this guarantees that claims arrive as text, as from API Gateway', async () => {
    const bearer = await fetchToken({ sub: 'ada', kind: 'ai', name: 'Ada', scope: 'inbox:read' })
    const { event } = Echo.parse(await (await fetchV1('/v1/me', bearer)).json())
    expect(event.requestContext.authorizer).toEqual({
      jwt: {
        scopes: null,
        claims: expect.objectContaining({
          sub: 'ada',
          iss: ISSUER,
          client_id: 'client-1',
          token_use: 'access',
          scope: 'inbox:read',
          name: 'Ada',
          'inlet:actor': 'ai',
          exp: expect.stringMatching(/^\d+$/),
        }),
      },
    })
  })

  it('asks for the route’s scope: this guarantees that a token with too little gets 403 from API Gateway itself', async () => {
    const reader = await fetchToken({ scope: 'inbox:read' })
    const refused = await fetchV1('/admin', reader)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toEqual({ message: 'Forbidden' })
    const { event } = Echo.parse(await (await fetchV1('/admin')).json())
    expect(event.requestContext.authorizer).toMatchObject({
      jwt: { scopes: ['inbox:read', 'inbox:write', 'inbox:admin', 'inbox:secure'] },
    })
  })

  it('gives a token with every scope to an empty request: this guarantees that a first call needs no setup', async () => {
    const response = await fetch(`${stack.url}/local/token`, { method: 'POST' })
    const { access_token } = z.object({ access_token: z.string() }).parse(await response.json())
    const { event } = Echo.parse(await (await fetchV1('/v1/me', access_token)).json())
    expect(JSON.stringify(event.requestContext.authorizer)).toContain(
      'inbox:read inbox:write inbox:admin inbox:secure',
    )
  })

  it.each([
    { name: 'no token', bearer: () => null },
    { name: 'nonsense', bearer: () => 'abc.def.ghi' },
    { name: 'a changed signature', bearer: () => `${token.slice(0, -6)}AAAAAA` },
    {
      name: 'no algorithm',
      bearer: () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
    },
  ])(
    'refuses $name: this guarantees that nothing behind the authorizer runs without a token',
    async ({ bearer }) => {
      const response = await fetchV1('/v1/me', bearer())
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({ message: 'Unauthorized' })
    },
  )

  it.each([{ kind: 'robot' }, { scopes: 'x' }, [], 'text'])(
    'refuses the token request %j: this guarantees that a typing mistake is told',
    async (body) => {
      const response = await fetch(`${stack.url}/local/token`, { method: 'POST', body: JSON.stringify(body) })
      expect(response.status).toBe(400)
    },
  )
})

it('lists no events on a quiet bus: this guarantees that /local/events has its shape from the start', async () => {
  expect(await (await fetch(`${stack.url}/local/events`)).json()).toEqual({ data: [] })
})
