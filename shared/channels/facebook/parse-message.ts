import type { Content, InboundAttachment } from '../../domain/content.ts'
import type { InboundEvent, Referral } from '../../domain/inbound.ts'
import { textAt } from '../kit/json-record.ts'
import { readAttachments } from './attachments.ts'
import { type Reading, toReferral, toUnplaced, toUnsupported } from './reading.ts'
import { Message, MessageEdit } from './schema.ts'

type Body = { text: string | null; content: Content; attachments: InboundAttachment[] }

/** `message`: a person's, the Page's own coming back (`is_echo`), or one that was taken back (`is_deleted`). */
export function parseMessage(reading: Reading): InboundEvent[] {
  const written = Message.safeParse(reading.item['message']).data
  if (written === undefined) {
    return [toUnsupported(reading, 'message', textAt(reading.item['message'], 'mid') ?? reading.key)]
  }
  const { by, party, at } = reading
  const providerId = written.mid ?? reading.key
  if (written.is_deleted === true) {
    if (!written.mid) return [toUnplaced(reading, 'message')]
    return [{ kind: 'removal', target: written.mid, by, at }]
  }
  const body = toBody(written)
  if (typeof body === 'string' || party === null) {
    return [toUnsupported(reading, typeof body === 'string' ? body : 'message_without_person', providerId)]
  }
  const message = {
    providerId,
    thread: { visibility: 'private' as const, party },
    sentAt: at,
    ...body,
    replyTo: written.reply_to?.mid || null,
    forwarded: false,
  }
  return by === 'contact'
    ? [{ kind: 'message', ...message, referral: toReferral(written.referral) ?? toStory(written) }]
    : [{ kind: 'echo', ...message, correlation: written.metadata || null, raw: null }]
}

export function parseEdit(reading: Reading): InboundEvent[] {
  const edit = MessageEdit.safeParse(reading.item['message_edit']).data
  if (edit === undefined) return [toUnplaced(reading, 'message_edit')]
  const { by, at } = reading
  const body = { text: edit.text || null, content: { type: 'text' as const }, attachments: [] }
  return [{ kind: 'edit', target: edit.mid, by, at, ...body }]
}

/** Or what the platform calls it, where there is nothing that could be shown. */
function toBody(message: Message): Body | string {
  if (message.is_unsupported === true) return 'unsupported_message'
  const read = readAttachments(message.attachments ?? [], message.sticker_id ?? null)
  const text = message.text || read.templateText
  const { attachments } = read
  if (message.quick_reply) {
    const press = { payload: message.quick_reply.payload || null, description: null }
    return { text, content: { type: 'interactive', kind: 'quick_reply', ...press }, attachments }
  }
  if (read.content !== null) return { text, content: read.content, attachments }
  const isShown = text !== null || attachments.length > 1
  if (!isShown && read.unreadable !== null) return read.unreadable
  if (!isShown && attachments.length === 0) return 'empty_message'
  return { text, content: { type: attachments.length > 0 ? 'media' : 'text' }, attachments }
}

/** An answer to a story of the Page, which is no message that could be quoted. */
function toStory({ reply_to }: Message): Referral | null {
  const story = reply_to?.story
  if (!story) return null
  return { source: 'story', sourceId: story.id ?? null, url: story.url || null, headline: null, ref: null }
}
