import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'

/** Names of answers after which nothing was written and the same call may succeed a moment later. */
const PASSING = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
])
const PASSING_REASONS = new Set([
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
])

/** Somebody else wrote first, or the table asks to slow down: read again and decide again. */
export function isConflict(error: unknown): boolean {
  if (error instanceof TransactionCanceledException)
    return reasonsOf(error).every((reason) => PASSING_REASONS.has(reason))
  return (
    error instanceof ConditionalCheckFailedException ||
    error instanceof TransactionConflictException ||
    (error instanceof Error && PASSING.has(error.name))
  )
}

/** The request itself is refused (an item over 400 KB, say): trying again changes nothing. */
export function isUnsavable(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    return reasonsOf(error).some(
      (reason) => reason === 'ValidationError' || reason === 'ItemCollectionSizeLimitExceeded',
    )
  }
  return (
    error instanceof Error &&
    (error.name === 'ValidationException' || error.name === 'SerializationException')
  )
}

function reasonsOf(error: TransactionCanceledException): string[] {
  return (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None')
}
