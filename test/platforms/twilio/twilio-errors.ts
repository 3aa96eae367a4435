import type { PlatformAnswer } from '../emulator.ts'

/** https://www.twilio.com/docs/api/errors: codes and words. `later`: only in the status of a message, never in an answer. */
export type TwilioErrorRow = { code: number; status: number; message: string; later?: boolean }

export const TWILIO_ERRORS: readonly TwilioErrorRow[] = [
  { code: 20003, status: 401, message: 'Authenticate' },
  { code: 20404, status: 404, message: 'The requested resource was not found' },
  { code: 20429, status: 429, message: 'Too Many Requests' },
  { code: 20500, status: 500, message: 'An internal server error has occurred' },
  { code: 20503, status: 503, message: 'Service is unavailable. Please try again' },
  { code: 21211, status: 400, message: "The 'To' number is not a valid phone number." },
  { code: 21266, status: 400, message: "'To' and 'From' number cannot be the same" },
  {
    code: 21408,
    status: 400,
    message: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
  },
  { code: 21502, status: 400, message: 'SmsUrl is not valid' },
  { code: 21602, status: 400, message: 'Message body is required.' },
  { code: 21603, status: 400, message: "A 'From' phone number is required." },
  { code: 21604, status: 400, message: "A 'To' phone number is required." },
  {
    code: 21606,
    status: 400,
    message:
      "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination/account",
  },
  { code: 21609, status: 400, message: 'The StatusCallback URL is not a valid URL.' },
  { code: 21610, status: 400, message: 'Attempt to send to unsubscribed recipient' },
  {
    code: 21611,
    status: 429,
    message: "This 'From' number has exceeded the maximum number of queued messages",
  },
  {
    code: 21612,
    status: 400,
    message: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
  },
  { code: 21614, status: 400, message: "'To' number is not a valid mobile number" },
  { code: 21617, status: 400, message: 'The concatenated message body exceeds the 1600 character limit' },
  { code: 21620, status: 400, message: 'Invalid media URL(s)' },
  { code: 21623, status: 400, message: 'Number of media files exceeds allowed limit' },
  { code: 21659, status: 400, message: "'From' is not a Twilio phone number or Short Code country mismatch" },
  {
    code: 21910,
    status: 400,
    message: "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel",
  },
  { code: 11200, status: 400, message: 'HTTP retrieval failure', later: true },
  { code: 12300, status: 400, message: 'Invalid Content-Type', later: true },
  { code: 30019, status: 400, message: 'Content size exceeds carrier limit', later: true },
  { code: 30001, status: 400, message: 'Queue overflow', later: true },
  { code: 30002, status: 400, message: 'Account suspended', later: true },
  { code: 30003, status: 400, message: 'Unreachable destination handset', later: true },
  { code: 30004, status: 400, message: 'Message blocked', later: true },
  { code: 30005, status: 400, message: 'Unknown destination handset', later: true },
  { code: 30006, status: 400, message: 'Landline or unreachable carrier', later: true },
  { code: 30007, status: 400, message: 'Message filtered', later: true },
  { code: 30008, status: 400, message: 'Unknown error', later: true },
  { code: 30034, status: 400, message: 'Message from an Unregistered Number', later: true },
  {
    code: 63016,
    status: 400,
    message: 'Failed to send freeform message because you are outside the allowed window',
    later: true,
  },
  { code: 63018, status: 429, message: 'Rate limit exceeded for Channel', later: true },
]

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function toTwilioError(code: number): PlatformAnswer {
  const row = TWILIO_ERRORS.find((one) => one.code === code)
  if (row === undefined) throw new Error(`No error ${code} in the table.`)
  const { status, message } = row
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
  const challenge: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'Basic realm="Twilio API"' } : {}
  return {
    status,
    headers: { 'content-type': 'application/json', 'twilio-request-id': `RQ${code}`, ...challenge },
    body,
  }
}
