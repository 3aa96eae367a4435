import { at, characterCount, isObject, textAt } from '../json.ts'
import { findRow, type GraphErrorRow, invalidParameter } from './graph-error.ts'
import { WHATSAPP_ERRORS } from './whatsapp-errors.ts'
import { interactiveProblem } from './whatsapp-interactive.ts'

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api */
const TEXT_LENGTH_MAX = 4_096
const CAPTION_LENGTH_MAX = 1_024
const MEDIA_TYPES: readonly string[] = ['image', 'video', 'audio', 'document', 'sticker']
const CAPTIONED: readonly string[] = ['image', 'video', 'document']
export const WAMID = /^wamid\.[A-Za-z0-9+/=_-]+$/

/** What is wrong with the message of this type; null: it could be sent. Templates are looked at apart. */
export function contentProblem(type: string, content: unknown): GraphErrorRow | null {
  if (!isObject(content) && type !== 'contacts')
    return missing(`Parameter '${type}' is required for type '${type}'`)
  if (MEDIA_TYPES.includes(type)) return mediaProblem(type, content)
  switch (type) {
    case 'text':
      return textProblem(content)
    case 'reaction':
      return reactionProblem(content)
    case 'interactive':
      return interactiveProblem(content)
    case 'location':
      return [at(content, 'latitude'), at(content, 'longitude')].every((degrees) =>
        Number.isFinite(Number(degrees)),
      )
        ? null
        : missing('Parameters latitude and longitude are required')
    case 'contacts':
      return Array.isArray(content) &&
        content.every((card) => textAt(card, 'name', 'formatted_name') !== null)
        ? null
        : missing('Every contact needs name.formatted_name')
    default:
      return { ...findRow(WHATSAPP_ERRORS, 131051), details: `Unsupported message type: ${type}` }
  }
}

export function missing(details: string): GraphErrorRow {
  return { ...findRow(WHATSAPP_ERRORS, 131008), details }
}

export function invalid(details: string): GraphErrorRow {
  return { ...findRow(WHATSAPP_ERRORS, 131009), details }
}

function textProblem(content: unknown): GraphErrorRow | null {
  const body = at(content, 'body')
  const preview = at(content, 'preview_url')
  if (typeof body !== 'string' || body.trim() === '') return missing("Parameter 'text.body' is required")
  if (characterCount(body) > TEXT_LENGTH_MAX) {
    return invalidParameter(`Param text['body'] must be at most ${TEXT_LENGTH_MAX} characters long.`)
  }
  return preview === undefined || typeof preview === 'boolean'
    ? null
    : invalidParameter("Param text['preview_url'] must be a boolean.")
}

function mediaProblem(type: string, content: unknown): GraphErrorRow | null {
  const [id, link, caption] = [at(content, 'id'), at(content, 'link'), at(content, 'caption')]
  if ((id === undefined) === (link === undefined))
    return missing(`'${type}' needs exactly one of id and link`)
  if (link !== undefined && !/^https?:\/\/\S+$/.test(textAt(content, 'link') ?? ''))
    return invalid(`${type}.link is not a valid URL`)
  if (caption !== undefined) {
    if (!CAPTIONED.includes(type)) return invalidParameter(`Unexpected key "caption" on param "${type}".`)
    if (typeof caption !== 'string' || characterCount(caption) > CAPTION_LENGTH_MAX) {
      return invalidParameter(
        `Param ${type}['caption'] must be at most ${CAPTION_LENGTH_MAX} characters long.`,
      )
    }
  }
  if (at(content, 'filename') !== undefined && type !== 'document') {
    return invalidParameter(`Unexpected key "filename" on param "${type}".`)
  }
  return null
}

/** An empty emoji takes the reaction back. */
function reactionProblem(content: unknown): GraphErrorRow | null {
  if (!WAMID.test(textAt(content, 'message_id') ?? ''))
    return invalid('reaction.message_id is not a valid wamid')
  const emoji = at(content, 'emoji')
  if (typeof emoji !== 'string') return missing("Parameter 'reaction.emoji' is required")
  const isOne =
    emoji === '' ||
    (/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(emoji) && graphemeCount(emoji) === 1)
  return isOne ? null : invalid('reaction.emoji must be one emoji')
}

function graphemeCount(text: string): number {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}

/** `context.message_id`: what is answered. */
export function contextProblem(context: unknown): GraphErrorRow | null {
  if (context === undefined) return null
  return WAMID.test(textAt(context, 'message_id') ?? '')
    ? null
    : invalid('context.message_id is not a valid wamid')
}
