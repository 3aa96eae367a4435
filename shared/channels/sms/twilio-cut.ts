import { BUILT_IN_REDACTION } from '../../domain/redaction/redaction.ts'
import type { CutOutcome, WebhookRequest } from '../contract.ts'
import { decodeForm } from '../kit/decode-body.ts'
import { beginMasking, type Masking, maskText, toMaskedNames } from '../kit/masking.ts'
import { toAddresses, toIdentities } from './twilio-address.ts'
import {
  CORRELATION_QUERY,
  isDroppedParameter,
  isStatusCallback,
  isTextParameter,
  type TwilioFields,
  type TwilioPayload,
} from './twilio-schema.ts'

/** A Twilio request is one message or one status. What has no stable id or no address goes to quarantine whole. */
export function cutTwilioRequest(request: WebhookRequest, redaction = BUILT_IN_REDACTION): CutOutcome {
  const text = decodeUtf8(request.body)
  if (text === null) return toUncut('invalid_utf8', request)
  const masking = beginMasking(redaction)
  const fields = toFields(text, masking)
  const sid = fields['MessageSid'] ?? ''
  if (sid === '') return toUncut('message_sid_missing', request)
  const addresses = toAddresses(fields)
  if (addresses === null) return toUncut('address_missing', request)
  const correlation = decodeForm(request.rawQuery).get(CORRELATION_QUERY)?.[0] ?? ''
  const payload: TwilioPayload = correlation === '' ? { fields } : { fields, correlation }
  return {
    envelopes: [
      {
        channel: addresses.channel,
        provider: 'twilio',
        account: { id: addresses.account, name: null },
        key: isStatusCallback(fields) ? `status:${sid}:${fields['MessageStatus'] ?? ''}` : `message:${sid}`,
        group: toIdentities(fields, addresses)[0].externalId,
        ...toMaskedNames(masking),
        payload,
      },
    ],
    uncut: [],
  }
}

/** Twilio repeats no name; if it ever does, the first value counts. */
function toFields(form: string, masking: Masking): TwilioFields {
  // Without a prototype, so that a parameter may have any name.
  const fields = Object.create(null) as Record<string, string>
  for (const [name, [value = '']] of decodeForm(form)) {
    if (isDroppedParameter(name)) continue
    fields[name] = isTextParameter(name) ? maskText(value, masking) : value
  }
  return fields
}

function decodeUtf8(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return null
  }
}

function toUncut(reason: string, request: WebhookRequest): CutOutcome {
  return { envelopes: [], uncut: [{ reason, bytes: request.body }] }
}
