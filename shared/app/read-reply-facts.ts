import type { Channel, ChannelCapabilities } from '../channels/contract.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { findHold } from '../domain/decide-send-health.ts'
import type { ReplyFacts, ReplyHold } from '../domain/reply-options.ts'
import type { Redaction } from '../domain/redaction/redaction.ts'
import { findRecipients, hasOptedOut } from './find-recipient.ts'
import { THREAD_RULES } from '../domain/thread/thread-message.ts'
import type { AccountStore } from './ports.ts'
import { isOver, isSecure, type SecureConversation } from './thread/put-thread-message.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** How far back something of the customer is looked for that a public reply can stand under. */
const TARGET_BACK_MAX = 200
const TARGET_ROWS = 20

export type ReplySettings = {
  findChannel: (name: string) => Channel | undefined
  usesHumanAgentWindow: boolean
  /** What must not be said in public. */
  redaction: Redaction
}

export type AccountReader = Pick<AccountStore, 'account'>

type ReplyReads = Pick<UnitOfWork, 'contact' | 'identities' | 'entriesBack'>

/** What decides about a reply, with what a public one would stand under where it names nothing. */
export async function readReplyFacts(
  unit: ReplyReads,
  conversation: Conversation,
  { findChannel, usesHumanAgentWindow }: ReplySettings,
  now: Date,
): Promise<{
  facts: Omit<ReplyFacts, 'hold'>
  rules: ChannelCapabilities | null
  target: MessageEntry | null
}> {
  if (isSecure(conversation)) return toThreadFacts(conversation, usesHumanAgentWindow, now)
  const { visibility, account, provider, lastInboundAt } = conversation
  const channel = findChannel(conversation.channel)
  const rules = channel?.manifest.capabilities[visibility] ?? null
  const isPublic = visibility === 'public'
  const target = isPublic ? await findTarget(unit, conversation) : null
  const recipients = isPublic ? [] : await findRecipients(unit, conversation)
  const sender = channel?.senders[provider]
  const facts = {
    rules,
    files: sender?.files[visibility] ?? null,
    hasSender: sender !== undefined,
    visibility,
    lastInboundAt,
    hasOptedOut: hasOptedOut(recipients, account.id),
    hasTarget: target !== null,
    usesHumanAgentWindow,
    now,
  }
  return { facts, rules, target }
}

/** Our own page takes whatever is said until it is closed. */
function toThreadFacts(
  conversation: SecureConversation,
  usesHumanAgentWindow: boolean,
  now: Date,
): Awaited<ReturnType<typeof readReplyFacts>> {
  const { visibility, lastInboundAt } = conversation
  const facts = {
    rules: THREAD_RULES,
    files: null,
    hasSender: true,
    visibility,
    lastInboundAt,
    hasOptedOut: false,
    hasTarget: false,
    hasEnded: isOver(conversation),
    usesHumanAgentWindow,
    now,
  }
  return { facts, rules: null, target: null }
}

/** Whether the account of a conversation may be written from now, as its newest sends have shown. */
export async function readHold(
  accounts: AccountReader,
  { channel, account }: Pick<Conversation, 'channel' | 'account'>,
  wish: 'message' | 'action',
  now: Date,
): Promise<ReplyHold | null> {
  return findHold(await accounts.account(channel, account.id), wish, now)
}

/** The customer's newest message that others can still see. */
async function findTarget(
  { entriesBack }: Pick<UnitOfWork, 'entriesBack'>,
  { id, seq }: Conversation,
): Promise<MessageEntry | null> {
  const last = Math.max(1, seq - TARGET_BACK_MAX + 1)
  for (let to = seq; to >= last; to -= TARGET_ROWS) {
    const entries = await entriesBack(id, { from: Math.max(last, to - TARGET_ROWS + 1), to })
    const target = entries.find(
      (entry): entry is MessageEntry =>
        entry.kind === 'message' && entry.direction === 'inbound' && isVisible(entry),
    )
    if (target !== undefined) return target
  }
  return null
}

export function isVisible({ providerId, removedAt, hiddenAt }: MessageEntry): boolean {
  return providerId !== null && removedAt === null && hiddenAt === null
}
