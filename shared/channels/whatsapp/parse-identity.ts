import type { InboundEvent } from '../../domain/inbound.ts'
import type { JsonRecord } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { isBusinessScopedUserId, namesOf, toIdentities, toParty } from './customer.ts'
import type { Piece } from './piece.ts'
import { Preference, SystemBody, UserIdUpdate } from './schema.ts'

/** The end of the platform's own sentence about a change; the profile name before it is written by the customer. */
const CHANGED = /changed from (\S+) to (\S+?)\.?$/

/** A message of type `system`; null where its kind is not known. */
export function parseSystem(item: JsonRecord, piece: Piece): InboundEvent | null {
  const system = SystemBody.safeParse(item['system']).data
  switch (system?.type) {
    case 'user_changed_number':
    case 'user_changed_user_id': {
      const previous = [previousOf(system), ...namesOf('message', item)]
      return toChange(previous, [system.user_id, system.wa_id], piece.waba, item['timestamp'])
    }
    case 'customer_identity_changed':
    case 'user_identity_changed':
      return { kind: 'ignored', reason: 'security_code_changed' }
    default:
      return null
  }
}

/** `user_id_update`: no longer offered for subscription since August 2026, still sent to those who have it. */
export function parseUserIdUpdate(piece: Piece): InboundEvent | null {
  const update = UserIdUpdate.safeParse(piece.item).data
  if (update === undefined) return null
  const { previous, current } = update.user_id
  return toChange([previous], [current, update.wa_id], piece.waba, update.timestamp)
}

/** The customer stopped or resumed marketing messages in the app, or signed up for them through a link. */
export function parsePreference(piece: Piece): InboundEvent | null {
  const preference = Preference.safeParse(piece.item).data
  const party = toParty(namesOf('preference', piece.item), piece.contact, piece.waba)
  if (preference === undefined || party === null) return null
  const action = preference.value === 'stop' ? 'out' : 'in'
  const at = toIsoTime(preference.timestamp)
  return { kind: 'opt_out', party, action, scope: 'marketing', by: 'platform', at }
}

function previousOf(system: SystemBody): string | null | undefined {
  if (system.previous_user_id) return system.previous_user_id
  const [, from = '', to = ''] = CHANGED.exec(system.body ?? '') ?? []
  const isAboutThis = isBusinessScopedUserId(from) && to !== '' && to === system.user_id
  return isAboutThis ? from : null
}

function toChange(
  previous: readonly (string | null | undefined)[],
  current: readonly (string | null | undefined)[],
  waba: string,
  timestamp: unknown,
): InboundEvent {
  const now = toIdentities(current.filter(isGiven), waba)
  const before = toIdentities(previous.filter(isGiven), waba).filter(
    ({ externalId }) => !now.some((identity) => identity.externalId === externalId),
  )
  const [firstBefore, ...othersBefore] = before
  const [firstNow, ...othersNow] = now
  if (firstBefore === undefined) return { kind: 'ignored', reason: 'identity_change_without_previous' }
  if (firstNow === undefined) return { kind: 'ignored', reason: 'identity_change_without_current' }
  return {
    kind: 'identity_change',
    previous: [firstBefore, ...othersBefore],
    current: [firstNow, ...othersNow],
    at: toIsoTime(timestamp),
  }
}

function isGiven(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== ''
}
