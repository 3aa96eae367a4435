import type { Content } from '../../domain/content.ts'
import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent, Referral } from '../../domain/inbound.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { toEcho, toMessage, toUnreadable, type Written } from './entry-events.ts'
import { idAt } from './id.ts'
import { toLegacyAttachment } from './media.ts'
import { toParty } from './person.ts'
import type { Piece } from './piece.ts'
import { DirectMessage, type LegacyMedia } from './schema.ts'
import { unescapeText } from './text.ts'
import { toInstant } from './time.ts'

type MessageData = DirectMessage['message_create']['message_data']

/** A direct message. Who sent it decides, not the event's name. null where nothing names the message or its people. */
export function parseMessage({ item, person }: Piece, { account }: Envelope): InboundEvent | null {
  const id = idAt(item, 'id')
  if (!isRecord(item) || id === null) return null
  const create = item['message_create']
  const isOurs = idAt(create, 'sender_id') === account.id
  const other =
    isOurs && isRecord(create) ? idAt(create['target'], 'recipient_id') : idAt(create, 'sender_id')
  if (other === null) return null
  if (other === account.id) return { kind: 'ignored', reason: 'message_to_self' }
  const thread = { visibility: 'private' as const, party: toParty(other, person) }
  const sentAt = toInstant(item['created_timestamp'])
  const message = DirectMessage.safeParse(item).data
  const written = message === undefined ? null : toWritten(id, sentAt, message.message_create.message_data)
  if (message === undefined || written === null) {
    return toUnreadable({ providerId: id, sentAt, of: toName(item), raw: item }, thread, isOurs)
  }
  return isOurs ? toEcho(written, thread) : toMessage(written, thread, toReferral(message.initiated_via))
}

function toWritten(providerId: string, sentAt: string | null, data: MessageData): Written | null {
  const { attachment, quick_reply_response: pressed } = data
  const media = attachment?.type === 'media' ? attachment.media : null
  if (attachment && !media) return null
  const text = toText(data.text ?? '', media)
  const content: Content = pressed
    ? { type: 'interactive', kind: 'quick_reply', payload: pressed.metadata || null, description: null }
    : { type: media ? 'media' : 'text' }
  return {
    providerId,
    sentAt,
    text: text === '' ? null : text,
    content,
    attachments: media ? [toLegacyAttachment(media)] : [],
    replyTo: null,
  }
}

/** X ends the text of a message with a link to its own file, which the customer did not write and nobody else can open. */
function toText(text: string, media: LegacyMedia | null | undefined): string {
  const link = media?.url
  return unescapeText(link && text.endsWith(link) ? text.slice(0, -link.length).trimEnd() : text)
}

/** The message link of a post, or our own greeting, from which the customer came. */
function toReferral(initiatedVia: JsonRecord | null | undefined): Referral | null {
  const post = idAt(initiatedVia, 'tweet_id')
  const greeting = idAt(initiatedVia, 'welcome_message_id')
  const source = post === null ? 'welcome_message' : 'post'
  if (post === null && greeting === null) return null
  return { source, sourceId: post ?? greeting, url: null, headline: null, ref: null }
}

/** What X calls the thing that cannot be read here. */
function toName(item: JsonRecord): string {
  const type = textAt(item, 'type') ?? 'direct_message'
  const create = item['message_create']
  const data = isRecord(create) ? create['message_data'] : null
  const attachment = isRecord(data) ? textAt(data['attachment'], 'type') : null
  return attachment === null || attachment === 'media' ? type : attachment
}
