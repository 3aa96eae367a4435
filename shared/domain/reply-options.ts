import * as z from 'zod'
import { decideReplyWindow, type ReplyWindow } from './reply-window.ts'
import type { Visibility } from './channel-name.ts'
import { FileLimits, type FileRules, toFileLimits } from './media/file-rules.ts'
import type { TextCounting } from './text-length.ts'

/** Who may write for the company, from most trusted to least. */
export const AuthorKind = z.enum(['human', 'ai', 'automation'])
export type AuthorKind = z.infer<typeof AuthorKind>

export const ReplyKind = z.enum(['text', 'attachment', 'quick_replies', 'template', 'human_agent_text'])
export type ReplyKind = z.infer<typeof ReplyKind>

export const ReplyClosedCode = z.enum([
  'window_closed',
  'recipient_opted_out',
  'provider_unsupported',
  'reply_target_gone',
  'account_refused',
  'thread_ended',
])
export type ReplyClosedCode = z.infer<typeof ReplyClosedCode>

export const ReplyOption = z.strictObject({
  kind: ReplyKind,
  allowedFor: z.array(AuthorKind),
  /** null: for as long as nothing else changes. */
  until: z.iso.datetime().nullable(),
  limits: z.strictObject({
    textMaxChars: z.number().int().nullable(),
    textCounting: z.enum(['utf16', 'weighted']),
    quickRepliesMax: z.number().int(),
    /** Of files, in one message. */
    attachments: FileLimits.optional(),
  }),
  prices: z.array(z.strictObject({ of: z.string(), usd: z.string() })),
})
export type ReplyOption = z.infer<typeof ReplyOption>

export const ClosedReply = z.strictObject({ kind: ReplyKind, code: ReplyClosedCode, reason: z.string() })
export type ClosedReply = z.infer<typeof ClosedReply>

export type ReplyOptions = { options: ReplyOption[]; closed: ClosedReply[] }

/** What a platform allows in conversations of one visibility: a channel's capabilities are such rules. */
export type ReplyRules = {
  textMaxChars: number
  textCounting: TextCounting
  replyWindow: string | null
  humanAgentWindow: string | null
  quickRepliesMax: number
  quickReplyTextMaxChars?: number
  templates: boolean
  prices: readonly { of: string; usd: string }[]
}

/** The platform refuses what the account sends, and its next probe is not due yet. */
export type ReplyHold = {
  account: { id: string; name: string | null }
  code: string
  /** What the platform says. */
  detail: string | null
  nextProbeAt: string
}

/** What decides about a reply. */
export type ReplyFacts = {
  /** null: the channel has no conversations of this kind. */
  rules: ReplyRules | null
  /** Which files the platform takes from us here; null: none. */
  files: FileRules | null
  /** Whether there is a way to send for the provider of the account. */
  hasSender: boolean
  visibility: Visibility
  lastInboundAt: string | null
  /** The customer wants no messages from this account. */
  hasOptedOut: boolean
  /** In public: whether there is something of the customer to write under. */
  hasTarget: boolean
  /** A secure thread that was closed. */
  hasEnded?: boolean
  /** Whether this deployment uses the platform's longer window for people. */
  usesHumanAgentWindow: boolean
  /** Before a message is accepted. One that was accepted waits for the probe, so at the moment of sending it is always null. */
  hold: ReplyHold | null
  now: Date
}

const EVERYBODY: readonly AuthorKind[] = ['human', 'ai', 'automation']

/** What may be said now, by whom, until when; the same for the API's answer, its guard, and the moment of sending. */
export function decideReplyOptions(facts: ReplyFacts): ReplyOptions {
  const { rules } = facts
  const blocked = toBlock(facts)
  if (rules === null || blocked !== null) {
    const kinds = rules === null ? (['text'] as const) : toKinds(rules, facts.files)
    const { code, reason } = blocked ?? UNSUPPORTED
    return { options: [], closed: kinds.map((kind) => ({ kind, code, reason })) }
  }
  const window = toWindow(rules.replyWindow, facts)
  const people = facts.usesHumanAgentWindow ? toWindow(rules.humanAgentWindow, facts) : null
  const isOpen = window === null || window.open
  const result: ReplyOptions = { options: [], closed: [] }
  const limits = { rules, files: facts.files }
  for (const kind of toKinds(rules, facts.files)) {
    if (kind === 'template') result.options.push(toOption(kind, EVERYBODY, null, limits))
    else if (isOpen) result.options.push(toOption(kind, EVERYBODY, window?.closesAt ?? null, limits))
    else result.closed.push({ kind, code: 'window_closed', reason: toWindowReason(rules, window, people) })
  }
  if (!isOpen && people?.open) {
    result.options.push(toOption('human_agent_text', ['human'], people.closesAt, limits))
  }
  return result
}

const UNSUPPORTED = {
  code: 'provider_unsupported',
  reason: 'Messages of this account can be read here, but not answered. Answer where the account is at home.',
} as const

function toBlock(facts: ReplyFacts): { code: ReplyClosedCode; reason: string } | null {
  if (facts.rules === null || !facts.hasSender) return UNSUPPORTED
  if (facts.hasEnded === true) {
    const reason =
      'The secure thread has ended, and nobody is on its page any more. Write where the customer wrote first.'
    return { code: 'thread_ended', reason }
  }
  if (facts.hasOptedOut) {
    const reason =
      'The customer opted out of messages from this account. Nothing may be sent until they opt in again themselves.'
    return { code: 'recipient_opted_out', reason }
  }
  if (facts.visibility === 'public' && !facts.hasTarget) {
    const reason =
      'Nothing of the customer is left to answer here: it was removed. It is possible again once they write.'
    return { code: 'reply_target_gone', reason }
  }
  return facts.hold === null ? null : { code: 'account_refused', reason: toHoldReason(facts.hold) }
}

function toHoldReason({ account: { id, name }, code, detail, nextProbeAt }: ReplyHold): string {
  const who = name === null ? id : `${name} (${id})`
  const said = detail === null ? code : detail.replace(/[.\s]+$/, '')
  return [
    `The platform refuses what the account ${who} sends: ${said}.`,
    'Somebody who administers it must connect it again or restore its rights at the platform.',
    `From ${nextProbeAt} on a message is accepted again, as the probe whether that was done.`,
  ].join(' ')
}

function toKinds({ quickRepliesMax, templates }: ReplyRules, files: FileRules | null): ReplyKind[] {
  return [
    'text',
    ...(files === null ? [] : (['attachment'] as const)),
    ...(quickRepliesMax > 0 ? (['quick_replies'] as const) : []),
    ...(templates ? (['template'] as const) : []),
  ]
}

function toWindow(duration: string | null, { lastInboundAt, now }: ReplyFacts): ReplyWindow | null {
  return decideReplyWindow({ duration, lastInboundAt, now })
}

function toWindowReason(rules: ReplyRules, window: ReplyWindow | null, people: ReplyWindow | null): string {
  const since =
    window?.closesAt == null
      ? 'The customer has not written yet, and the platform takes free text only after they have.'
      : `The platform takes free text for some time after the customer wrote; that ended at ${window.closesAt}.`
  const ways = [
    ...(people?.open && people.closesAt !== null
      ? [`A person may still send plain text until ${people.closesAt}.`]
      : []),
    ...(rules.templates ? ['An approved template may be sent at any time.'] : []),
  ]
  return [since, ...(ways.length > 0 ? ways : ['It opens again when the customer writes.'])].join(' ')
}

function toOption(
  kind: ReplyKind,
  allowedFor: readonly AuthorKind[],
  until: string | null,
  { rules, files }: { rules: ReplyRules; files: FileRules | null },
): ReplyOption {
  const { textMaxChars, textCounting, quickRepliesMax, quickReplyTextMaxChars } = rules
  const ofKind: Record<ReplyKind, number | null> = {
    text: textMaxChars,
    human_agent_text: textMaxChars,
    quick_replies: quickReplyTextMaxChars ?? textMaxChars,
    attachment: files?.textMaxChars ?? textMaxChars,
    template: null,
  }
  return {
    kind,
    allowedFor: [...allowedFor],
    until,
    limits: {
      textMaxChars: ofKind[kind],
      textCounting,
      quickRepliesMax: kind === 'quick_replies' ? quickRepliesMax : 0,
      ...(kind === 'attachment' && files !== null ? { attachments: toFileLimits(files) } : {}),
    },
    prices: [...rules.prices],
  }
}
