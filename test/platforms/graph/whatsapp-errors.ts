import type { GraphErrorRow } from './graph-error.ts'

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (15 May 2026): codes, titles
 * and HTTP statuses. The same codes come in `failed` statuses.
 */
export const WHATSAPP_ERRORS: readonly GraphErrorRow[] = [
  row(0, 401, 'AuthException', 'We were unable to authenticate the app user.', { isToken: true }),
  row(1, 400, 'API Unknown', 'Invalid request or possible server error.'),
  row(2, 503, 'API Service', 'Temporary due to downtime or due to being overloaded.'),
  row(3, 500, 'API Method', 'Capability or permissions issue.'),
  row(4, 400, 'API Too Many Calls', 'The app has reached its API call rate limit.', { isRateLimit: true }),
  row(10, 403, 'API Permission Denied', 'Permission is either not granted or has been removed.'),
  row(33, 400, 'Parameter value is not valid', 'The business phone number has been deleted.'),
  row(
    100,
    400,
    'Invalid parameter',
    'The request included one or more unsupported or misspelled parameters.',
  ),
  row(190, 401, 'Access token has expired', 'Your access token has expired.', { isToken: true }),
  row(200, 403, 'API Permission', 'Permission is either not granted or has been removed.'),
  row(
    368,
    403,
    'Temporarily blocked for policies violations',
    'The account has been restricted or disabled.',
  ),
  row(80007, 400, 'Rate limit issues', 'The account has reached its rate limit.', { isRateLimit: true }),
  row(130429, 400, 'Rate limit hit', 'Cloud API message throughput has been reached.', { isRateLimit: true }),
  row(
    130472,
    400,
    "User's number is part of an experiment",
    'Message was not sent as part of an experiment.',
  ),
  row(
    130497,
    403,
    'Business account is restricted from messaging users in this country.',
    'Country restricted.',
  ),
  row(131000, 500, 'Something went wrong', 'Message failed to send due to an unknown error.'),
  row(131005, 403, 'Access denied', 'Permission is either not granted or has been removed.'),
  row(131008, 400, 'Required parameter is missing', 'The request is missing a required parameter.'),
  row(131009, 400, 'Parameter value is not valid', 'One or more parameter values are invalid.'),
  row(131016, 500, 'Service unavailable', 'A service is temporarily unavailable.'),
  row(131021, 400, 'Recipient cannot be sender', 'Sender and recipient phone number is the same.'),
  row(131026, 400, 'Message undeliverable', 'Unable to deliver message.'),
  row(
    131030,
    400,
    'Recipient phone number not in allowed list',
    'The number is not on the list of recipients.',
  ),
  row(131031, 403, 'Account has been locked', 'The account has been restricted or disabled.'),
  row(
    131042,
    400,
    'Business eligibility payment issue',
    'There was an error related to your payment method.',
  ),
  row(
    131045,
    500,
    'Incorrect certificate',
    'Message failed to send due to a phone number registration error.',
  ),
  row(
    131047,
    400,
    'Re-engagement message',
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  ),
  row(131048, 400, 'Spam rate limit hit', 'There are restrictions on how many messages can be sent.'),
  row(
    131049,
    400,
    'This message was not delivered to maintain healthy ecosystem engagement.',
    'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  ),
  row(131050, 400, 'Unable to deliver the message', 'The recipient has chosen to stop marketing messages.'),
  row(131051, 400, 'Unsupported message type', 'Unsupported message type.'),
  row(131052, 400, 'Media download error', 'Unable to download the media sent by the user.'),
  row(131053, 400, 'Media upload error', 'Unable to upload the media used in the message.'),
  row(
    131056,
    400,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Too many to the same number.',
  ),
  row(131057, 500, 'Account in maintenance mode', 'Business Account is in maintenance mode.'),
  row(131062, 400, 'Business-scoped user ids are not supported', 'This template needs a phone number.'),
  row(131064, 400, 'Messaging limit reached', 'The messaging limit of the account has been reached.'),
  row(
    132000,
    400,
    'Number of parameters does not match the expected number of params',
    'Wrong parameter count.',
  ),
  row(132001, 404, 'Template name does not exist in the translation', 'The template does not exist.'),
  row(132005, 400, 'Translated text too long', 'Translated text is too long.'),
  row(132007, 400, 'Format character policy violated', 'Template content violates a policy.'),
  row(132012, 400, 'Parameter format does not match format in the created template', 'Wrong format.'),
  row(132015, 400, 'Template is paused', 'Template is paused due to low quality.'),
  row(132016, 400, 'Template is disabled', 'Template has been paused too many times.'),
  row(133010, 400, 'Account not registered', 'Phone number not registered on the platform.'),
  row(133016, 400, 'Account register deregister rate limit exceeded', 'Too many attempts.', {
    isRateLimit: true,
  }),
  row(137000, 400, 'User identity key mismatch', 'The identity key hash does not match.'),
]

function row(
  code: number,
  status: number,
  message: string,
  details: string,
  more: Partial<GraphErrorRow> = {},
): GraphErrorRow {
  return { code, status, message, details, ...more }
}
