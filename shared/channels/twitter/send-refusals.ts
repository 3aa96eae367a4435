import { toAccountFailure, toFailure, toLimit, toRetry } from '../kit/refusals.ts'
import type { Refusal } from '../sender.ts'

/** How version 2 of the API says what version 1.1 had a number for: the words of `detail`, or the end of `type`. */
export type XRefusal = Refusal & { says: RegExp | null }

/**
 * Numbers: https://developer.x.com/en/support/x-api/error-troubleshooting. The words are those that callers of
 * `POST /2/tweets` and of the direct message calls report, and https://docs.x.com/x-api/fundamentals/response-codes-and-errors.
 */
export const REFUSALS: readonly XRefusal[] = [
  row(/duplicate content/i, toFailure('187', 'duplicate_refused', 'The same words were posted before')),
  row(
    /do not have permission to DM|cannot send messages to this user|not allow(?:ed)? .*direct message/i,
    toFailure('349', 'recipient_unreachable', 'This person takes no direct messages from the account'),
  ),
  row(
    null,
    toFailure('150', 'recipient_unreachable', 'This person takes no direct messages from the account'),
  ),
  row(
    /deleted or not visible/i,
    toFailure(
      '385',
      'reply_target_gone',
      'The post was deleted, or its author does not show it to the account',
    ),
  ),
  row(
    /reply to this conversation is not allowed|restricted who can reply/i,
    toFailure(
      '433',
      'reply_target_gone',
      'X lets the account answer only where the author named or quoted it',
    ),
  ),
  row(
    /have been blocked|you are blocked/i,
    toFailure('136', 'recipient_unreachable', 'This person has blocked the account'),
  ),
  row(
    /text is too long|tweet needs to be a bit shorter/i,
    toFailure('186', 'text_too_long', 'The text is longer than X takes'),
  ),
  row(
    /looks like it might be automated/i,
    toFailure('226', 'content_refused', 'X takes the message for an automated one'),
  ),
  row(
    /malicious|harmful link/i,
    toFailure('240', 'content_refused', 'X refused the message for a link in it'),
  ),
  row(
    /account is (?:temporarily )?locked|log in .* to unlock/i,
    toAccountFailure('326', 'account_locked', 'X has locked the account: log in there to unlock it'),
  ),
  row(
    /account is suspended|has been suspended/i,
    toAccountFailure('64', 'account_suspended', 'X has suspended the account'),
  ),
  row(
    /(?:invalid|expired) token|could not authenticate/i,
    toAccountFailure(
      '89',
      'token_refused',
      'The token has expired or was revoked: connect the account again',
    ),
  ),
  row(
    null,
    toAccountFailure(
      '32',
      'token_refused',
      'The token has expired or was revoked: connect the account again',
    ),
  ),
  row(
    /client-forbidden|client-not-enrolled|unsupported-authentication|oauth1-permissions|not permitted to (?:perform|access)/i,
    toAccountFailure(
      'client-forbidden',
      'permission_missing',
      'The X app may not do this: its access or its permissions',
    ),
  ),
  row(
    /direct messages? .*permission|oauth app permissions/i,
    toAccountFailure('93', 'permission_missing', 'The X app may not write direct messages'),
  ),
  row(
    /usage-capped|usage cap exceeded/i,
    toAccountFailure(
      'usage-capped',
      'usage_cap_reached',
      'The monthly cap of the X app is used up',
      'account_limit_reached',
    ),
  ),
  row(
    /problems\/credits|creditsdepleted|does not have any credits/i,
    toAccountFailure('credits', 'credits_depleted', 'The X app has no credits left', 'account_limit_reached'),
  ),
  row(/over (?:the )?daily (?:status update )?limit/i, toLimit('185', 'X asks to send more slowly')),
  row(null, toLimit('88', 'X asks to send more slowly')),
  row(/over capacity/i, toRetry('130', 'X has a fault of its own')),
  row(null, toRetry('131', 'X has a fault of its own')),
]

function row(says: RegExp | null, refusal: Refusal): XRefusal {
  return { ...refusal, says }
}
