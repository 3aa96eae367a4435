import type { GraphErrorRow } from './graph-error.ts'

/**
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes (18 Mar 2026) and
 * https://developers.facebook.com/docs/graph-api/reference/page/messages. The documents name no HTTP status: 400 is what
 * clients report, 500 for what is Meta's own fault.
 */
export const MESSENGER_ERRORS: readonly GraphErrorRow[] = [
  { code: 1, status: 500, message: 'An unknown error occurred' },
  { code: 2, status: 500, message: 'An unexpected error has occurred. Please retry your request later.' },
  { code: 3, status: 400, message: 'Application does not have the capability to make this API call.' },
  { code: 4, status: 400, message: 'Application request limit reached', isRateLimit: true },
  {
    code: 4,
    subcode: 2018022,
    status: 400,
    message: 'Too many send requests to phone numbers',
    isRateLimit: true,
  },
  {
    code: 10,
    subcode: 2018278,
    status: 400,
    message:
      'This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview',
  },
  { code: 10, subcode: 2018065, status: 400, message: 'This message is sent outside of allowed window.' },
  {
    code: 10,
    subcode: 2018108,
    status: 400,
    message: "This Person Cannot Receive Messages: This person isn't receiving messages from you right now.",
  },
  { code: 10, status: 403, message: 'Application does not have permission for this action' },
  {
    code: 100,
    subcode: 2018008,
    status: 400,
    message: '(#100) Failed to fetch the file from the url',
  },
  {
    code: 100,
    subcode: 2018047,
    status: 400,
    message:
      'Upload attachment failure. A common way to trigger this error is that the provided media type does not match type of file provided in the URL',
  },
  { code: 32, status: 400, message: 'Page request limit reached', isRateLimit: true },
  {
    code: 100,
    subcode: 33,
    status: 400,
    type: 'GraphMethodException',
    message:
      'Unsupported post request. Object does not exist, cannot be loaded due to missing permissions, or does not support this operation',
  },
  { code: 100, subcode: 2018001, status: 400, message: 'No matching user found' },
  { code: 100, subcode: 2018109, status: 400, message: 'Attachment size exceeds allowable limit' },
  { code: 100, subcode: 2018292, status: 400, message: 'Invalid comment_id parameter' },
  { code: 100, status: 400, message: 'Invalid parameter' },
  {
    code: 190,
    subcode: 463,
    status: 400,
    message: 'Error validating access token: Session has expired.',
    isToken: true,
  },
  {
    code: 190,
    subcode: 467,
    status: 400,
    message: 'Error validating access token: The session is invalid because the user logged out.',
    isToken: true,
  },
  {
    code: 190,
    subcode: 460,
    status: 400,
    message:
      'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
    isToken: true,
  },
  { code: 190, status: 400, message: 'Invalid OAuth access token.', isToken: true },
  { code: 200, status: 403, message: 'Permissions error' },
  {
    code: 368,
    status: 400,
    message: 'The action attempted has been deemed abusive or is otherwise disallowed',
  },
  { code: 551, subcode: 1545041, status: 400, message: "This person isn't available right now." },
  { code: 551, status: 400, message: "This person isn't available right now." },
  { code: 613, status: 400, message: 'Calls to this api have exceeded the rate limit.', isRateLimit: true },
  { code: 1200, status: 500, message: 'Temporary send message failure. Please try again later.' },
  { code: 10900, status: 400, message: 'Activity already replied to' },
  { code: 10902, status: 400, message: 'This is not a Replyable activity' },
  { code: 10903, status: 400, message: 'This user cant reply to this activity' },
  { code: 80006, status: 400, message: 'There have been too many calls for this Page.', isRateLimit: true },
]
