import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { SecretVault } from '../app/connect/connect-ports.ts'
import { AppError } from '../domain/errors.ts'

/** One channel's secret with the credentials of a person. Unlike a function it must not take what it cannot read for empty. */
export function createSecretVault(client: SecretsManagerClient, secretArn: string): SecretVault {
  return {
    read: async () => {
      const { SecretString } = await client
        .send(new GetSecretValueCommand({ SecretId: secretArn }))
        .catch((cause: unknown) => fail(`the secret ${secretArn} could not be read`, cause))
      return parseSecret(SecretString ?? '', secretArn)
    },
    write: async (secret) => {
      const command = new PutSecretValueCommand({ SecretId: secretArn, SecretString: JSON.stringify(secret) })
      await client
        .send(command)
        .catch((cause: unknown) => fail(`the secret ${secretArn} could not be written`, cause))
    },
  }
}

/** Whatever is there is kept: a secret that is no flat object of texts is not ours to write over. */
function parseSecret(text: string, secretArn: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const pairs = Object.entries(value)
      if (pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')) {
        return Object.fromEntries(pairs)
      }
    }
  } catch {
    // Told below, without the text.
  }
  throw new AppError(
    'secret_unavailable',
    `the secret ${secretArn} is no JSON object of texts; nothing was changed`,
  )
}

function fail(what: string, cause: unknown): never {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  throw new AppError('secret_unavailable', `${what} (${reason})`, { cause })
}
