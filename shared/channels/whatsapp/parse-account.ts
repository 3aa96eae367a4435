import type { InboundAccountEvent, InboundEvent } from '../../domain/inbound.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { IGNORED_FIELDS, type Piece } from './piece.ts'
import { PlatformErrors } from './schema.ts'

type Health = InboundAccountEvent['health']

/** Fields that say something about the account: our code, and the facts of the value that a person would want to read. */
const FIELDS: ReadonlyMap<string, { code: string; facts: readonly string[] }> = new Map([
  ['account_alerts', { code: 'account_alert', facts: ['alert_severity', 'alert_type', 'alert_description'] }],
  ['account_review_update', { code: 'account_review_decided', facts: ['decision'] }],
  [
    'business_capability_update',
    {
      code: 'business_capability_changed',
      facts: ['max_daily_conversation_per_phone', 'max_daily_conversations_per_business'],
    },
  ],
  ['business_username_update', { code: 'business_username_changed', facts: ['username', 'status'] }],
  [
    'message_template_components_update',
    {
      code: 'template_components_changed',
      facts: ['message_template_name', 'message_template_language'],
    },
  ],
  [
    'message_template_quality_update',
    {
      code: 'template_quality_changed',
      facts: [
        'message_template_name',
        'message_template_language',
        'previous_quality_score',
        'new_quality_score',
      ],
    },
  ],
  [
    'message_template_status_update',
    {
      code: 'template_status_changed',
      facts: ['message_template_name', 'message_template_language', 'event', 'reason'],
    },
  ],
  [
    'phone_number_name_update',
    {
      code: 'phone_number_name_decided',
      facts: ['display_phone_number', 'decision', 'requested_verified_name', 'rejection_reason'],
    },
  ],
  [
    'phone_number_quality_update',
    { code: 'phone_number_quality_changed', facts: ['display_phone_number', 'event', 'current_limit'] },
  ],
  ['security', { code: 'phone_number_security_changed', facts: ['display_phone_number', 'event'] }],
  [
    'template_category_update',
    {
      code: 'template_category_changed',
      facts: ['message_template_name', 'message_template_language', 'previous_category', 'new_category'],
    },
  ],
])

/** Values of `event` and `decision` that open or close the way to send. */
const HEALTH: ReadonlyMap<string, Health> = new Map([
  ['account_review_update:APPROVED', 'healthy'],
  ['account_review_update:REJECTED', 'degraded'],
  ['account_review_update:DISABLED', 'degraded'],
  ['account_review_update:REINSTATED', 'healthy'],
  ['phone_number_quality_update:FLAGGED', 'degraded'],
  ['phone_number_quality_update:UNFLAGGED', 'healthy'],
])

/** `account_update` by its `event`: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update */
const ACCOUNT_UPDATES: ReadonlyMap<string, { code: string; health: Health }> = new Map([
  ['ACCOUNT_DELETED', { code: 'account_deleted', health: 'degraded' }],
  ['ACCOUNT_OFFBOARDED', { code: 'account_offboarded', health: 'degraded' }],
  ['ACCOUNT_RECONNECTED', { code: 'account_reconnected', health: 'healthy' }],
  ['ACCOUNT_RESTRICTION', { code: 'account_restricted', health: 'degraded' }],
  ['ACCOUNT_VIOLATION', { code: 'account_violation', health: null }],
  ['DISABLED_UPDATE:DISABLE', { code: 'account_disabled', health: 'degraded' }],
  ['DISABLED_UPDATE:REINSTATE', { code: 'account_reinstated', health: 'healthy' }],
  ['DISABLED_UPDATE:SCHEDULE_FOR_DISABLE', { code: 'account_disable_scheduled', health: 'degraded' }],
  ['PARTNER_APP_UNINSTALLED', { code: 'partner_app_uninstalled', health: 'degraded' }],
  ['PARTNER_REMOVED', { code: 'partner_removed', health: 'degraded' }],
  ['VERIFIED_ACCOUNT', { code: 'account_verified', health: null }],
])

/** A change that is about the account and no customer; null where the field is not known. */
export function parseChange({ field, item, time }: Piece): InboundEvent | null {
  if (IGNORED_FIELDS.has(field)) return { kind: 'ignored', reason: `${field}_not_stored` }
  if (!isRecord(item)) return null
  const at = toIsoTime(time)
  if (field === 'account_update') return toAccountUpdate(item, at)
  const known = FIELDS.get(field)
  if (known === undefined) return null
  const verdict = textAt(item, 'event') ?? textAt(item, 'decision')
  const health = HEALTH.get(`${field}:${verdict}`) ?? null
  return { kind: 'account', health, code: known.code, detail: toDetail(item, known.facts), at }
}

/** `errors[]` that stand alone: the platform could not deliver something and does not say what. */
export function parseErrors({ item, time }: Piece): InboundEvent | null {
  const errors = PlatformErrors.safeParse(item).data
  if (errors === undefined) return null
  const detail = errors
    .map(({ code, title, message }) => `${code} ${title || message || ''}`.trim())
    .join(', ')
  return {
    kind: 'account',
    health: null,
    code: 'platform_error',
    detail: detail || null,
    at: toIsoTime(time),
  }
}

function toAccountUpdate(item: JsonRecord, at: string | null): InboundEvent | null {
  const event = textAt(item, 'event')
  if (event === null) return null
  const ban = isRecord(item['ban_info']) ? item['ban_info'] : {}
  const update =
    ACCOUNT_UPDATES.get(event) ?? ACCOUNT_UPDATES.get(`${event}:${textAt(ban, 'waba_ban_state')}`) ?? null
  const restrictions = Array.isArray(item['restriction_info']) ? item['restriction_info'] : []
  const facts = [
    event,
    ...restrictions.map((restriction) => textAt(restriction, 'restriction_type')),
    textAt(item['violation_info'], 'violation_type'),
    textAt(ban, 'waba_ban_state'),
    textAt(ban, 'waba_ban_date'),
    textAt(item, 'phone_number'),
  ].filter((fact) => fact !== null)
  const { code, health } = update ?? { code: 'account_updated', health: null }
  return { kind: 'account', health, code, detail: facts.join(', '), at }
}

function toDetail(item: JsonRecord, facts: readonly string[]): string | null {
  const values = facts.map((fact) => item[fact]).filter(isPrintable)
  return values.length > 0 ? values.join(', ') : null
}

function isPrintable(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}
