import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import * as z from 'zod'
import type { Authentication } from '../../shared/http/caller.ts'
import type { HttpBody, HttpRequest, HttpResponse } from '../../shared/http/http-message.ts'

/** What we read of an HTTP API event, payload format 2.0. */
export const ApiEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(''),
  headers: z.record(z.string(), z.string().optional()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: z.string(),
    http: z.object({ method: z.string(), sourceIp: z.string().default('') }),
    authorizer: z
      .object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()).nullish() }).optional() })
      .optional(),
  }),
})
export type ApiEvent = z.infer<typeof ApiEvent>

export function toHttpRequest(event: ApiEvent, authentication: Authentication): HttpRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    rawQuery: event.rawQueryString,
    requestId: event.requestContext.requestId,
    authentication,
    headers: toHeaders(event),
    body: toHttpBody(event),
  }
}

function toHeaders({ headers }: Pick<ApiEvent, 'headers'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value]],
    ),
  )
}

/** API Gateway hands on as base64 what it does not take for text. */
function toHttpBody({ headers, body, isBase64Encoded }: ApiEvent): HttpBody {
  return {
    contentType: toHeaders({ headers })['content-type'] ?? null,
    bytes: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  }
}

export function toApiResult({ status, headers, body }: HttpResponse): APIGatewayProxyStructuredResultV2 {
  const isText = typeof body === 'string'
  const text = isText ? body : Buffer.from(body).toString('base64')
  return { statusCode: status, headers, body: text, isBase64Encoded: !isText }
}
