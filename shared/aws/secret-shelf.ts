import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { SecretShelf } from '../app/delivery-ports.ts'
import type { Clock, SecretReader } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { createSecretReader } from './secret-reader.ts'

/** Every channel's secret by the channel's name, each read when first needed and cached in the instance. */
export function createSecretShelf(
  client: SecretsManagerClient,
  arns: Readonly<Record<string, string>>,
  clock: Clock,
): SecretShelf {
  const readers = new Map<string, SecretReader>(
    Object.entries(arns).map(([channel, arn]) => [channel, createSecretReader(client, arn, clock)]),
  )
  return {
    read: async (channel, options) => {
      const reader = readers.get(channel)
      if (reader !== undefined) return reader.read(options)
      throw new AppError('channel_secret_missing', `the channel ${channel} is switched off, or has no secret`)
    },
  }
}
