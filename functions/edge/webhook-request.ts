import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { WebhookRequest } from '../../shared/channels/contract.ts'

/** The raw request behind an API Gateway event (HTTP API, payload format 2.0): header names lower-cased, body bytes as sent. */
export function toWebhookRequest(event: APIGatewayProxyEventV2, publicUrl: string): WebhookRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (value !== undefined) headers[name.toLowerCase()] = value
  }
  const rawQuery = event.rawQueryString ?? ''
  return {
    method: event.requestContext.http.method,
    headers,
    url: `${publicUrl}${event.rawPath}${rawQuery === '' ? '' : `?${rawQuery}`}`,
    rawQuery,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  }
}
