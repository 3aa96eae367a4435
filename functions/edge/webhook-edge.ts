import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { WebhookDeps, WebhookOutcome } from '../../shared/app/accept-webhook.ts'
import { createInboundQueue } from '../../shared/aws/inbound-queue.ts'
import { createQuarantine } from '../../shared/aws/quarantine.ts'
import { createSecretReader } from '../../shared/aws/secret-reader.ts'
import type { Channel, WebhookRequest } from '../../shared/channels/contract.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import { readEnvironment, WebhookEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'
import { systemClock } from './system.ts'
import { toWebhookRequest } from './webhook-request.ts'
import { toWebhookResponse } from './webhook-response.ts'

type AcceptWebhook = (request: WebhookRequest) => Promise<WebhookOutcome>
type WebhookHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>

/** Wires one channel's webhook to its secret and queues: an HTTP event in, one use case, an HTTP answer out. */
export function createWebhookEdge(
  channel: Channel,
  create: (deps: WebhookDeps) => AcceptWebhook,
): WebhookHandler {
  const compose = once(() => {
    const environment = readEnvironment(WebhookEnvironment, process.env)
    const redaction = createRedaction(environment.INLET_REDACTION)
    const sqs = new SQSClient({})
    return {
      publicUrl: environment.INLET_PUBLIC_URL,
      meter: createMeter(environment.INLET_STAGE),
      accept: create({
        channel,
        secrets: createSecretReader(new SecretsManagerClient({}), environment.INLET_SECRET_ARN, systemClock),
        queue: createInboundQueue(sqs, environment.INLET_INBOUND_QUEUE_URL),
        quarantine: createQuarantine(sqs, environment.INLET_QUARANTINE_QUEUE_URL, redaction),
        clock: systemClock,
        redaction,
      }),
    }
  })
  const logger = once(() =>
    createLogger().createChild({ persistentLogAttributes: { channel: channel.manifest.name } }),
  )

  return async (event) => {
    const { requestId } = event.requestContext
    try {
      const { accept, publicUrl, meter } = compose()
      const outcome = await accept(toWebhookRequest(event, publicUrl))
      const level = outcome.kind === 'unavailable' ? 'error' : outcome.kind === 'rejected' ? 'warn' : 'info'
      logger()[level]('webhook', { requestId, ...toLogFields(outcome) })
      if (outcome.kind === 'accepted') {
        meter.record({ accepted: outcome.envelopes, quarantined: outcome.quarantined })
      }
      return toWebhookResponse(outcome, channel.manifest)
    } catch (error) {
      // Not acknowledged: the platform delivers again once the cause is mended.
      logger().error('webhook failed', { requestId, error: toLoggableError(error) })
      return {
        statusCode: 500,
        headers: { 'content-type': 'application/json' },
        body: '{"message":"Internal Server Error"}',
      }
    }
  }
}

function toLogFields(outcome: WebhookOutcome): Record<string, unknown> {
  return outcome.kind === 'challenged'
    ? { outcome: outcome.kind }
    : { ...outcome, kind: undefined, outcome: outcome.kind }
}
