import type { Identity, Party } from '../../domain/identity.ts'
import { isStatusCallback, type TwilioFields } from './twilio-schema.ts'

const PHONE = /^\+\d{1,15}$/

/** `CC.` or `CC.ENT.` and up to 128 letters and digits: a WhatsApp business-scoped user id. */
const BUSINESS_SCOPED_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

/** RCS names a person by the same phone number as SMS; only the carriage differs. */
const PREFIX = /^(?:whatsapp|rcs):/

export type TwilioAddresses = {
  channel: 'sms' | 'whatsapp'
  /** Our side, as Twilio wrote it. */
  account: string
  /** The person's side, as Twilio wrote it. */
  customer: string
}

/** Who is who: a callback speaks about what we sent. Null where an address is missing. */
export function toAddresses(fields: TwilioFields): TwilioAddresses | null {
  const from = fields['From'] ?? ''
  const to = fields['To'] ?? ''
  if (from === '' || to === '') return null
  const channel = from.startsWith('whatsapp:') || to.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
  return isStatusCallback(fields)
    ? { channel, account: from, customer: to }
    : { channel, account: to, customer: from }
}

/**
 * The person behind a request, most stable identity first. Values are classified by their look, not by their parameter:
 * a `whatsapp:` address holds a phone number or a business-scoped id. What is neither stays an identity as written.
 */
export function toIdentities(fields: TwilioFields, addresses: TwilioAddresses): [Identity, ...Identity[]] {
  const { channel, customer } = addresses
  const values =
    channel === 'whatsapp'
      ? [customer, fields['ExternalUserId'] ?? '', toPhone(fields['WaId'])].map((value) =>
          value.replace(PREFIX, ''),
        )
      : [customer.replace(PREFIX, '')]
  const accountSid = fields['AccountSid'] ?? ''
  const scoped =
    channel === 'whatsapp' ? unique(values.filter((value) => BUSINESS_SCOPED_ID.test(value))) : []
  const phones = unique(values.filter((value) => PHONE.test(value)))
  const [first, ...rest] = [
    ...scoped.map((externalId) => ({ channel, scope: accountSid === '' ? '-' : accountSid, externalId })),
    ...phones.map((externalId) => ({ channel, scope: '-', externalId })),
  ]
  return first === undefined ? [{ channel, scope: '-', externalId: customer }] : [first, ...rest]
}

export function toParty(fields: TwilioFields, addresses: TwilioAddresses): Party {
  const handle = fields['ProfileUsername'] || fields['Username'] || null
  return {
    identities: toIdentities(fields, addresses),
    name: fields['ProfileName'] || null,
    handle: handle?.replace(/^@/, '') || null,
  }
}

/** `WaId` is written without the plus. */
function toPhone(digits: string | undefined): string {
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? `+${digits}` : ''
}

function unique(values: string[]): string[] {
  return [...new Set(values)]
}
