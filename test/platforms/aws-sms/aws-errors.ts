import { randomUUID } from 'node:crypto'
import type { PlatformAnswer } from '../emulator.ts'

/** Exceptions of `SendTextMessage`: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html#API_SendTextMessage_Errors */
const EXCEPTIONS: Readonly<Record<string, { status: number; message: string; isService: boolean }>> = {
  AccessDeniedException: exception(400, 'You do not have sufficient access to perform this action.'),
  ConflictException: exception(400, 'Your request has conflicting operations.'),
  InternalServerException: exception(500, 'An internal error occurred.'),
  ResourceNotFoundException: exception(400, 'A requested resource could not be found.'),
  ServiceQuotaExceededException: exception(400, 'The request would cause a service quota to be exceeded.'),
  ThrottlingException: exception(400, 'Rate exceeded'),
  ValidationException: exception(400, 'A validation exception for a field.'),
  // Of the front that all services share.
  MissingAuthenticationTokenException: {
    status: 400,
    message: 'Missing Authentication Token',
    isService: false,
  },
  ExpiredTokenException: {
    status: 400,
    message: 'The security token included in the request is expired',
    isService: false,
  },
  UnrecognizedClientException: {
    status: 400,
    message: 'The security token included in the request is invalid.',
    isService: false,
  },
  UnknownOperationException: { status: 400, message: 'The operation is not known.', isService: false },
  SerializationException: { status: 400, message: 'The body could not be read.', isService: false },
}

/** Reasons by which a fault may name an exception, and whose they are. */
const REASONS: Readonly<Record<string, string>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'ConflictException',
  DESTINATION_PHONE_NUMBER_NOT_VERIFIED: 'ConflictException',
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: 'ConflictException',
  NO_ORIGINATION_IDENTITIES_FOUND: 'ConflictException',
  NUMBER_CAPABILITIES_MISMATCH: 'ConflictException',
  MESSAGE_TYPE_MISMATCH: 'ConflictException',
  MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT: 'ServiceQuotaExceededException',
  INSUFFICIENT_ACCOUNT_REPUTATION: 'AccessDeniedException',
  ACCOUNT_DISABLED: 'AccessDeniedException',
}

/** The event that a message ends with where it was accepted and did not arrive. */
export const FAILING_EVENTS: readonly string[] = [
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNKNOWN',
  'TEXT_UNREACHABLE',
]

function exception(status: number, message: string) {
  return { status, message, isService: true }
}

/** By an exception's name or a reason's; null for any other word. */
export function refusalOfCode(code: string): PlatformAnswer | null {
  const name = REASONS[code]
  if (name !== undefined) return toAwsError(name, { Reason: code })
  return Object.hasOwn(EXCEPTIONS, code) ? toAwsError(code) : null
}

/** AWS JSON 1.0: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization */
export function toAwsError(name: string, fields: Record<string, unknown> = {}): PlatformAnswer {
  const found = EXCEPTIONS[name]
  if (found === undefined) throw new Error(`No exception ${name} in the table.`)
  const { status, message, isService } = found
  const type = isService ? `com.amazonaws.pinpointsmsvoicev2#${name}` : `com.amazon.coral.service#${name}`
  return { status, headers: awsHeaders(), body: { __type: type, Message: message, ...fields } }
}

export function awsHeaders(): Record<string, string> {
  return { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() }
}
