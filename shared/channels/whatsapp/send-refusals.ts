import { toAccountFailure, toFailure, toLimit, toRetry } from '../kit/refusals.ts'
import type { Refusal } from '../sender.ts'

/** One message every six seconds to the same person, in the long run. */
const PAIR_PAUSE_MS = 6_000

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (15 May 2026). The same codes
 * come in an answer and in a later `failed` status.
 */
export const REFUSALS: readonly Refusal[] = [
  toLimit('4', 'WhatsApp asks to send more slowly'),
  toLimit('80007', 'WhatsApp asks to send more slowly'),
  toLimit('130429', 'WhatsApp asks to send more slowly'),
  toRetry('131056', 'Too many messages to this customer in a short time', PAIR_PAUSE_MS),
  toLimit('133016', 'WhatsApp asks to send more slowly'),
  toRetry('1', 'WhatsApp has a fault of its own'),
  toRetry('2', 'WhatsApp has a fault of its own'),
  toRetry('131000', 'WhatsApp has a fault of its own'),
  toRetry('131016', 'WhatsApp has a fault of its own'),
  toRetry('131057', 'The business account is in maintenance'),
  toRetry('133004', 'WhatsApp has a fault of its own'),

  toFailure('131047', 'window_closed', 'More than 24 hours since the customer wrote: send a template'),

  toFailure('131026', 'recipient_unreachable', 'WhatsApp cannot deliver to this customer'),
  toFailure('131021', 'recipient_unreachable', 'The number is the one that this is sent from'),
  toFailure('131030', 'recipient_unreachable', 'The test number may not write to this customer'),
  toFailure('131049', 'recipient_unreachable', 'WhatsApp holds marketing to this customer back for now'),
  toFailure('130472', 'recipient_unreachable', 'WhatsApp does not deliver marketing to this customer'),
  toFailure('130403', 'recipient_unreachable', 'The customer is blocked by the business'),
  toFailure('137000', 'recipient_unreachable', 'The security code of the customer is not the expected one'),
  toFailure(
    '131062',
    'recipient_unreachable',
    'This template needs a phone number, and only a user id is known',
  ),
  toFailure('131050', 'recipient_opted_out', 'The customer has stopped marketing messages'),

  toFailure('33', 'platform_rejected', 'WhatsApp does not know the number that this is sent from'),
  toFailure('100', 'content_refused', 'WhatsApp refused a part of the message'),
  toFailure('131008', 'content_refused', 'WhatsApp misses a part of the message'),
  toFailure('131009', 'content_refused', 'WhatsApp refused a part of the message'),
  toFailure('131051', 'content_refused', 'WhatsApp does not know this kind of message'),
  toFailure('131052', 'content_refused', 'WhatsApp could not fetch the file'),
  toFailure('131053', 'content_refused', 'WhatsApp could not take the file'),

  toFailure('132000', 'template_refused', 'The template has another number of gaps'),
  toFailure('132001', 'template_refused', 'There is no such approved template in this language'),
  toFailure('132005', 'template_refused', 'The template is too long once it is filled'),
  toFailure('132007', 'template_refused', 'The template breaks a policy of WhatsApp'),
  toFailure('132012', 'template_refused', 'A gap of the template is filled with the wrong kind of value'),
  toFailure('132015', 'template_refused', 'The template is paused for its low quality'),
  toFailure('132016', 'template_refused', 'The template is disabled for its low quality'),
  toFailure('132068', 'template_refused', 'The form of the template is blocked'),
  toFailure('132069', 'template_refused', 'The form of the template is throttled'),

  toAccountFailure('0', 'token_refused', 'The access token is not valid: connect the number again'),
  toAccountFailure(
    '190',
    'token_refused',
    'The access token has expired or was revoked: connect the number again',
  ),
  toAccountFailure('104', 'token_refused', 'No access token came with the call: store it in the secret'),
  toAccountFailure('3', 'permission_missing', 'The app may not use this part of the platform'),
  toAccountFailure('10', 'permission_missing', 'A permission is missing or was withdrawn'),
  toAccountFailure('200', 'permission_missing', 'A permission is missing or was withdrawn'),
  toAccountFailure('131005', 'permission_missing', 'A permission is missing or was withdrawn'),
  toAccountFailure('368', 'account_restricted', 'WhatsApp has restricted the business account'),
  toAccountFailure('131031', 'account_restricted', 'WhatsApp has locked the business account'),
  toAccountFailure('131042', 'payment_missing', 'WhatsApp cannot charge the business account'),
  toAccountFailure('131045', 'number_not_registered', 'The phone number is not registered properly'),
  toAccountFailure('133010', 'number_not_registered', 'The phone number is not registered'),
  toAccountFailure(
    '131048',
    'spam_limit_reached',
    'Too many earlier messages were blocked or reported: WhatsApp limits the number',
    'account_limit_reached',
  ),
  toAccountFailure(
    '131064',
    'messaging_limit_reached',
    'The messaging limit of the business account is used up',
    'account_limit_reached',
  ),
  toFailure('130497', 'recipient_unreachable', 'The business may not write to customers in this country'),
]
