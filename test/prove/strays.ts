import { toAwsEvent } from '../../shared/channels/sms/wire-aws.ts'
import type { WhatsAppPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import type { Random } from '../support/random.ts'
import {
  type Delivery,
  toFacebookBodyDelivery,
  toTopicDelivery,
  toTwilioDelivery,
  toTwitterDelivery,
  toWhatsAppBodyDelivery,
} from './carriers.ts'
import { WHATSAPP_ACCOUNTS } from './whatsapp-tellers.ts'

/** What belongs to no customer: it must end in quarantine, or be accepted and ignored. */
export type Stray = {
  /** Letters that stand in it and nowhere else; null where nothing is to be kept. */
  mark: string | null
  delivery: Delivery
}

type Maker = (mark: string) => Delivery

const [ACCOUNT] = WHATSAPP_ACCOUNTS
const PAGE = '770000000000021'
const FROM_AWS = { from: '+15005550031', to: '+15006660001', at: new Date(1_790_000_000_000) }
const FROM_SMS = { From: '+15005550021', To: '+15005550001' }

/** Each kind `times` times, each with a mark of its own. */
export function makeStrays(random: Random, times: number, channels: readonly string[]): Stray[] {
  const isChosen = ({ delivery }: Stray): boolean => channels.includes(delivery.channel)
  const makeOfEach = (): Stray[] => {
    const marks = random
      .shuffle([...QUARANTINED, ...IGNORED])
      .map((make) => ({ make, mark: createMark(random) }))
    return marks.map(({ make, mark }) => ({
      mark: QUARANTINED.includes(make) ? mark : null,
      delivery: make(mark),
    }))
  }
  return Array.from({ length: times }, makeOfEach).flat().filter(isChosen)
}

const QUARANTINED: readonly Maker[] = [
  (mark) => toWhatsAppBodyDelivery(`{"object":"whatsapp_business_account","entry":[{"id":"${mark}"`),
  (mark) => toWhatsAppBodyDelivery(JSON.stringify({ object: 'page', entry: [{ id: mark }] })),
  (mark) => toWhatsAppBodyDelivery(JSON.stringify(['no object at all', mark])),
  (mark) =>
    toWhatsAppBodyDelivery(toWhatsAppBody([toPiece('messages', { type: 'text', text: { body: mark } })])),
  (mark) => toWhatsAppBodyDelivery(toWhatsAppBody([toPiece('statuses', { id: mark, status: 'teleported' })])),
  (mark) => toTwilioDelivery({ From: '+15005550001', To: '+15005550021', Body: mark }),
  (mark) => toTwilioDelivery({ MessageSid: mark, Body: 'from nobody to nobody' }),
  (mark) => toFacebookBodyDelivery(`{"object":"page","entry":[{"id":"${mark}"`),
  (mark) => toFacebookBodyDelivery(JSON.stringify({ object: 'instagram', entry: [{ id: mark }] })),
  (mark) => toFacebookBodyDelivery(toPageBody({ messaging: [mark] })),
  (mark) =>
    toFacebookBodyDelivery(
      toPageBody({ changes: [{ field: 'feed', value: { verb: 'add', message: mark } }] }),
    ),
  (mark) => toTwitterDelivery(`{"data":{"event_type":"${mark}`),
  (mark) =>
    toTwitterDelivery({ data: { event_type: 'dm.received', filter: { user_id: '1' }, payload: mark } }),
  (mark) => toTwitterDelivery({ neither: mark }),
  (mark) => toTopicDelivery('sms', `no JSON at all: ${mark}`),
  (mark) => toTopicDelivery('sms', JSON.stringify({ messageBody: mark })),
]

const IGNORED: readonly Maker[] = [
  (mark) => toChange('history', { history: [{ threads: [mark] }] }),
  (mark) => toChange('account_alerts', { alert_severity: 'INFORMATIONAL', alert_type: mark }),
  (mark) => toTwilioDelivery({ MessageSid: mark, MessageStatus: 'queued', ...FROM_SMS }),
  (mark) =>
    toFacebookBodyDelivery(toPageBody({ changes: [{ field: 'leadgen', value: { leadgen_id: mark } }] })),
  (mark) => toFacebookBodyDelivery(toPageBody({ messaging: [], hop_context: [mark] })),
  (mark) =>
    toTwitterDelivery({ data: { event_type: 'follow.follow', filter: { user_id: '1' }, payload: { mark } } }),
  (mark) => toTopicDelivery('sms', toAwsEvent({ ...FROM_AWS, id: mark, eventType: 'TEXT_QUEUED' })),
]

/** No digits: they would be masked like a card number's. */
function createMark(random: Random): string {
  return `mark${random.characters('ghijklmnopqrstuvwxyz', 16)}`
}

function toPiece(list: string, item: Record<string, unknown>): WhatsAppPiece {
  return { account: ACCOUNT, field: 'messages', list, item, contact: null }
}

function toChange(field: string, value: object): Delivery {
  const entry = [{ id: ACCOUNT.waba, time: 1_790_000_000, changes: [{ field, value }] }]
  return toWhatsAppBodyDelivery(JSON.stringify({ object: 'whatsapp_business_account', entry }))
}

function toPageBody(parts: object): string {
  return JSON.stringify({ object: 'page', entry: [{ id: PAGE, time: 1_790_000_000, ...parts }] })
}
