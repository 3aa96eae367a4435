import {
  type JsonSchema,
  type OpenApiSchemas,
  toRequestSchema,
  toResponseSchemas,
} from './openapi-schemas.ts'
import { type NamedResponses, toHeaders, toProblemResponses } from './openapi-problems.ts'
import { TAGS } from './route-documentation.ts'
import type { ApiDependencies, Route } from './route.ts'

const DESCRIPTION = `One inbox for public posts and private messages, over all channels.

- Times are ISO 8601 in UTC with milliseconds. Ids have a prefix: \`cnv_\`, \`msg_\`, \`ctc_\`, \`evt_\`.
- Lists take \`limit\` and \`cursor\` and answer \`{ data, page: { next, hasMore } }\`. A cursor belongs to its filter and order.
- Every creating \`POST\` needs an \`Idempotency-Key\`: repeated with the same body, it is done once and answered the same, with \`Idempotent-Replayed: true\`.
- Failures are \`application/problem+json\` (RFC 9457) with a stable \`code\`. What the front door refuses by itself (401, 413, 429, 500, 503) is \`{ "message" }\`.
- Fields may be added to answers at any time; none is renamed or removed. Requests are strict: an unknown parameter is refused.
- \`HEAD\` answers wherever \`GET\` does.`

/** OpenAPI 3.1 of these routes. */
export function toOpenApi(routes: readonly Route[]): ReturnType<ApiDependencies['openApi']> {
  const schemas = toResponseSchemas(routes.map(({ response }) => response))
  const responses: NamedResponses = {}
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const operation = toOperation(route, schemas, responses)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Inlet',
      version: 'v1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'Whoever runs this inbox' },
    },
    servers: [{ url: '/', description: 'Where this document came from.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...schemas.components, GatewayError },
      responses,
      headers: { RequestId: { description: 'Names the request in the log.', schema: { type: 'string' } } },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token of the configured issuer. Scopes, bare or as `<resource server>/inbox:read`, or groups that stand for them, say what it allows; each operation names the scope it needs.',
        },
      },
    },
  }
}

const GatewayError = {
  type: 'object',
  description: 'What the front door answers by itself.',
  properties: { message: { type: 'string' } },
  required: ['message'],
}

const DONE = {
  200: 'As asked.',
  201: 'It was made.',
  202: 'It is stored, and on its way.',
  204: 'Done. There is nothing to say.',
} as const

const REPLAYED = {
  'Idempotent-Replayed': '`true`: this request was done before, and this is what it was answered.',
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  description:
    'A new one for every wish, the same when it is repeated. For seven days the same caller, path, key and body get the first answer again, and nothing is done twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '6f1b8c1e-6d0c-4f0e-9a55-0f6f3b1a9d11',
}

const IF_MATCH = {
  revision: {
    name: 'If-Match',
    description:
      'The ETag of what is changed, as it was read, or several of which any will do. Changed since, it is left alone. A weak one never fits.',
    schema: { type: 'string' },
    example: '"3"',
  },
  seen: {
    name: 'If-Match',
    description: 'The last entry that the author has seen, as `"seq-41"`.',
    schema: { type: 'string' },
    example: '"seq-41"',
  },
}

function toOperation(route: Route, schemas: OpenApiSchemas, responses: NamedResponses): unknown {
  const { operationId, tag, description, example, bodyExample, headers = {} } = route.documentation
  const needs = route.scope === null ? 'Any valid token.' : `Needs \`${route.scope}\`.`
  return {
    operationId,
    tags: [tag],
    summary: route.summary,
    description: `${description} ${needs}`,
    security: [{ token: [] }],
    // Only OAuth flows list scopes, and theirs have addresses that differ by deployment.
    ...(route.scope === null ? {} : { 'x-required-scope': route.scope }),
    parameters: [
      ...toParameters(route, 'path'),
      ...toParameters(route, 'query'),
      ...toHeaderParameters(route),
    ],
    ...(route.body === undefined
      ? {}
      : { requestBody: toRequestBody(route, toRequestSchema(route.body), bodyExample) }),
    responses: {
      [route.status ?? 200]: {
        description: DONE[route.status ?? 200],
        headers: toHeaders(route.idempotent ? { ...REPLAYED, ...headers } : headers),
        ...(route.status === 204 ? {} : { content: toContent(route, schemas.of(route.response), example) }),
      },
      ...toProblemResponses(route, responses),
    },
  }
}

function toContent({ csv, file }: Route, schema: JsonSchema, example: unknown): unknown {
  if (file !== undefined) {
    return Object.fromEntries(file.map((type) => [type, { schema: { contentMediaType: type } }]))
  }
  return {
    'application/json': { schema, example },
    ...(csv === undefined ? {} : { 'text/csv': { schema: { type: 'string' }, example: csv(example) } }),
  }
}

/** A change is a merge patch (RFC 7396) under either name. */
function toRequestBody({ method }: Route, schema: JsonSchema, example: unknown): unknown {
  const media = { schema, example }
  const types =
    method === 'PATCH' ? ['application/merge-patch+json', 'application/json'] : ['application/json']
  return { required: true, content: Object.fromEntries(types.map((type) => [type, media])) }
}

function toHeaderParameters({ idempotent, ifMatch }: Route): unknown[] {
  return [
    ...(idempotent ? [{ ...IDEMPOTENCY_KEY, in: 'header', required: true }] : []),
    ...(ifMatch === undefined ? [] : [{ ...IF_MATCH[ifMatch], in: 'header', required: false }]),
  ]
}

function toParameters(route: Route, place: 'path' | 'query'): unknown[] {
  const schema = toRequestSchema(place === 'path' ? route.parameters : route.query)
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description, example, ...rest } = property as JsonSchema
    return {
      name,
      in: place,
      required: schema.required?.includes(name) ?? false,
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(example === undefined ? {} : { example }),
    }
  })
}
