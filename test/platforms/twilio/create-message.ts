import type { Fate, PlatformAnswer } from '../emulator.ts'
import { type ReceivedFile, receiveFile } from '../media/receive-file.ts'
import { toSegments } from '../sms-segments.ts'
import { type StoredMessage, toMessageResource } from './message-resource.ts'
import { toCallbacks } from './status-callbacks.ts'
import type { TwilioContext } from './twilio-emulator.ts'
import { toTwilioError } from './twilio-errors.ts'

const HEX = '0123456789abcdef'
const BODY_LENGTH_MAX = 1_600
const MEDIA_MAX = 10
const MEDIA_BYTES_MAX = 5_000_000
const PHONE = /^\+[1-9]\d{6,14}$/
const SHORT_CODE = /^\d{3,8}$/
const SENDER_ID = /^(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}$/
const SERVICE = /^MG[0-9a-fA-F]{32}$/
const WHATSAPP = 'whatsapp:'

/** `POST Messages.json`: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export async function createMessage(
  twilio: TwilioContext,
  accountSid: string,
  form: URLSearchParams,
  fate: Fate,
): Promise<PlatformAnswer> {
  const code = problemOf(form) ?? optOutOf(twilio, form)
  if (code !== null) return toTwilioError(code)
  const body = form.get('Body') ?? ''
  const media = form.getAll('MediaUrl')
  const files = await Promise.all(media.map(receiveFile))
  const received = files.filter((file) => file !== null)
  const service = form.get('MessagingServiceSid')
  const message: StoredMessage = {
    sid: `${media.length > 0 ? 'MM' : 'SM'}${twilio.random.characters(HEX, 32)}`,
    accountSid,
    messagingServiceSid: service,
    from: form.get('From'),
    to: form.get('To') ?? '',
    body,
    mediaCount: media.length,
    segments: toSegments(body).count,
    createdAt: twilio.now(),
    status: service === null ? 'queued' : 'accepted',
    errorCode: null,
    errorMessage: null,
  }
  twilio.messages.push(message)
  const answer = toMessageResource(message)
  const deliveries = toCallbacks(message, form.get('StatusCallback'), toFate(received, media.length, fate))
  return { status: 201, headers: { 'content-type': 'application/json' }, body: answer, deliveries, received }
}

/** Media are fetched once the message is accepted: what is wrong with them is told by its status. */
function toFate(received: readonly ReceivedFile[], count: number, fate: Fate): Fate {
  const bytes = received.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (received.length < count) return { ...fate, failsWith: '11200' }
  return bytes > MEDIA_BYTES_MAX ? { ...fate, failsWith: '30019' } : fate
}

/** Code of the first thing that is wrong. */
function problemOf(form: URLSearchParams): number | null {
  const [to, from, service] = [form.get('To'), form.get('From'), form.get('MessagingServiceSid')]
  const body = form.get('Body') ?? ''
  const media = form.getAll('MediaUrl')
  if (to === null || to === '') return 21604
  if (!PHONE.test(withoutChannel(to))) return 21211
  if (body === '' && media.length === 0) return 21602
  if (body.length > BODY_LENGTH_MAX) return 21617
  if (from === null && service === null) return 21603
  if (service !== null && !SERVICE.test(service)) return 21603
  if (from !== null && !isSender(from)) return 21606
  if (from === to) return 21266
  if (from !== null && from.startsWith(WHATSAPP) !== to.startsWith(WHATSAPP)) return 21910
  if (media.length > MEDIA_MAX) return 21623
  if (media.some((url) => !isUrl(url))) return 21620
  const callback = form.get('StatusCallback')
  return callback !== null && !isUrl(callback) ? 21609 : null
}

function optOutOf(twilio: TwilioContext, form: URLSearchParams): number | null {
  const senders = [form.get('From'), form.get('MessagingServiceSid')].filter((sender) => sender !== null)
  return senders.some((sender) => twilio.optOuts.isOut(sender, form.get('To') ?? '')) ? 21610 : null
}

function withoutChannel(address: string): string {
  return address.startsWith(WHATSAPP) ? address.slice(WHATSAPP.length) : address
}

function isSender(from: string): boolean {
  const address = withoutChannel(from)
  return PHONE.test(address) || SHORT_CODE.test(address) || SENDER_ID.test(address)
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text)
}
