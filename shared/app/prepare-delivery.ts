import type { ChannelSender, Credential, OutgoingFile, OutgoingMessage } from '../channels/sender.ts'
import type { ChannelSecret } from '../channels/contract.ts'
import type { IdentityRecord } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import { decideDeadline, type WindowRules } from '../domain/decide-deadline.ts'
import { decideSend, type SendRefusalCode } from '../domain/decide-send.ts'
import type { MessageEntry } from '../domain/entry.ts'
import type { Identity } from '../domain/identity.ts'
import { toFileName } from '../domain/media/file-name.ts'
import { parseEntryId, toEntryId } from '../domain/ids.ts'
import { type Outgoing, SEND_FAILURES, type SendFailureCode } from '../domain/outgoing.ts'
import { AuthorKind, decideReplyOptions } from '../domain/reply-options.ts'
import type { FileLinks } from './media/file-links.ts'
import { isVoid } from './handoff/is-void.ts'
import { toPrivateReplyRules } from './handoff/private-reply-rules.ts'
import { toArrivalLink } from '../domain/handoff/arrival-link.ts'
import { findRecipients } from './find-recipient.ts'
import { isVisible, readReplyFacts, type ReplySettings } from './read-reply-facts.ts'
import type { UnitOfWork } from './unit-of-work.ts'

export type PreparedMessage = {
  kind: 'ready'
  sender: ChannelSender
  message: OutgoingMessage
  /** null in public, where nobody is written to in particular. */
  recipient: IdentityRecord | null
  /** Until when it may wait. */
  deadline: string
}

export type RefusedMessage = { kind: 'refused'; code: SendFailureCode; title: string }

export type PrepareSettings = ReplySettings & {
  /** Without a slash at the end. */
  publicUrl: string
  /** Where platforms fetch what is sent to them, for a while. */
  toFileLink: FileLinks
  /** Name of the bucket, for who reads it with rights of its own. */
  filesBucket: string
}

/** What a refusal of the API is called once the message is accepted. */
const FAILURE_CODES: Readonly<Record<SendRefusalCode, SendFailureCode>> = {
  window_closed: 'window_closed',
  human_agent_only: 'window_closed',
  recipient_opted_out: 'recipient_opted_out',
  provider_unsupported: 'provider_unsupported',
  reply_target_gone: 'reply_target_gone',
  account_refused: 'account_refused',
  text_too_long: 'text_too_long',
  too_many_quick_replies: 'content_refused',
  private_data_in_public: 'content_refused',
  channel_unsupported: 'content_refused',
  attachment_type_unsupported: 'content_refused',
  attachment_too_large: 'content_refused',
  too_many_attachments: 'content_refused',
  text_beside_attachment: 'content_refused',
  thread_ended: 'recipient_unreachable',
}

/** Decides once more what was decided when the message was accepted: meanwhile the window may have closed. */
export async function prepareDelivery(
  unit: UnitOfWork,
  conversation: Conversation,
  entry: MessageEntry,
  settings: PrepareSettings,
  now: Date,
): Promise<PreparedMessage | RefusedMessage> {
  const { outgoing } = entry
  const expired = { kind: 'refused', code: 'send_expired', title: SEND_FAILURES.send_expired } as const
  if (outgoing === null) return expired
  if (await isVoid(unit, entry)) {
    return { kind: 'refused', code: 'handoff_ended', title: SEND_FAILURES.handoff_ended }
  }
  const decision = await decideAgain(unit, conversation, entry, outgoing, settings, now)
  // First: that the window has closed says more than that the time is up.
  if (decision.kind === 'refused') {
    return { kind: 'refused', code: FAILURE_CODES[decision.code], title: decision.detail }
  }
  const deadline = decideDeadline(entry, conversation, toRules(conversation, settings))
  if (deadline === null || deadline <= now.toISOString()) return expired
  const described = await describeMessage(unit, conversation, entry, settings)
  if (described === null) {
    return { kind: 'refused', code: 'recipient_unreachable', title: 'Nobody is known to write to here' }
  }
  return { kind: 'ready', ...described, deadline, message: { ...described.message, rule: decision.rule } }
}

/** A message as its sender needs it; null where nobody is known to write to, or by whom. */
export async function describeMessage(
  unit: UnitOfWork,
  conversation: Conversation,
  entry: MessageEntry,
  { findChannel, publicUrl, toFileLink, filesBucket }: PrepareSettings,
): Promise<Omit<PreparedMessage, 'kind' | 'deadline'> | null> {
  const channel = findChannel(conversation.channel)
  const sender = channel?.senders[conversation.provider]
  const recipient = await findRecipient(unit, conversation)
  if (entry.outgoing === null || channel === undefined || sender === undefined || recipient === null)
    return null
  const statusUrl = `${publicUrl}/webhooks/${channel.manifest.ingress.path}`
  return {
    sender,
    recipient: recipient.record,
    message: toOutgoing(conversation, entry, entry.outgoing, {
      recipient: recipient.identity,
      statusUrl,
      messageLink: toArrivalLink(channel.manifest.handoff, conversation.account),
      files: toFiles(entry, toFileLink, filesBucket),
    }),
  }
}

function toRules({ channel, visibility }: Conversation, { findChannel }: ReplySettings): WindowRules | null {
  return findChannel(channel)?.manifest.capabilities[visibility] ?? null
}

async function decideAgain(
  unit: UnitOfWork,
  conversation: Conversation,
  entry: MessageEntry,
  { quickReplies, template, handoff }: Outgoing,
  settings: ReplySettings,
  now: Date,
): Promise<ReturnType<typeof decideSend>> {
  const { facts } = await readReplyFacts(unit, conversation, settings, now)
  const isPrivateReply = handoff?.privateReplyTo !== undefined
  const options = decideReplyOptions({
    ...facts,
    rules: isPrivateReply ? toPrivateReplyRules(settings, conversation) : facts.rules,
    // What was accepted is not refused for it: it waits, and one of those that wait is the probe.
    hold: null,
    // A private answer reaches its writer where the message is hidden from others, too.
    hasTarget:
      isPrivateReply || (entry.replyTo === null ? facts.hasTarget : await isThere(unit, entry.replyTo)),
  })
  const author = AuthorKind.safeParse(entry.actor.kind).data ?? 'automation'
  const { visibility } = conversation
  const { redaction } = settings
  const wording = { text: entry.text, quickReplies, template, files: entry.attachments }
  return decideSend(options, wording, { author, visibility, redaction })
}

/** What is answered may have been removed since. */
async function isThere(
  unit: UnitOfWork,
  { entryId }: NonNullable<MessageEntry['replyTo']>,
): Promise<boolean> {
  const place = entryId === null ? null : parseEntryId(entryId)
  const entry = place === null ? null : await unit.entry(place.conversationId, place.seq)
  return entry === null || (entry.kind === 'message' && isVisible(entry))
}

/** Whom a conversation is with, as the platform names them. */
export async function findRecipient(
  unit: UnitOfWork,
  conversation: Conversation,
): Promise<{ identity: Identity; record: IdentityRecord | null } | null> {
  if (conversation.visibility === 'private') {
    const [record] = await findRecipients(unit, conversation)
    return record === undefined ? null : { identity: record.identity, record }
  }
  const contact = await unit.contact(conversation.contactId)
  const identity = contact?.identities.find(({ channel }) => channel === conversation.channel)
  return identity === undefined ? null : { identity, record: null }
}

function toOutgoing(
  { account, visibility, root }: Conversation,
  { conversationId, seq, text, replyTo }: MessageEntry,
  { quickReplies, template, rule, handoff }: Outgoing,
  {
    recipient,
    statusUrl,
    messageLink,
    files,
  }: Pick<OutgoingMessage, 'recipient' | 'statusUrl' | 'messageLink' | 'files'>,
): OutgoingMessage {
  return {
    id: toEntryId(conversationId, seq),
    account: account.id,
    visibility,
    recipient,
    replyTo: replyTo?.providerId ?? null,
    root,
    privateReplyTo: handoff?.privateReplyTo ?? null,
    messageLink: handoff?.messageLink === true ? messageLink : null,
    text,
    files,
    quickReplies,
    template,
    rule,
    statusUrl,
  }
}

function toFiles({ attachments }: MessageEntry, toFileLink: FileLinks, bucket: string): OutgoingFile[] {
  return attachments.flatMap(({ type, name, file }) => {
    if (file === undefined) return []
    const { key, mimeType, sizeBytes, sha256 } = file
    const fileName = toFileName({ name, type, mimeType })
    const url = toFileLink({ type, name, file })
    return [
      { type, name: fileName, mimeType, sizeBytes, sha256, url, place: { bucket, key }, handedOver: null },
    ]
  })
}

/** A channel's secret holds what every account uses; `key@account` is one account's own. */
export function toCredential(secret: ChannelSecret, accountId: string): Credential {
  const own = `@${accountId}`
  const pairs = Object.entries(secret).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  )
  const shared = pairs.filter(([key]) => !key.includes('@'))
  const particular = pairs
    .filter(([key]) => key.endsWith(own))
    .map(([key, value]): [string, string] => [key.slice(0, -own.length), value])
  return Object.fromEntries([...shared, ...particular])
}
