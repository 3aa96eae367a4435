import { Logger } from '@aws-lambda-powertools/logger'
import { AppError } from '../../shared/domain/errors.ts'

/** Keys whose values must never reach a log, at any depth. */
const SECRET_KEYS =
  /^(authorization|cookie|set-cookie|body|text|payload|token|access_token|secret|appsecret|authtoken|x-hub-signature-256|x-twilio-signature)$/i

/** One structured line a unit of work: ids, counts and outcomes. The service name and level come from the environment. */
export function createLogger(): Logger {
  return new Logger({ jsonReplacerFn: redact })
}

/** What a log may say of a thrown error: its code and our own words, never what the platform sent. */
export function toLoggableError(error: unknown): Record<string, unknown> {
  if (error instanceof AppError) {
    const cause = error.cause instanceof Error ? error.cause.name : undefined
    return { code: error.code, message: error.message, retry: error.retry, ...error.context, cause }
  }
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { name: 'unknown' }
}

function redact(key: string, value: unknown): unknown {
  return SECRET_KEYS.test(key) ? '[redacted]' : value
}
