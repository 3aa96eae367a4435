import * as z from 'zod'
import type { ChannelName, Visibility } from '../domain/channel-name.ts'
import { Conversation } from '../domain/conversation.ts'
import { ClockState, listOpenClocks, toClockState } from '../domain/sla/clocks.ts'
import { Metric } from '../domain/sla/metric.ts'
import { decideReplyWindow } from '../domain/reply-window.ts'

/** A conversation as clients see it. */
export const ConversationView = z.strictObject({
  ...Conversation.pick({
    id: true,
    channel: true,
    visibility: true,
    account: true,
    contactId: true,
    status: true,
    snoozedUntil: true,
    snoozedFor: true,
    assignee: true,
    team: true,
    priority: true,
    tags: true,
    unread: true,
    gap: true,
    deliveredUpTo: true,
    readUpTo: true,
    seq: true,
    createdAt: true,
    updatedAt: true,
  }).shape,
  /** What a public conversation is under. */
  subject: z.string().optional(),
  lastMessage: z
    .strictObject({
      text: z.string().nullable(),
      at: z.iso.datetime(),
      direction: z.enum(['inbound', 'outbound']),
    })
    .nullable(),
  /** null where the channel has no reply window. */
  window: z.strictObject({ open: z.boolean(), closesAt: z.iso.datetime().nullable() }).nullable(),
  /** The open clock that is due first; where none is open, the one that stopped last. null: nothing is measured. */
  sla: z.strictObject({ state: ClockState, metric: Metric, dueAt: z.iso.datetime().nullable() }).nullable(),
  /** The handoff that is under way. */
  handoff: Conversation.shape.handoff.unwrap(),
  /** What handoffs led to, or came from. */
  linked: Conversation.shape.linked.unwrap(),
})
export type ConversationView = z.infer<typeof ConversationView>

/** What a view needs to know beside the stored conversation. */
export type ViewContext = {
  now: Date
  /** ISO 8601 duration after the customer's last message, null where there is no window: in public there never is one. */
  replyWindowOf: (channel: ChannelName, visibility: Visibility) => string | null
}

export function toConversationView(conversation: Conversation, context: ViewContext): ConversationView {
  const { lastMessage, subject } = conversation
  return {
    id: conversation.id,
    channel: conversation.channel,
    visibility: conversation.visibility,
    account: conversation.account,
    contactId: conversation.contactId,
    ...(subject === null ? {} : { subject }),
    status: conversation.status,
    snoozedUntil: conversation.snoozedUntil,
    snoozedFor: conversation.snoozedFor,
    assignee: conversation.assignee,
    team: conversation.team,
    priority: conversation.priority,
    tags: conversation.tags,
    lastMessage:
      lastMessage === null
        ? null
        : { text: lastMessage.text, at: lastMessage.at, direction: lastMessage.direction },
    unread: conversation.unread,
    gap: conversation.gap,
    deliveredUpTo: conversation.deliveredUpTo,
    readUpTo: conversation.readUpTo,
    window: decideReplyWindow({
      duration: context.replyWindowOf(conversation.channel, conversation.visibility),
      lastInboundAt: conversation.lastInboundAt,
      now: context.now,
    }),
    sla: toClockView(conversation),
    handoff: conversation.handoff,
    linked: conversation.linked,
    seq: conversation.seq,
    createdAt: conversation.createdAt,
    updatedAt: conversation.updatedAt,
  }
}

export function toClockView({ sla }: Pick<Conversation, 'sla'>): ConversationView['sla'] {
  const [first] = listOpenClocks(sla)
  if (first === undefined) return sla?.last ?? null
  return { state: toClockState(first), metric: first.metric, dueAt: first.dueAt }
}
