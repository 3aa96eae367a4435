import type { Content, InboundAttachment } from '../../domain/content.ts'
import type { Party } from '../../domain/identity.ts'
import type { InboundEvent, Referral } from '../../domain/inbound.ts'
import { toParty, type TwilioAddresses } from './twilio-address.ts'
import { toAttachments } from './twilio-parse-media.ts'
import { toOptOut } from './twilio-parse-opt-out.ts'
import type { TwilioFields } from './twilio-schema.ts'

/** The answer to a request to call on WhatsApp arrives as a button whose text is this constant. */
const CALL_PERMISSION_BODY = 'VOICE_CALL_REQUEST'

const COORDINATE = /^-?\d{1,3}(?:\.\d+)?$/

export function parseTwilioMessage(
  fields: TwilioFields,
  sid: string,
  addresses: TwilioAddresses,
): InboundEvent[] {
  const party = toParty(fields, addresses)
  const thread = { visibility: 'private', party } as const
  const attachments = toAttachments(fields)
  const content = toContent(fields, attachments)
  if (content === null) {
    const of = fields['MessageType'] || 'unknown'
    return [{ kind: 'unsupported', providerId: sid, thread, sentAt: null, of, raw: fields }]
  }
  const message: InboundEvent = {
    kind: 'message',
    providerId: sid,
    thread,
    // Twilio states no time of a message.
    sentAt: null,
    text: toText(fields, content),
    content,
    attachments,
    replyTo: fields['OriginalRepliedMessageSid'] || null,
    referral: toReferral(fields),
    forwarded: fields['Forwarded'] === 'true' || fields['FrequentlyForwarded'] === 'true',
  }
  return [message, ...toOptOuts(fields, addresses, party)]
}

/** Null where a type other than text brings nothing that can be shown. */
function toContent(fields: TwilioFields, attachments: InboundAttachment[]): Content | null {
  const location = toLocation(fields)
  if (location !== null) return location
  const interactive = toInteractive(fields)
  if (interactive !== null) return interactive
  if (attachments.length > 0) return { type: 'media' }
  const type = fields['MessageType'] || 'text'
  return type === 'text' || fields['Body'] ? { type: 'text' } : null
}

function toLocation(fields: TwilioFields): Content | null {
  const latitude = fields['Latitude'] ?? ''
  const longitude = fields['Longitude'] ?? ''
  if (!COORDINATE.test(latitude) || !COORDINATE.test(longitude)) return null
  return {
    type: 'location',
    latitude: Number(latitude),
    longitude: Number(longitude),
    name: fields['Label'] || null,
    address: fields['Address'] || null,
    url: null,
  }
}

function toInteractive(fields: TwilioFields): Content | null {
  const base = { type: 'interactive', description: null } as const
  const button = fields['ButtonPayload'] || null
  if (fields['Body'] === CALL_PERMISSION_BODY && button !== null) {
    return { ...base, kind: 'call_permission', payload: button }
  }
  if (fields['InteractiveData']) return { ...base, kind: 'flow', payload: fields['InteractiveData'] }
  if (fields['ListId']) {
    return {
      ...base,
      kind: 'list',
      payload: fields['ListId'],
      description: fields['ListDescription'] || null,
    }
  }
  if (button === null && !fields['ButtonText']) return null
  // WhatsApp calls a template's quick reply `button`; buttons of a session message are `interactive`.
  return { ...base, kind: fields['MessageType'] === 'button' ? 'quick_reply' : 'button', payload: button }
}

function toText(fields: TwilioFields, content: Content): string | null {
  if (content.type === 'interactive') {
    if (content.kind === 'call_permission') return null
    return fields['ButtonText'] || fields['ListTitle'] || fields['Body'] || null
  }
  return fields['Body'] || null
}

function toReferral(fields: TwilioFields): Referral | null {
  const referral = {
    source: fields['ReferralSourceType'] || null,
    sourceId: fields['ReferralSourceId'] || null,
    url: fields['ReferralSourceUrl'] || null,
    headline: fields['ReferralHeadline'] || null,
    ref: fields['ReferralCtwaClid'] || null,
  }
  return Object.values(referral).some((value) => value !== null) ? referral : null
}

function toOptOuts(fields: TwilioFields, addresses: TwilioAddresses, party: Party): InboundEvent[] {
  const optOut = toOptOut(fields, addresses.channel)
  return optOut === null ? [] : [{ kind: 'opt_out', party, scope: 'all', at: null, ...optOut }]
}
