import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import * as z from 'zod'
import type { SecretVault } from '../../shared/app/connect/connect-ports.ts'
import type { PlatformClient } from '../../shared/app/delivery-ports.ts'
import type { Clock } from '../../shared/app/ports.ts'
import { createPlatformClient } from '../../shared/aws/platform-client.ts'
import { createSecretVault } from '../../shared/aws/secret-vault.ts'
import { readStackOutputs } from '../../shared/aws/stack-outputs.ts'
import type { Connector } from '../../shared/channels/connector.ts'
import type { Place } from './arguments.ts'
import { UsageError } from './usage-error.ts'

const CALL_TIMEOUT_MS = 20_000

/** Where one channel of a deployment is, and the ways to talk to its secret and its platform. */
export type Deployment = {
  webhookUrl: string
  topicArn: string | null
  vault: SecretVault
  platform: PlatformClient
}

export type FindDeployment = (connector: Connector) => Deployment

const LocalDeployment = z.object({
  outputs: z.record(z.string(), z.string()),
  aws: z.object({
    endpoint: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
  }),
  platformHosts: z.record(z.string(), z.string()),
  smsVoiceUrl: z.string().nullable(),
})

type Environment = Readonly<Record<string, string | undefined>>

/** Throws `UsageError` and what the stack's description throws. */
export async function findDeployments(
  place: Exclude<Place, { kind: 'nowhere' }>,
  environment: Environment,
  clock: Clock,
): Promise<FindDeployment> {
  if (place.kind === 'local') return fromLocalRun(await describeLocalRun(place.url), clock)
  const secrets = new SecretsManagerClient({})
  const platform = createPlatformClient({
    hosts: {},
    timeoutMs: CALL_TIMEOUT_MS,
    clock,
    aws: {
      region: await secrets.config.region(),
      credentials: () => secrets.config.credentials(),
      smsVoiceUrl: environment['AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2'] ?? null,
    },
  })
  if (place.kind === 'given') {
    const { webhookUrl, secretArn, topicArn } = place
    const vault = createSecretVault(secrets, secretArn)
    return () => ({ webhookUrl, topicArn, vault, platform })
  }
  const outputs = await readStackOutputs(new CloudFormationClient({}), place.name)
  return (connector) => fromOutputs(connector, outputs, secrets, platform)
}

async function describeLocalRun(url: string): Promise<z.infer<typeof LocalDeployment>> {
  const response = await fetch(`${url}/local/deployment`).catch(() => null)
  if (response === null || !response.ok) {
    throw new UsageError(`There is no local run at ${url}: start one with \`npm start\`.`)
  }
  return LocalDeployment.parse(await response.json())
}

function fromLocalRun(
  { outputs, aws, platformHosts, smsVoiceUrl }: z.infer<typeof LocalDeployment>,
  clock: Clock,
): FindDeployment {
  const { endpoint, region, ...credentials } = aws
  const secrets = new SecretsManagerClient({ endpoint, region, credentials })
  const platform = createPlatformClient({
    hosts: platformHosts,
    timeoutMs: CALL_TIMEOUT_MS,
    clock,
    aws: { region, credentials: () => Promise.resolve(credentials), smsVoiceUrl },
  })
  return (connector) => fromOutputs(connector, outputs, secrets, platform)
}

function fromOutputs(
  { channel, title }: Connector,
  outputs: Readonly<Record<string, string>>,
  secrets: SecretsManagerClient,
  platform: PlatformClient,
): Deployment {
  const name = channel.charAt(0).toUpperCase() + channel.slice(1)
  const [webhookUrl, secretArn] = [outputs[`WebhookUrl${name}`], outputs[`SecretArn${name}`]]
  if (webhookUrl === undefined || secretArn === undefined) {
    throw new UsageError(
      `The stack has no outputs WebhookUrl${name} and SecretArn${name}: ${title} is switched off, or this is no stack of Inlet's.`,
    )
  }
  const vault = createSecretVault(secrets, secretArn)
  return { webhookUrl, topicArn: outputs[`TopicArn${name}`] ?? null, vault, platform }
}
