import type { ConnectStep } from '../../channels/connector.ts'
import type { Finding } from '../../domain/connection-finding.ts'
import type { PlatformClient } from '../delivery-ports.ts'
import type { Clock, Pacer } from '../ports.ts'

/** What looking at a connection needs. */
export type LookDeps = { platform: PlatformClient; clock: Clock; nextNonce: () => string }

/** One channel's secret as a person's own credentials see it: flat, texts only. */
export type SecretVault = {
  read: () => Promise<Readonly<Record<string, string>>>
  write: (secret: Readonly<Record<string, string>>) => Promise<void>
}

export type ConnectDeps = LookDeps & {
  vault: SecretVault
  pacer: Pacer
  /** A random text that nobody guesses. */
  mint: () => string
  /** What happens, as it happens. */
  tell: (told: Told) => void
}

export type Told =
  | { kind: 'step'; step: ConnectStep; state: 'held' | 'mended'; note: string | null }
  | { kind: 'warning'; finding: Finding }
  | { kind: 'waiting'; step: ConnectStep; seconds: number }
  | { kind: 'secret'; of: 'channel' | 'account'; state: 'stored' | 'unchanged'; keys: readonly string[] }
