/**
 * The closed list of broken contracts and failing infrastructure. Expected outcomes are values, never one of these.
 * `retry` says what a queue consumer does: `yes` tries again later, `no` would fail the same way for ever.
 */
export const ERROR_CODES = {
  channel_secret_missing: { retry: 'yes' },
  configuration_invalid: { retry: 'no' },
  envelope_invalid: { retry: 'no' },
  item_invalid: { retry: 'no' },
  item_too_large: { retry: 'no' },
  conflict: { retry: 'yes' },
  table_unavailable: { retry: 'yes' },
  queue_unavailable: { retry: 'yes' },
  function_unavailable: { retry: 'yes' },
  bucket_unavailable: { retry: 'yes' },
  bus_unavailable: { retry: 'yes' },
  secret_unavailable: { retry: 'yes' },
  answer_unsent: { retry: 'yes' },
  key_unavailable: { retry: 'yes' },
  seal_broken: { retry: 'no' },
} as const satisfies Record<string, { retry: 'yes' | 'no' }>

export type ErrorCode = keyof typeof ERROR_CODES

export type ErrorDetails = {
  cause?: unknown
  /** Ids and counts for the log. Never a body, a token or a secret. */
  context?: Record<string, string | number | boolean | null>
}

export class AppError extends Error {
  readonly code: ErrorCode
  readonly retry: boolean
  readonly context: NonNullable<ErrorDetails['context']>

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.retry = ERROR_CODES[code].retry === 'yes'
    this.context = details.context ?? {}
  }
}
