import { at, characterCount, isObject, listAt, textAt } from '../json.ts'
import { findRow, type GraphErrorRow } from './graph-error.ts'
import { WHATSAPP_ERRORS } from './whatsapp-errors.ts'

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages and beside it. */
const BODY_LENGTH_MAX = 1_024
const BUTTONS_MAX = 3
const TITLE_LENGTH_MAX = 20
const BUTTON_ID_MAX = 256
const ROWS_MAX = 10
const ROW_ID_MAX = 200
const ROW_TITLE_MAX = 24
const ROW_DESCRIPTION_MAX = 72
/** Their inner parts are not looked at here. */
const OTHER_TYPES: readonly unknown[] = [
  'product',
  'product_list',
  'flow',
  'address_message',
  'location_request_message',
  'contact_request',
  'call_permission_request',
  'carousel',
]

export function interactiveProblem(interactive: unknown): GraphErrorRow | null {
  const type = at(interactive, 'type')
  if (OTHER_TYPES.includes(type)) return null
  if (type !== 'button' && type !== 'list' && type !== 'cta_url')
    return invalid(`interactive.type is not known`)
  const body = at(interactive, 'body', 'text')
  if (!fits(body, BODY_LENGTH_MAX))
    return invalid(`interactive.body.text must have 1 to ${BODY_LENGTH_MAX} characters`)
  if (type === 'button') return buttonsProblem(listAt(interactive, 'action', 'buttons'))
  return type === 'list' ? listProblem(interactive) : linkProblem(at(interactive, 'action'))
}

function invalid(details: string): GraphErrorRow {
  return { ...findRow(WHATSAPP_ERRORS, 131009), details }
}

function fits(text: unknown, max: number): text is string {
  return typeof text === 'string' && text !== '' && characterCount(text) <= max
}

function buttonsProblem(buttons: readonly unknown[]): GraphErrorRow | null {
  if (buttons.length < 1 || buttons.length > BUTTONS_MAX) {
    return invalid(`Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: ${BUTTONS_MAX}`)
  }
  const isEach = buttons.every(
    (button) =>
      at(button, 'type') === 'reply' &&
      fits(at(button, 'reply', 'id'), BUTTON_ID_MAX) &&
      fits(at(button, 'reply', 'title'), TITLE_LENGTH_MAX),
  )
  if (!isEach)
    return invalid(`Every button needs reply.id and reply.title of up to ${TITLE_LENGTH_MAX} characters`)
  for (const key of ['id', 'title']) {
    if (new Set(buttons.map((button) => textAt(button, 'reply', key))).size < buttons.length) {
      return invalid(`Duplicated ${key} of buttons`)
    }
  }
  return null
}

function listProblem(interactive: unknown): GraphErrorRow | null {
  const sections = listAt(interactive, 'action', 'sections')
  const rows = sections.flatMap((section) => listAt(section, 'rows'))
  if (!fits(at(interactive, 'action', 'button'), TITLE_LENGTH_MAX))
    return invalid('action.button is required')
  if (rows.length < 1 || rows.length > ROWS_MAX) return invalid(`Total row count must be 1 to ${ROWS_MAX}`)
  if (sections.length > 1 && sections.some((section) => textAt(section, 'title') === null)) {
    return invalid('Every section of several needs a title')
  }
  const isEach = rows.every((row) => {
    const description = at(row, 'description')
    const isDescribed = description === undefined || fits(description, ROW_DESCRIPTION_MAX)
    return fits(at(row, 'id'), ROW_ID_MAX) && fits(at(row, 'title'), ROW_TITLE_MAX) && isDescribed
  })
  return isEach ? null : invalid(`Every row needs an id and a title of up to ${ROW_TITLE_MAX} characters`)
}

function linkProblem(action: unknown): GraphErrorRow | null {
  const parameters = at(action, 'parameters')
  const isLink =
    at(action, 'name') === 'cta_url' &&
    isObject(parameters) &&
    fits(parameters['display_text'], TITLE_LENGTH_MAX) &&
    /^https?:\/\/\S+$/.test(textAt(parameters, 'url') ?? '')
  return isLink ? null : invalid('action must be cta_url with display_text and url')
}
