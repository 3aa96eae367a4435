import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Clock, SecretReader } from '../app/ports.ts'
import type { ChannelSecret } from '../channels/contract.ts'
import { AppError } from '../domain/errors.ts'

/** How soon a wrong signature may make us look again whether the secret was rotated. */
const REFRESH_PAUSE_MS = 60_000
/** How long a secret is used without looking, so that one that was taken away stops working. */
const FRESH_MS = 15 * 60_000

/** One channel's secret, cached in the instance. */
export function createSecretReader(
  client: SecretsManagerClient,
  secretArn: string,
  clock: Clock,
): SecretReader {
  let cached: { secret: ChannelSecret; readAt: number } | null = null

  async function fetchSecret(): Promise<ChannelSecret> {
    const { SecretString } = await client
      .send(new GetSecretValueCommand({ SecretId: secretArn }))
      .catch((cause: unknown) => {
        throw new AppError('secret_unavailable', "the channel's secret could not be read", { cause })
      })
    return parseSecret(SecretString)
  }

  return {
    read: async ({ refresh } = { refresh: false }) => {
      const now = clock.now().getTime()
      const age = cached === null ? Infinity : now - cached.readAt
      if (cached === null) cached = { secret: await fetchSecret(), readAt: now }
      else if (age > (refresh ? REFRESH_PAUSE_MS : FRESH_MS)) {
        // A store that does not answer must not stop a channel whose secret we still know.
        const secret = await fetchSecret().catch(() => cached?.secret ?? {})
        cached = { secret, readAt: now }
      }
      return cached.secret
    },
  }
}

/** Anything but a flat JSON object of strings counts as no secret at all: the channel then refuses to work, and says so. */
function parseSecret(text: string | undefined): ChannelSecret {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    )
  } catch {
    return {}
  }
}
