import type { Visibility } from './channel-name.ts'
import { type FileMistake, findFileMistake, type WrittenFile } from './media/file-rules.ts'
import type { QuickReply, SendRule, TemplateUse } from './outgoing.ts'
import { MASKED_CARD, MASKED_IBAN, MASKED_UNCHECKED, type Redaction } from './redaction/redaction.ts'
import type { AuthorKind, ReplyClosedCode, ReplyKind, ReplyOption, ReplyOptions } from './reply-options.ts'
import { toTextLength } from './text-length.ts'

/** What somebody wants to say. */
export type Wording = {
  text: string | null
  quickReplies: readonly QuickReply[]
  template: TemplateUse | null
  /** None, where it does not say. */
  files?: readonly WrittenFile[]
}

export type SendRefusalCode =
  | ReplyClosedCode
  | FileMistake['code']
  | 'human_agent_only'
  | 'text_too_long'
  | 'too_many_quick_replies'
  | 'private_data_in_public'
  | 'channel_unsupported'

export type SendDecision =
  | { kind: 'allowed'; rule: SendRule; until: string | null }
  | { kind: 'refused'; code: SendRefusalCode; detail: string }

const PRIVATE_DATA: Readonly<Record<string, string>> = {
  [MASKED_CARD]: 'a payment card number',
  [MASKED_IBAN]: 'a bank account number (IBAN)',
  [MASKED_UNCHECKED]: 'more than can be checked for private data',
}

const NAMES: Readonly<Record<ReplyKind, string>> = {
  text: 'texts',
  attachment: 'files of our side',
  quick_replies: 'quick replies',
  template: 'templates',
  human_agent_text: 'texts of people',
}

/** Whether these words may go out now, by this author, and under which of the platform's rules. */
export function decideSend(
  { options, closed }: ReplyOptions,
  wording: Wording,
  context: { author: AuthorKind; visibility: Visibility; redaction: Redaction },
): SendDecision {
  const { author, visibility, redaction } = context
  const names = visibility === 'public' ? findPrivateData(wording, redaction) : []
  if (names.length > 0) {
    const found = names.map((name) => PRIVATE_DATA[name] ?? `what is masked as "${name}"`).join(' and ')
    const detail = `The text holds ${found}, and everybody could read it. Leave it out, or continue in private.`
    return { kind: 'refused', code: 'private_data_in_public', detail }
  }
  const kind = toKind(wording)
  const standard = options.find((option) => option.kind === kind)
  if (standard !== undefined) return decideWithin(standard, wording, 'standard')
  const people = kind === 'text' && options.find((option) => option.kind === 'human_agent_text')
  if (people) {
    if (people.allowedFor.includes(author)) return decideWithin(people, wording, 'human_agent')
    const detail = `The ordinary reply window has closed. Until ${people.until ?? 'further notice'} a person may answer here: hand the conversation to one.`
    return { kind: 'refused', code: 'human_agent_only', detail }
  }
  const reason =
    closed.find((each) => each.kind === kind) ?? closed.find(({ code }) => code !== 'window_closed')
  if (reason !== undefined) return { kind: 'refused', code: reason.code, detail: reason.reason }
  const detail = `This channel has no ${NAMES[kind]} here. Send it as text.`
  return { kind: 'refused', code: 'channel_unsupported', detail }
}

function toKind({ template, quickReplies, files = [] }: Wording): ReplyKind {
  if (template !== null) return 'template'
  if (files.length > 0) return 'attachment'
  return quickReplies.length > 0 ? 'quick_replies' : 'text'
}

/** The names of what would be masked if a customer wrote it. */
function findPrivateData({ text, quickReplies }: Wording, redaction: Redaction): string[] {
  const masked = new Set<string>()
  for (const each of [text ?? '', ...quickReplies.map(({ title }) => title)]) redaction.mask(each, masked)
  return [...masked]
}

function decideWithin(
  { limits, until }: ReplyOption,
  { text, quickReplies, files = [] }: Wording,
  rule: SendRule,
): SendDecision {
  const mistake = limits.attachments ? findFileMistake(limits.attachments, files, text !== null) : null
  if (mistake !== null) return { kind: 'refused', ...mistake }
  const length = toTextLength(text ?? '', limits.textCounting)
  if (limits.textMaxChars !== null && length > limits.textMaxChars) {
    const detail = `The platform takes ${limits.textMaxChars} characters as it counts them, this text has ${length}. Shorten it, or send it as several messages.`
    return { kind: 'refused', code: 'text_too_long', detail }
  }
  if (quickReplies.length > limits.quickRepliesMax) {
    const detail = `The platform shows ${limits.quickRepliesMax} quick replies, these are ${quickReplies.length}.`
    return { kind: 'refused', code: 'too_many_quick_replies', detail }
  }
  return { kind: 'allowed', rule, until }
}
