import { Duration, Tags, Validations } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { ChannelManifest } from '../../shared/channels/contract.ts'
import { webhookEntry } from '../bundle.ts'
import type { Settings } from '../config.ts'
import type { HttpFront } from './http-front.ts'
import type { InboundQueue } from './inbound-queue.ts'
import { InletFunction } from './inlet-function.ts'
import { removalPolicyOf } from './removal-policy.ts'

export type WebhookIngressProps = {
  settings: Settings
  manifest: ChannelManifest
  front: HttpFront
  inbound: InboundQueue
}

/** One channel's way in: its secret, its function, its two routes. */
export class WebhookIngress extends Construct {
  readonly secret: Secret
  readonly url: string

  constructor(scope: Construct, id: string, props: WebhookIngressProps) {
    super(scope, id)
    const { settings, manifest, front, inbound } = props
    const path = `/webhooks/${manifest.ingress.path}`
    this.url = `${front.publicUrl}${path}`
    this.secret = this.createSecret(settings, manifest)

    const webhook = new InletFunction(this, 'Webhook', {
      settings,
      entry: webhookEntry(manifest.name),
      service: `webhook-${manifest.name}`,
      // A thousand messages of one customer in one body go to the queue one after the other. API Gateway waits for 30 s.
      timeout: Duration.seconds(28),
      // CPU comes with memory: at 512 MB loading the bundle after a cold start stays well inside a platform's patience.
      memorySizeMb: 512,
      environment: {
        INLET_SECRET_ARN: this.secret.secretArn,
        INLET_INBOUND_QUEUE_URL: inbound.queue.queueUrl,
        INLET_QUARANTINE_QUEUE_URL: inbound.quarantine.queueUrl,
        INLET_PUBLIC_URL: front.publicUrl,
        INLET_REDACTION: JSON.stringify(settings.redaction),
      },
    })
    webhook.allow(['secretsmanager:GetSecretValue'], [this.secret.secretArn])
    webhook.allow(['sqs:SendMessage'], [inbound.queue.queueArn, inbound.quarantine.queueArn])

    const methods = [HttpMethod.GET, HttpMethod.POST]
    for (const route of front.addRoutes(`${id}Webhook`, webhook.function, [{ path, methods }], null)) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'A platform cannot bring a token of ours. The function verifies its signature over the raw bytes, and answers everything else with one 401.',
      })
    }
  }

  private createSecret(settings: Settings, manifest: ChannelManifest): Secret {
    const keys = Object.entries(manifest.secret.keys).map(
      ([key, { title, required }]) => `${key} (${title}${required ? '' : ', optional'})`,
    )
    const secret = new Secret(this, 'Secret', {
      description: `Inlet, ${manifest.title}: a JSON object with ${keys.join(', ')}`,
      // No value that could verify anything: the channel's own keys are missing until a person writes them, and
      // CloudFormation does not generate again over what they wrote.
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'placeholder' },
      removalPolicy: removalPolicyOf(settings),
    })
    Tags.of(secret).add('inlet:channel', manifest.name)
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The platform issues this secret: a person rotates it in its console. Two values are valid at a time, so that rotating needs no redeploy.',
    })
    return secret
  }
}
