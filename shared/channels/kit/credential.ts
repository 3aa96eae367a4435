import { AppError } from '../../domain/errors.ts'
import type { Credential } from '../sender.ts'

/** Throws `channel_secret_missing`: a call without its credential must not leave. */
export function requireCredential(credential: Credential, key: string): string {
  const value = credential[key]
  if (value === undefined || value === '') {
    throw new AppError(
      'channel_secret_missing',
      `the channel's secret has no "${key}"; store it as described in the channel's README`,
    )
  }
  return value
}
