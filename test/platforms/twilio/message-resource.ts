/** One message as Twilio keeps it. */
export type StoredMessage = {
  sid: string
  accountSid: string
  messagingServiceSid: string | null
  from: string | null
  to: string
  body: string
  mediaCount: number
  segments: number
  createdAt: Date
  status: string
  errorCode: number | null
  errorMessage: string | null
}

/** https://www.twilio.com/docs/messaging/api/message-resource */
export function toMessageResource(message: StoredMessage): Record<string, unknown> {
  const { sid, accountSid, messagingServiceSid, createdAt } = message
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  const date = toRfc2822(createdAt)
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: message.errorMessage,
    from: message.from,
    messaging_service_sid: messagingServiceSid,
    num_media: String(message.mediaCount),
    // No sender is chosen yet where a Messaging Service will choose one.
    num_segments: messagingServiceSid === null ? String(message.segments) : '0',
    price: null,
    price_unit: null,
    sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  }
}

function toRfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
