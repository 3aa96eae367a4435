import type { CallMoment, Credential, OutgoingAction, PlatformCall } from '../sender.ts'
import { toXCall } from './send-request.ts'

/**
 * Legacy direct messages have neither reactions nor read marks nor typing in version 2 of the API. A reply under a post of
 * the account may be hidden: https://docs.x.com/x-api/posts/hide-reply
 */
export function toActionCall(
  action: OutgoingAction,
  credential: Credential,
  moment: CallMoment,
): PlatformCall | null {
  if (action.kind !== 'hide') return null
  const { account, target } = action
  const path = `/2/tweets/${encodeURIComponent(target)}/hidden`
  return toXCall({ method: 'PUT', account, path, body: { hidden: true } }, credential, moment)
}
