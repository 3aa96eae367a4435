import * as z from 'zod'
import type { Contact, ContactChange } from '../domain/contact.ts'
import { Conversation } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import { toEventId } from '../domain/ids.ts'
import type { EventPart } from '../domain/event-part.ts'
import { ActivityView, MessageView, NoteView, toEntryView } from './entry-view.ts'
import { type TimelineKey, toTimelineKey } from './timeline-order.ts'

/** More than one change of a contact publishes. */
const PARTS_MAX = 100

const OfConversation = {
  /** The contact whose line this is: the one that was read, or a part of it. */
  contactId: z.string(),
  conversation: Conversation.pick({ id: true, channel: true, visibility: true, account: true }).strict(),
}

/** One line of what happened with a person, over all conversations. What concerns no conversation has none. */
export const TimelineLine = z.discriminatedUnion('kind', [
  MessageView.extend(OfConversation),
  NoteView.extend(OfConversation),
  ActivityView.extend({
    contactId: OfConversation.contactId,
    conversation: OfConversation.conversation.nullable(),
    conversationId: ActivityView.shape.conversationId.nullable(),
    seq: ActivityView.shape.seq.nullable(),
  }),
])
export type TimelineLine = z.infer<typeof TimelineLine>

export function toEntryLine(
  { id, channel, visibility, account, contactId }: Conversation,
  entry: Entry,
): TimelineLine {
  return { ...toEntryView(entry), contactId, conversation: { id, channel, visibility, account } }
}

export type ContactLine = { key: TimelineKey; line: TimelineLine }

/** Changes of the contact itself, but for its birth; the id of a line is that of the event that it published. */
export function toContactLines(contact: Contact): ContactLine[] {
  return contact.changes.flatMap((change) =>
    change.parts.flatMap((event, index): ContactLine[] =>
      event.type === 'contact.created' ? [] : [toContactLine(contact, change, event, index + 1)],
    ),
  )
}

function toContactLine(
  contact: Contact,
  { revision, at, actor }: ContactChange,
  { type, data }: EventPart,
  part: number,
): ContactLine {
  return {
    key: toTimelineKey(at, contact.id, revision * PARTS_MAX + part),
    line: {
      id: toEventId({ subjectId: contact.id, seq: null, revision, part }),
      conversationId: null,
      seq: null,
      revision,
      at,
      actor: actor ?? { kind: 'contact', id: contact.id, name: contact.name },
      kind: 'activity',
      type,
      data,
      contactId: contact.id,
      conversation: null,
    },
  }
}
