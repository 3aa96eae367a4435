import { toAccountFailure, toFailure, toOptOut, toLimit, toRetry } from '../kit/refusals.ts'
import type { Refusal } from '../sender.ts'

/** https://www.twilio.com/docs/api/errors: codes of an answer, and from 30001 on of a later status callback. */
export const TWILIO_REFUSALS: readonly Refusal[] = [
  toLimit('20429', 'Twilio asks to send more slowly'),
  toLimit('14107', 'Twilio asks to send more slowly'),
  toLimit('21611', 'Too many messages wait at Twilio for this number'),
  toLimit('63018', 'Twilio asks to send more slowly'),
  toRetry('20500', 'Twilio has a fault of its own'),
  toRetry('20503', 'Twilio has a fault of its own'),

  toOptOut('21610', 'The customer has answered STOP: only START from them opens the way again'),

  toFailure('21211', 'recipient_unreachable', 'The number of the customer is not a phone number'),
  toFailure('21604', 'recipient_unreachable', 'There is no number to send to'),
  toFailure('21612', 'recipient_unreachable', 'No carrier leads from this number to the customer'),
  toFailure('21614', 'recipient_unreachable', 'The number of the customer is not a mobile one'),
  toFailure('21266', 'recipient_unreachable', 'The number is the one that this is sent from'),
  toFailure('21608', 'recipient_unreachable', 'A trial account may write to verified numbers only'),
  toFailure('21408', 'account_refused', 'Sending to this country is switched off in the Twilio account'),
  toFailure('21602', 'content_refused', 'The message is empty'),
  toFailure('21617', 'text_too_long', 'The text is longer than Twilio takes'),
  toFailure('21620', 'content_refused', 'Twilio could not read the address of the file'),
  toFailure('21623', 'content_refused', 'More files than Twilio takes'),
  toFailure('63016', 'window_closed', 'The time to answer has passed: send a template'),

  toAccountFailure(
    '20003',
    'token_refused',
    'Twilio refused the credentials: store valid ones in the secret',
  ),
  toAccountFailure('20005', 'account_suspended', 'The Twilio account is not active'),
  toAccountFailure('20404', 'account_unknown', 'Twilio does not know the account that the secret names'),
  toAccountFailure('21603', 'number_not_capable', 'Twilio cannot send from this number'),
  toAccountFailure('21606', 'number_not_capable', 'Twilio cannot send from this number'),
  toAccountFailure('21659', 'number_not_owned', 'The number does not belong to the Twilio account'),
  toAccountFailure('21660', 'number_not_owned', 'The number does not belong to the Twilio account'),
  toFailure('21910', 'platform_rejected', 'Number and customer are not of the same kind of address'),

  toFailure('30001', 'account_limit_reached', 'Too many messages waited at Twilio for this number'),
  toAccountFailure('30002', 'account_suspended', 'The Twilio account is suspended'),
  toFailure('30003', 'recipient_unreachable', 'The phone is off, out of reach, or takes no messages'),
  toFailure(
    '30004',
    'recipient_unreachable',
    'The customer or their carrier blocks messages from this number',
  ),
  toFailure('30005', 'recipient_unreachable', 'The number is not in use'),
  toFailure('30006', 'recipient_unreachable', 'The number is a landline, or its carrier takes no messages'),
  toFailure('30007', 'content_refused', 'Twilio or the carrier took the message for spam'),
  toFailure('30008', 'platform_rejected', 'The carrier gave no reason'),
  toFailure('11200', 'content_refused', 'Twilio could not fetch the file'),
  toFailure('12300', 'content_refused', 'Twilio found another type of file than was said'),
  toFailure('30019', 'content_refused', 'The file is larger than the carrier takes'),
  toFailure('30022', 'account_limit_reached', 'The carriers let this campaign send no faster'),
  toFailure('30023', 'account_limit_reached', 'The carrier lets this campaign send no more today'),
  toAccountFailure('30032', 'number_not_registered', 'The toll-free number is not verified'),
  toAccountFailure(
    '30034',
    'number_not_registered',
    'The number is not registered for messages in the United States',
  ),
]
