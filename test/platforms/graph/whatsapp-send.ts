import { type Fate, hours } from '../emulator.ts'
import { at, type Json, textAt } from '../json.ts'
import { receiveFile } from '../media/receive-file.ts'
import type { GraphContext, GraphOutcome } from './graph-emulator.ts'
import { findRow, type GraphErrorRow, invalidParameter } from './graph-error.ts'
import { contentProblem, contextProblem, invalid, WAMID } from './whatsapp-content.ts'
import { WHATSAPP_ERRORS } from './whatsapp-errors.ts'
import type { WhatsAppPerson } from './whatsapp-memory.ts'
import { toWhatsAppDeliveries } from './whatsapp-receipts.ts'
import { type KnownTemplate, readTemplate } from './whatsapp-templates.ts'

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
const WINDOW_MS = hours(24)
const MEGABYTE = 1024 * 1024
/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media */
const BYTES_MAX: Readonly<Record<string, number>> = {
  image: 5 * MEGABYTE,
  audio: 16 * MEGABYTE,
  video: 16 * MEGABYTE,
  document: 100 * MEGABYTE,
  sticker: MEGABYTE / 2,
}
const MEDIA_UPLOAD_ERROR = '131053'
const CALLBACK_DATA_MAX = 512
const PHONE = /^\+?\d{7,15}$/
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/
/** One in six seconds to one person; a burst of 45 borrows from the future. */
const PAIR_BURST = 45

/** `POST /{phone-number-id}/messages` */
export async function sendWhatsApp(
  graph: GraphContext,
  id: string,
  body: Json,
  fate: Fate,
): Promise<GraphOutcome> {
  if (body['messaging_product'] !== 'whatsapp') {
    return refuse(invalidParameter('The parameter messaging_product is required.'))
  }
  if (body['status'] !== undefined) return markRead(body)
  const address = readAddress(body)
  if (address === null) return refuse(invalidParameter('The parameter to is required.'))
  const type = textAt(body, 'type') ?? 'text'
  const template = type === 'template' ? readTemplate(graph.templates, body['template']) : null
  if (template?.kind === 'refused') return refuse(template.row)
  const problem =
    (template === null ? contentProblem(type, body[type]) : null) ??
    contextProblem(body['context']) ??
    callbackProblem(body['biz_opaque_callback_data']) ??
    recipientTypeProblem(body['recipient_type'])
  if (problem !== null) return refuse(problem)

  const person = graph.whatsapp.personOf(address)
  const limit = limitProblem(graph, id, person, template?.template ?? null)
  if (limit !== null) return refuse(limit)
  const message = { body, person, address, template: template?.template ?? null }
  const link = textAt(body[type], 'link')
  if (link === null) return accept(graph, id, message, fate)
  // Accepted first, fetched then: what cannot be had is told by a status.
  const file = await receiveFile(link)
  const isTaken = file !== null && file.sizeBytes <= (BYTES_MAX[type] ?? 0)
  const outcome = accept(graph, id, message, isTaken ? fate : { ...fate, failsWith: MEDIA_UPLOAD_ERROR })
  return { ...outcome, received: file === null ? [] : [file] }
}

function refuse(row: GraphErrorRow): GraphOutcome {
  return { kind: 'refused', row }
}

/** Where both stand, `to` wins. A user id in `to` is not an address. */
function readAddress(body: Json): { waId: string } | { userId: string } | null {
  const to = textAt(body, 'to')
  if (to !== null) return PHONE.test(to) ? { waId: to.replace('+', '') } : null
  const recipient = textAt(body, 'recipient')
  return recipient !== null && USER_ID.test(recipient) ? { userId: recipient } : null
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read, typing-indicators */
function markRead(body: Json): GraphOutcome {
  if (body['status'] !== 'read') return refuse(invalid('status must be read'))
  if (!WAMID.test(textAt(body, 'message_id') ?? '')) return refuse(invalid('message_id is not a valid wamid'))
  const typing = body['typing_indicator']
  if (typing !== undefined && at(typing, 'type') !== 'text')
    return refuse(invalid('typing_indicator.type must be text'))
  return { kind: 'accepted', body: { success: true }, deliveries: [] }
}

function callbackProblem(data: unknown): GraphErrorRow | null {
  if (data === undefined) return null
  const fits = typeof data === 'string' && data.length <= CALLBACK_DATA_MAX
  return fits
    ? null
    : invalidParameter(
        `Param biz_opaque_callback_data must be a string of up to ${CALLBACK_DATA_MAX} characters.`,
      )
}

function recipientTypeProblem(type: unknown): GraphErrorRow | null {
  return type === undefined || type === 'individual'
    ? null
    : invalidParameter('Param recipient_type must be one of {INDIVIDUAL}: groups are not imitated.')
}

/** Refuses only on what is known: whoever was never heard of may have written before. */
function limitProblem(
  graph: GraphContext,
  id: string,
  person: WhatsAppPerson,
  template: KnownTemplate | null,
): GraphErrorRow | null {
  const now = graph.now().getTime()
  if (person.waId !== null && person.waId === graph.whatsapp.accountOf(id).displayNumber.replace(/\D/g, '')) {
    return findRow(WHATSAPP_ERRORS, 131021)
  }
  if (template?.category === 'marketing' && person.stoppedMarketing) return findRow(WHATSAPP_ERRORS, 131050)
  const lastMessageAt = person.lastMessageAt.get(id)
  if (template === null && lastMessageAt !== undefined && now - lastMessageAt > WINDOW_MS) {
    return findRow(WHATSAPP_ERRORS, 131047)
  }
  const recent = (person.sentAt.get(id) ?? []).filter(
    (at) => now - at < PAIR_BURST * graph.pace.whatsAppPairPauseMs,
  )
  person.sentAt.set(id, recent)
  return recent.length >= PAIR_BURST ? findRow(WHATSAPP_ERRORS, 131056) : null
}

type AcceptedMessage = {
  body: Json
  person: WhatsAppPerson
  address: { waId: string } | { userId: string }
  template: KnownTemplate | null
}

function accept(
  graph: GraphContext,
  id: string,
  message: AcceptedMessage,
  fate: Fate,
): GraphOutcome & { kind: 'accepted' } {
  const { body, person, address, template } = message
  person.sentAt.set(id, [...(person.sentAt.get(id) ?? []), graph.now().getTime()])
  const wamid = `wamid.${Buffer.from(graph.random.characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 39)).toString('base64')}`
  const deliveries = toWhatsAppDeliveries(graph, {
    account: graph.whatsapp.accountOf(id),
    person,
    isByPhone: 'waId' in address,
    wamid,
    callbackData: textAt(body, 'biz_opaque_callback_data'),
    category: template?.category ?? 'service',
    failsWith: fate.failsWith,
  })
  const contact =
    'waId' in address
      ? { input: textAt(body, 'to'), wa_id: address.waId }
      : { input: address.userId, user_id: address.userId }
  const status = template === null ? {} : { message_status: 'accepted' }
  const answer = { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: wamid, ...status }] }
  return { kind: 'accepted', body: answer, deliveries }
}
