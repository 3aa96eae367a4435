import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { SecretVault } from '../../shared/app/connect/connect-ports.ts'
import type { PlatformClient } from '../../shared/app/delivery-ports.ts'
import type { Clock } from '../../shared/app/ports.ts'
import { createPlatformClient } from '../../shared/aws/platform-client.ts'
import { createSecretVault } from '../../shared/aws/secret-vault.ts'
import type { Connector } from '../../shared/channels/connector.ts'
import type { Deployment } from '../deployment.ts'
import { UsageError } from '../usage-error.ts'

const CALL_TIMEOUT_MS = 20_000

/** Where one channel of a deployment is, and the ways to talk to its secret and its platform. */
export type OpenChannel = {
  webhookUrl: string
  topicArn: string | null
  vault: SecretVault
  platform: PlatformClient
}

/** What it returns throws `UsageError` for a channel that is switched off. */
export async function createOpenChannel(
  { outputs, aws, platformHosts, smsVoiceUrl }: Deployment,
  clock: Clock,
): Promise<(connector: Connector) => OpenChannel> {
  const secrets = new SecretsManagerClient(aws)
  const platform = createPlatformClient({
    hosts: platformHosts,
    timeoutMs: CALL_TIMEOUT_MS,
    clock,
    aws: {
      region: await secrets.config.region(),
      credentials: () => secrets.config.credentials(),
      smsVoiceUrl,
    },
  })
  return ({ channel, title }) => {
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
}
