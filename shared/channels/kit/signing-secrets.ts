import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../../domain/errors.ts'
import type { ChannelSecret, VerifyOutcome } from '../contract.ts'

/** The current secret and, during a rotation, the previous one. Throws `channel_secret_missing` where there is no current one. */
export function signingSecrets(
  secret: ChannelSecret,
  name: string,
): { current: string; previous: string | null } {
  const current = secret[name]
  if (current === undefined || current === '') {
    throw new AppError(
      'channel_secret_missing',
      `the channel's secret has no "${name}"; store it as described in the channel's README`,
    )
  }
  const previous = secret[toPreviousKey(name)]
  return { current, previous: previous === undefined || previous === '' ? null : previous }
}

/** Tries the current secret, then the previous one. */
export function verifyWithSecrets(
  secrets: { current: string; previous: string | null },
  matches: (secret: string) => boolean,
): VerifyOutcome {
  if (matches(secrets.current)) return { kind: 'verified', secret: 'current' }
  if (secrets.previous !== null && matches(secrets.previous)) return { kind: 'verified', secret: 'previous' }
  return { kind: 'rejected', reason: 'signature_mismatch' }
}

/** Constant time in the content; a different length is no secret. */
export function equalsConstantTime(left: string | Uint8Array, right: string | Uint8Array): boolean {
  const a = typeof left === 'string' ? Buffer.from(left) : left
  const b = typeof right === 'string' ? Buffer.from(right) : right
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}

/** `appSecret` is followed by `previousAppSecret`. */
function toPreviousKey(name: string): string {
  return `previous${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
