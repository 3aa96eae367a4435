import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { WebhookOutcome } from '../../shared/app/accept-webhook.ts'
import type { ChannelManifest } from '../../shared/channels/contract.ts'

/** The platform's answer. Strangers get one text for everything that does not verify, worded as API Gateway words it. */
export function toWebhookResponse(
  outcome: WebhookOutcome,
  { ingress }: ChannelManifest,
): APIGatewayProxyStructuredResultV2 {
  switch (outcome.kind) {
    case 'accepted':
      return toResponse(200, ingress.accepted.contentType, ingress.accepted.body)
    case 'challenged':
      return toResponse(200, outcome.contentType, outcome.body)
    case 'rejected':
      return toResponse(401, 'application/json', '{"message":"Unauthorized"}')
    case 'too_large':
      return toResponse(413, 'application/json', '{"message":"Request Entity Too Large"}')
    case 'unavailable':
      return toResponse(503, 'application/json', '{"message":"Service Unavailable"}')
  }
}

function toResponse(
  statusCode: number,
  contentType: string,
  body: string,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': contentType,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  }
}
