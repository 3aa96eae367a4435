import { afterAll, beforeAll, expect, it } from 'vitest'
import { toOpenApi } from '../../../shared/http/openapi.ts'
import { ROUTES } from '../../../shared/http/route-table.ts'
import { type Api, startApi } from './api-harness.ts'

let api: Api

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

it('this guarantees that any authenticated caller reads what the routes are', async () => {
  const claims = { sub: 'nobody-special', token_use: 'access' }
  const { status, text } = await api.get('/v1/openapi.json', { claims })
  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(toOpenApi(ROUTES))))
})

it('this guarantees that a stranger reads nothing', async () => {
  expect((await api.get('/v1/openapi.json', { claims: null })).status).toBe(401)
})
