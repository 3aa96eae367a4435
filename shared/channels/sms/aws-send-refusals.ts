import { toAccountFailure, toFailure, toOptOut, toLimit, toRetry } from '../kit/refusals.ts'
import type { Refusal } from '../sender.ts'

/**
 * By the reason of an exception, else by its name: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html.
 * Then the types of events about a message that was accepted: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html.
 */
export const AWS_REFUSALS: readonly Refusal[] = [
  toLimit('ThrottlingException', 'AWS asks to send more slowly'),
  toRetry('InternalServerException', 'AWS has a fault of its own'),

  toOptOut('DESTINATION_PHONE_NUMBER_OPTED_OUT', 'The customer is on the opt-out list of the number'),
  toFailure(
    'DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
    'recipient_unreachable',
    'The account is in the sandbox: it may write to verified numbers only',
  ),
  toFailure(
    'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
    'recipient_unreachable',
    'A protect configuration blocks this country',
  ),
  toFailure(
    'PROTECT_CONFIGURATION_NOT_ASSOCIATED_WITH_CONFIGURATION_SET',
    'account_refused',
    'The protect configuration does not belong to the configuration set',
  ),
  toAccountFailure(
    'NO_ORIGINATION_IDENTITIES_FOUND',
    'number_not_owned',
    'There is no number in this AWS account that could send',
  ),
  toAccountFailure('NUMBER_CAPABILITIES_MISMATCH', 'number_not_capable', 'This number cannot send messages'),
  toFailure('MESSAGE_TYPE_MISMATCH', 'account_refused', 'The number is not one for transactional messages'),
  toAccountFailure('INSUFFICIENT_ACCOUNT_REPUTATION', 'account_restricted', 'AWS has restricted the account'),
  toAccountFailure('ACCOUNT_DISABLED', 'account_suspended', 'AWS has disabled messages for the account'),
  toAccountFailure(
    'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT',
    'spend_limit_reached',
    'The monthly spend limit of the account is used up',
    'account_limit_reached',
  ),
  toAccountFailure('AccessDeniedException', 'permission_missing', 'The AWS role may not send messages'),
  toAccountFailure('UnrecognizedClientException', 'token_refused', 'AWS does not know the credentials'),
  toAccountFailure('ExpiredTokenException', 'token_refused', 'The AWS credentials have expired'),
  toAccountFailure(
    'ServiceQuotaExceededException',
    'quota_reached',
    'A quota of the AWS account is used up',
    'account_limit_reached',
  ),
  toAccountFailure(
    'ResourceNotFoundException',
    'number_not_owned',
    'The AWS account does not have this number or configuration set',
  ),
  toFailure('ConflictException', 'platform_rejected', 'The settings of the number do not allow this message'),
  toFailure(
    'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
    'recipient_unreachable',
    'A protect configuration blocks this number',
  ),
  toFailure('DESTINATION_COUNTRY_BLOCKED', 'recipient_unreachable', 'AWS does not send to this country'),
  toFailure(
    'INTERNATIONAL_SENDING_NOT_SUPPORTED',
    'recipient_unreachable',
    'The number cannot send to other countries',
  ),
  toFailure(
    'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
    'recipient_unreachable',
    'The number cannot send to this country',
  ),
  toFailure(
    'PRICE_OVER_THRESHOLD',
    'account_limit_reached',
    'The message costs more than the account allows',
  ),
  toFailure('MAXIMUM_SIZE_EXCEEDED', 'text_too_long', 'The text is longer than AWS takes'),
  toAccountFailure('SENDER_ID_NOT_REGISTERED', 'number_not_registered', 'The sender id is not registered'),
  toAccountFailure(
    'SENDER_ID_REQUIRES_REGISTRATION',
    'number_not_registered',
    'The sender id is not registered',
  ),
  toFailure('ValidationException', 'content_refused', 'AWS refused a part of the message'),

  toFailure('TEXT_INVALID', 'recipient_unreachable', 'The number of the customer is not valid'),
  toFailure('TEXT_INVALID_MESSAGE', 'content_refused', 'The carrier refused a part of the message'),
  toFailure(
    'TEXT_UNREACHABLE',
    'recipient_unreachable',
    'The phone is off, out of reach, or takes no messages',
  ),
  toFailure(
    'TEXT_CARRIER_UNREACHABLE',
    'recipient_unreachable',
    'The carrier of the customer cannot be reached',
  ),
  toFailure(
    'TEXT_BLOCKED',
    'recipient_unreachable',
    'The phone or its carrier blocks messages from this number',
  ),
  toFailure('TEXT_CARRIER_BLOCKED', 'recipient_unreachable', 'The carrier blocks messages to this number'),
  toFailure('TEXT_SPAM', 'content_refused', 'The carrier took the message for spam'),
  toFailure('TEXT_TTL_EXPIRED', 'recipient_unreachable', 'The carrier could not deliver it in time'),
  toFailure('TEXT_PROTECT_BLOCKED', 'recipient_unreachable', 'A protect configuration blocks this number'),
]
