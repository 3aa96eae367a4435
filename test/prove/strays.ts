import type { Random } from '../support/random.ts'
import { signTwilio } from '../../shared/channels/sms/wire-twilio.ts'
import { signWhatsApp, toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import type { WhatsAppPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import type { WireRequest } from '../../shared/channels/wire.ts'
import { WHATSAPP_ACCOUNTS } from './make-lanes.ts'

/** What belongs to no customer: it must end in quarantine, or be accepted and ignored. */
export type Stray = {
  /** Letters that stand in it and nowhere else; null where nothing is to be kept. */
  mark: string | null
  toRequest: (inboxUrl: string) => WireRequest
}

const [ACCOUNT] = WHATSAPP_ACCOUNTS

/** Each kind `times` times, each with a mark of its own. */
export function makeStrays(random: Random, times: number): Stray[] {
  const makers = [...QUARANTINED, ...IGNORED]
  return Array.from({ length: times }, () => makers.map((make) => make(createMark(random)))).flat()
}

const QUARANTINED: readonly ((mark: string) => Stray)[] = [
  (mark) => inWhatsApp(mark, `{"object":"whatsapp_business_account","entry":[{"id":"${mark}"`),
  (mark) => inWhatsApp(mark, JSON.stringify({ object: 'page', entry: [{ id: mark }] })),
  (mark) => inWhatsApp(mark, JSON.stringify(['no object at all', mark])),
  (mark) => inWhatsApp(mark, toWhatsAppBody([toPiece('messages', { type: 'text', text: { body: mark } })])),
  (mark) => inWhatsApp(mark, toWhatsAppBody([toPiece('statuses', { id: mark, status: 'teleported' })])),
  (mark) => inTwilio(mark, { From: '+15005550001', To: '+15005550021', Body: mark }),
  (mark) => inTwilio(mark, { MessageSid: mark, Body: 'from nobody to nobody' }),
]

const IGNORED: readonly ((mark: string) => Stray)[] = [
  (mark) => toChange('history', { history: [{ threads: [mark] }] }),
  (mark) => toChange('account_alerts', { alert_severity: 'INFORMATIONAL', alert_type: mark }),
  (mark) => ({
    mark: null,
    toRequest: (inboxUrl) =>
      signTwilio(
        { MessageSid: mark, MessageStatus: 'queued', From: '+15005550021', To: '+15005550001' },
        inboxUrl,
      ),
  }),
]

/** No digits: they would be masked like a card number's. */
function createMark(random: Random): string {
  return `mark${random.characters('ghijklmnopqrstuvwxyz', 16)}`
}

function toPiece(list: string, item: Record<string, unknown>): WhatsAppPiece {
  return { account: ACCOUNT, field: 'messages', list, item, contact: null }
}

function toChange(field: string, value: object): Stray {
  const entry = [{ id: ACCOUNT.waba, time: 1_790_000_000, changes: [{ field, value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  return { mark: null, toRequest: (inboxUrl) => signWhatsApp(body, inboxUrl) }
}

function inWhatsApp(mark: string, body: string): Stray {
  return { mark, toRequest: (inboxUrl) => signWhatsApp(body, inboxUrl) }
}

function inTwilio(mark: string, form: Readonly<Record<string, string>>): Stray {
  return { mark, toRequest: (inboxUrl) => signTwilio(form, inboxUrl) }
}
