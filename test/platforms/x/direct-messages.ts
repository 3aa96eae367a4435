import type { PlatformAnswer } from '../emulator.ts'
import { characterCount, listAt, textAt } from '../json.ts'
import { mediaProblem } from './media-uploads.ts'
import { toXDelivery, toXUser } from './x-echo.ts'
import { toOk } from './x-answer.ts'
import type { XCall, XContext } from './x-emulator.ts'
import { toInvalidRequest } from './x-errors.ts'
import type { XMessage } from './x-memory.ts'

/** Not documented for v2; v1.1 had it. */
const TEXT_LENGTH_MAX = 10_000

/** https://docs.x.com/x-api/direct-messages/manage/integrate */
export function createDirectMessage(x: XContext, { parts, body, tokenUser, headers }: XCall): PlatformAnswer {
  const [person = ''] = parts
  const { text, attachments } = body
  const unknown = Object.keys(body).find((key) => key !== 'text' && key !== 'attachments')
  if (unknown !== undefined) return toInvalidRequest(`$.${unknown}: is not defined in the schema`, headers)
  if (text === undefined && attachments === undefined) {
    return toInvalidRequest('At least one of text or attachments is required.', headers)
  }
  if (
    text !== undefined &&
    (typeof text !== 'string' || text === '' || characterCount(text) > TEXT_LENGTH_MAX)
  ) {
    return toInvalidRequest(`$.text: must have 1 to ${TEXT_LENGTH_MAX} characters`, headers)
  }
  if (attachments !== undefined && !isOneAttachment(attachments)) {
    return toInvalidRequest('$.attachments: must be one object with a media_id', headers)
  }
  const problem = mediaProblem(
    x,
    listAt(body, 'attachments').map((one) => textAt(one, 'media_id')),
    'dm',
  )
  if (attachments !== undefined && problem !== null) return toInvalidRequest(problem, headers)
  const account = tokenUser ?? x.memory.accountOfPerson(person)
  const conversationId = toConversationId(account ?? '0', person)
  const id = `20${x.random.characters('0123456789', 17)}`
  const written = typeof text === 'string' ? text : ''
  const createdAt = x.now().getTime()
  const media = toSentMedia(textAt(listAt(body, 'attachments')[0], 'media_id'), id)
  const listed = [written, ...(media === null ? [] : [media.url])].filter((part) => part !== '').join(' ')
  const message = { id, senderId: account ?? '0', text: listed, createdAt, conversationId }
  x.memory.addMessage(person, message)
  const deliveries = account === null ? [] : [toSentDelivery(x, account, person, { message, media })]
  return toOk(201, { data: { dm_conversation_id: conversationId, dm_event_id: id } }, headers, deliveries)
}

/** https://docs.x.com/x-api/direct-messages/lookup/introduction: what was sent, newest first. */
export function listDirectMessages(x: XContext, { parts, headers }: XCall): PlatformAnswer {
  const found = x.memory.messagesWith(parts[0] ?? '')
  const data = found.map(({ id, senderId, text, createdAt, conversationId }) => ({
    id,
    event_type: 'MessageCreate',
    text,
    sender_id: senderId,
    dm_conversation_id: conversationId,
    created_at: new Date(createdAt).toISOString(),
  }))
  const meta = { result_count: data.length }
  return toOk(200, data.length === 0 ? { meta } : { data, meta }, headers)
}

function isOneAttachment(attachments: unknown): boolean {
  return (
    Array.isArray(attachments) &&
    attachments.length === 1 &&
    /^\d+$/.test(textAt(attachments[0], 'media_id') ?? '')
  )
}

/** The two ids, the smaller first. */
function toConversationId(one: string, other: string): string {
  return [one, other].sort((left, right) => (BigInt(left) < BigInt(right) ? -1 : 1)).join('-')
}

/** `dm.sent` in the shape of the old product, text HTML-escaped: https://docs.x.com/x-api/activity/event-payloads */
function toSentDelivery(
  x: XContext,
  account: string,
  person: string,
  { message, media }: { message: XMessage; media: ReturnType<typeof toSentMedia> },
) {
  const event = {
    type: 'message_create',
    id: message.id,
    created_timestamp: String(message.createdAt),
    message_create: {
      target: { recipient_id: person },
      sender_id: account,
      message_data: {
        text: escapeHtml(message.text),
        entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
        ...(media === null ? {} : { attachment: { type: 'media', media } }),
      },
    },
  }
  const users = Object.fromEntries([account, person].map((id) => [id, { data: toXUser(x, id) }]))
  const payload = { direct_message_events: [event], users }
  return toXDelivery(x, account, { type: 'dm.sent', uuid: message.id, payload, includes: null })
}

/** X ends the text with a link of its own to the file. */
function toSentMedia(mediaId: string | null, messageId: string) {
  if (mediaId === null) return null
  return {
    id: mediaId,
    id_str: mediaId,
    media_url_https: `https://ton.twitter.com/1.1/ton/data/dm/${messageId}/${mediaId}/file.jpg`,
    url: `https://t.co/${mediaId.slice(-10)}`,
    type: 'photo',
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
