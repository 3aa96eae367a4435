import * as z from 'zod'
import { defineRoute } from '../route.ts'

const OpenApi = z.record(z.string(), z.unknown())

export const getOpenApiRoute = defineRoute({
  method: 'GET',
  path: '/v1/openapi.json',
  scope: null,
  summary: 'This description of the API',
  parameters: z.object({}),
  query: z.strictObject({}),
  response: OpenApi,
  documentation: {
    operationId: 'getOpenApi',
    tag: 'API',
    description: 'OpenAPI 3.1, made from the routes that answer.',
    refusals: [],
    example: { openapi: '3.1.0', info: { title: 'Inlet' }, paths: {} },
  },
  handle: async (_input, { openApi }) => ({ kind: 'reply', body: { ...openApi() } }),
})
