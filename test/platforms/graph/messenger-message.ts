import { at, characterCount, isObject, type Json, listAt, textAt } from '../json.ts'
import { type GraphErrorRow, invalidParameter } from './graph-error.ts'

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api */
const TEXT_LENGTH_MAX = 2_000
const METADATA_LENGTH_MAX = 1_000
const QUICK_REPLIES_MAX = 13
const QUICK_REPLY_TITLE_MAX = 20
const PAYLOAD_LENGTH_MAX = 1_000
const BUTTONS_MAX = 3
const BUTTON_TEXT_MAX = 640
const MEDIA_TYPES: readonly unknown[] = ['image', 'audio', 'video', 'file']
const QUICK_REPLY_TYPES: readonly unknown[] = ['text', 'user_phone_number', 'user_email']
const MESSAGE_KEYS: readonly string[] = ['text', 'attachment', 'quick_replies', 'metadata']

/** What is wrong with `message`; null: it could be sent. */
export function messageProblem(message: unknown): GraphErrorRow | null {
  if (!isObject(message)) return invalidParameter('The parameter message is required')
  const unknown = Object.keys(message).find((key) => !MESSAGE_KEYS.includes(key))
  // `reply_to` stands beside the message, not in it.
  if (unknown !== undefined) {
    return invalidParameter(`Invalid keys "${unknown}" were found in param "message".`)
  }
  const { text, attachment, metadata } = message
  if ((text === undefined) === (attachment === undefined)) {
    return invalidParameter('Message must have exactly one of text and attachment')
  }
  return (
    (text === undefined ? attachmentProblem(attachment) : textProblem(text)) ??
    quickReplyProblem(message['quick_replies']) ??
    metadataProblem(metadata)
  )
}

function textProblem(text: unknown): GraphErrorRow | null {
  if (typeof text !== 'string' || text.trim() === '') {
    return invalidParameter('Param message[text] must be a non-empty UTF-8 encoded string')
  }
  return characterCount(text) > TEXT_LENGTH_MAX
    ? invalidParameter(`Length of param message[text] must be less than or equal to ${TEXT_LENGTH_MAX}`)
    : null
}

function metadataProblem(metadata: unknown): GraphErrorRow | null {
  if (metadata === undefined) return null
  const fits = typeof metadata === 'string' && characterCount(metadata) <= METADATA_LENGTH_MAX
  return fits
    ? null
    : invalidParameter(`Param message[metadata] must be a string of up to ${METADATA_LENGTH_MAX}`)
}

function attachmentProblem(attachment: unknown): GraphErrorRow | null {
  const type = at(attachment, 'type')
  const payload = at(attachment, 'payload')
  if (type === 'template') return templateProblem(payload)
  if (!MEDIA_TYPES.includes(type))
    return invalidParameter('Param message[attachment][type] is not a known type')
  if (!isObject(payload)) return invalidParameter('Param message[attachment][payload] must be an object')
  const { url, attachment_id: id } = payload
  if ((url === undefined) === (id === undefined)) {
    return invalidParameter('Attachment payload must have exactly one of url and attachment_id')
  }
  // Echoes carry it as a number; the Send API wants a string.
  if (id !== undefined) {
    return typeof id === 'string' && /^\d+$/.test(id)
      ? null
      : invalidParameter('Param message[attachment][payload][attachment_id] must be a string')
  }
  return typeof url === 'string' && /^https?:\/\/\S+$/.test(url)
    ? null
    : invalidParameter('Param message[attachment][payload][url] should represent a valid URL')
}

/** Button templates in full; of the others only the name. */
function templateProblem(payload: unknown): GraphErrorRow | null {
  const type = textAt(payload, 'template_type')
  if (type === null) return invalidParameter('Param template_type is required')
  if (type !== 'button') return null
  const text = textAt(payload, 'text')
  const buttons = listAt(payload, 'buttons')
  if (text === null || characterCount(text) > BUTTON_TEXT_MAX) {
    return invalidParameter(`Param text of a button template must have 1 to ${BUTTON_TEXT_MAX} characters`)
  }
  if (buttons.length < 1 || buttons.length > BUTTONS_MAX) {
    return invalidParameter(`A button template must have 1 to ${BUTTONS_MAX} buttons`)
  }
  return buttons.every(isButton) ? null : invalidParameter('A button is not valid')
}

function isButton(button: unknown): boolean {
  const title = textAt(button, 'title')
  if (title === null || characterCount(title) > QUICK_REPLY_TITLE_MAX) return false
  switch (at(button, 'type')) {
    case 'web_url':
      return /^https?:\/\//.test(textAt(button, 'url') ?? '')
    case 'postback':
    case 'phone_number':
      return isPayload(at(button, 'payload'))
    default:
      return false
  }
}

function quickReplyProblem(replies: unknown): GraphErrorRow | null {
  if (replies === undefined) return null
  if (!Array.isArray(replies) || replies.length === 0 || replies.length > QUICK_REPLIES_MAX) {
    return invalidParameter(`Param message[quick_replies] must have 1 to ${QUICK_REPLIES_MAX} elements`)
  }
  const bad = replies.findIndex((reply) => !isObject(reply) || !isQuickReply(reply))
  return bad < 0 ? null : invalidParameter(`Param message[quick_replies][${bad}] is not valid`)
}

function isQuickReply(reply: Json): boolean {
  if (!QUICK_REPLY_TYPES.includes(reply['content_type'])) return false
  if (reply['content_type'] !== 'text') return true
  const title = textAt(reply, 'title')
  return title !== null && characterCount(title) <= QUICK_REPLY_TITLE_MAX && isPayload(reply['payload'])
}

function isPayload(payload: unknown): boolean {
  return typeof payload === 'string' && payload !== '' && characterCount(payload) <= PAYLOAD_LENGTH_MAX
}
