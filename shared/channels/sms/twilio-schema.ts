import * as z from 'zod/mini'

/** The parameters of one Twilio request by name. A form has nothing but strings. */
export const TwilioFields = z.record(z.string(), z.string())
export type TwilioFields = z.infer<typeof TwilioFields>

/** Name in the query of a callback URL under which a send call's correlation value travels: Twilio calls the URL as it was given. */
export const CORRELATION_QUERY = 'inlet'

/** What `cut` keeps and `parse` reads: every parameter that is not a repetition, text already masked. */
export const TwilioPayload = z.object({ fields: TwilioFields, correlation: z.optional(z.string()) })
export type TwilioPayload = z.infer<typeof TwilioPayload>

/**
 * Parameters that are ids, addresses, links or numbers and are never masked. All others, those that Twilio adds later
 * included, may hold what a person typed.
 */
const UNMASKED_NAME =
  /(?:Sid|Id|Url)\d{0,3}$|^(?:From|To|ChannelToAddress|OriginalRepliedMessageSender|ButtonPayload|ReferralCtwaClid|ProfileUsername|Username|Latitude|Longitude|ErrorCode|RawDlrDoneDate)$/

/** Repetitions of other parameters, third parties' enrichment, and where carriers guess that a number lives. */
const DROPPED_NAME =
  /^(?:SmsSid|SmsMessageSid|ApiVersion|ChannelMetadata|AddOns|(?:From|To)(?:City|State|Zip|Country))$/

export function isTextParameter(name: string): boolean {
  return !UNMASKED_NAME.test(name)
}

export function isDroppedParameter(name: string): boolean {
  return DROPPED_NAME.test(name)
}

/**
 * Status callbacks and messages share one URL. A message may carry `MessageStatus=received`, a callback never does:
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function isStatusCallback(fields: TwilioFields): boolean {
  const status = fields['MessageStatus']
  return status !== undefined && status !== '' && status !== 'received' && fields['SmsStatus'] !== 'received'
}
