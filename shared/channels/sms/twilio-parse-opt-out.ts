import type { InboundOptOut } from '../../domain/inbound.ts'
import { toOptOutAction, TWILIO_WORDS } from './opt-out-words.ts'
import type { TwilioFields } from './twilio-schema.ts'

/**
 * `OptOutType` is Twilio's own verdict, given with Advanced Opt-Out only, and wins over the words: the service may have its
 * own. Without it the default words count, as the whole text, and on phone numbers only: WhatsApp has none.
 */
export function toOptOut(
  fields: TwilioFields,
  channel: 'sms' | 'whatsapp',
): Pick<InboundOptOut, 'action' | 'by'> | null {
  const verdict = fields['OptOutType']?.toUpperCase()
  if (verdict === 'STOP') return { action: 'out', by: 'platform' }
  if (verdict === 'START') return { action: 'in', by: 'platform' }
  if (verdict === 'HELP' || channel === 'whatsapp') return null
  const action = toOptOutAction(fields['Body'] ?? '', TWILIO_WORDS)
  return action === null ? null : { action, by: 'keyword' }
}
