import { toAccountFailure, toFailure, toLimit, toRetry } from '../kit/refusals.ts'
import type { Refusal } from '../sender.ts'

/**
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes (18 Mar 2026),
 * https://developers.facebook.com/docs/messenger-platform/reference/send-api/error-codes and, for comments,
 * https://developers.facebook.com/docs/graph-api/guides/error-handling. A code alone stands for all of its subcodes that are not named.
 */
export const REFUSALS: readonly Refusal[] = [
  toFailure(
    '10/2018278',
    'window_closed',
    'The time to answer has passed: wait until the customer writes again',
  ),
  toFailure(
    '10/2018065',
    'window_closed',
    'The time to answer has passed: wait until the customer writes again',
  ),
  toFailure('10/2018108', 'recipient_unreachable', 'This person takes no messages from the Page right now'),
  toAccountFailure('10', 'permission_missing', 'The app has no permission to write for this Page'),
  toFailure(
    '551',
    'recipient_unreachable',
    'This person cannot be reached: they may have blocked the Page or left',
  ),
  toFailure('100/2018001', 'recipient_unreachable', 'No such person on this Page'),
  toFailure('100/2018109', 'content_refused', 'The attachment is larger than Facebook takes'),
  // By its link, which is ours: another try may find it.
  toRetry('100/2018008', 'Facebook could not fetch the file'),
  toFailure('100/2018047', 'content_refused', 'Facebook found another type of file than was said'),
  toFailure('100/2018292', 'reply_target_gone', 'The comment does not exist or takes no private answer'),
  toFailure('100/33', 'reply_target_gone', 'What this answers does not exist any longer'),
  toFailure('100', 'platform_rejected', 'Facebook refused a part of the message'),
  toFailure('10900', 'reply_target_gone', 'The comment already has its one private answer'),
  toFailure('10902', 'reply_target_gone', 'Nothing can be answered privately here'),
  toFailure('10903', 'reply_target_gone', 'The Page cannot answer this'),
  toFailure('506', 'duplicate_refused', 'The same words were posted just before'),
  toFailure('1609005', 'content_refused', 'Facebook could not read the link in the message'),
  toAccountFailure(
    '190',
    'token_refused',
    'The access token has expired or was revoked: connect the Page again',
  ),
  toAccountFailure(
    '102',
    'token_refused',
    'The access token has expired or was revoked: connect the Page again',
  ),
  toAccountFailure('104', 'token_refused', 'No access token came with the call: store it in the secret'),
  toAccountFailure('3', 'permission_missing', 'The app may not use this part of the platform'),
  toAccountFailure('200', 'permission_missing', 'A permission is missing or was withdrawn'),
  toAccountFailure(
    '230',
    'permission_missing',
    'The permission to write messages is missing or was withdrawn',
  ),
  toAccountFailure(
    '283',
    'permission_missing',
    'The permission to manage comments is missing or was withdrawn',
  ),
  toAccountFailure('368', 'account_restricted', 'Facebook has blocked the Page from writing for a while'),
  toLimit('4', 'Facebook asks to send more slowly'),
  toLimit('4/2018022', 'Facebook asks to send more slowly'),
  toLimit('17', 'Facebook asks to send more slowly'),
  toLimit('32', 'Facebook asks to send more slowly'),
  toLimit('341', 'Facebook asks to send more slowly'),
  toLimit('613', 'Facebook asks to send more slowly'),
  toLimit('80001', 'Facebook asks to send more slowly'),
  toLimit('80006', 'Facebook asks to send more slowly'),
  toRetry('1', 'Facebook has a fault of its own'),
  toRetry('2', 'Facebook has a fault of its own'),
  toRetry('1200', 'Facebook has a fault of its own'),
]
