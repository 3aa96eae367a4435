import * as z from 'zod'
import type { Wording } from '../domain/decide-send.ts'
import { QuickReply, TemplateUse } from '../domain/outgoing.ts'
import { AuthorKind } from '../domain/reply-options.ts'
import type { ProblemCode } from './problems.ts'
import { EntryId, UploadId } from './resource-ids.ts'

/** Above every platform's limit, so that a limit is refused by its name. */
const TEXT_CHARS_MAX = 20_000
/** Of both platforms that have them; what is longer would be cut on the customer's screen. */
const TITLE_CHARS_MAX = 20
const PAYLOAD_CHARS_MAX = 256
/** Above every platform's limit. */
const ATTACHMENTS_MAX = 20

const Words = z.strictObject({
  text: z
    .string()
    .max(TEXT_CHARS_MAX)
    .refine((text) => text.trim() !== '', { error: 'This has no words.' })
    .optional(),
  quickReplies: z
    .array(
      QuickReply.extend({
        title: z.string().min(1).max(TITLE_CHARS_MAX),
        payload: z.string().min(1).max(PAYLOAD_CHARS_MAX),
      }),
    )
    .min(1)
    .max(50)
    .optional(),
  attachments: z
    .array(z.strictObject({ id: UploadId }))
    .min(1)
    .max(ATTACHMENTS_MAX)
    .optional()
    .meta({ description: 'Files that the caller put up in this conversation: see `POST …/attachments`.' }),
  template: TemplateUse.extend({
    name: z.string().min(1).max(512),
    language: z.string().regex(/^[A-Za-z]{2,3}(?:_[A-Za-z0-9]{2,4})?$/),
    parameters: z.array(z.string().min(1).max(1024)).max(50).default([]),
  }).optional(),
  author: z.strictObject({ kind: AuthorKind }).optional().meta({
    description: 'Who wrote it, where that is less than the caller is: a person sends what an AI wrote.',
  }),
})

/** What may be said to somebody first: words, or a template. */
export const MessageBody = Words.omit({ attachments: true }).check(checkWords)
/** What may be said in a conversation: words, with or without quick replies, files, or a template. */
export const ReplyBody = Words.extend({
  replyTo: EntryId.optional().meta({
    description: 'The message that it answers. In public, without it: the newest that the customer wrote.',
  }),
}).check(checkWords)

export const SEND_REFUSALS = [
  'window_closed',
  'human_agent_only',
  'recipient_opted_out',
  'text_too_long',
  'too_many_quick_replies',
  'attachment_type_unsupported',
  'attachment_too_large',
  'too_many_attachments',
  'text_beside_attachment',
  'private_data_in_public',
  'provider_unsupported',
  'channel_unsupported',
  'reply_target_gone',
  'account_refused',
  'thread_ended',
] as const satisfies readonly ProblemCode[]

export function toWording({
  text,
  quickReplies,
  template,
}: Pick<z.output<typeof Words>, 'text' | 'quickReplies' | 'template'>): Wording {
  return { text: text ?? null, quickReplies: quickReplies ?? [], template: template ?? null }
}

function checkWords({ value, issues }: z.core.ParsePayload<z.output<typeof Words>>): void {
  const wrong = (path: string[], code: string, message: string): void => {
    issues.push({ code: 'custom', path, message, params: { code }, input: value })
  }
  const { text, attachments = [], quickReplies = [], template } = value
  if (template !== undefined && text !== undefined) {
    wrong(['template'], 'not_allowed', 'A template brings its own words: send it without `text`.')
  }
  if (attachments.length > 0 && (template !== undefined || quickReplies.length > 0)) {
    wrong(['attachments'], 'not_allowed', 'Files stand beside a text, or alone.')
  }
  if (new Set(attachments.map(({ id }) => id)).size < attachments.length) {
    wrong(['attachments'], 'not_allowed', 'One stands there twice.')
  }
  const hasNothing = template === undefined && text === undefined && attachments.length === 0
  if (hasNothing && quickReplies.length === 0) {
    wrong([], 'required_one', 'Say `text`, `attachments` or `template`.')
  }
  if (quickReplies.length > 0 && text === undefined) {
    wrong(['text'], 'required', 'Quick replies stand under a text.')
  }
  for (const name of ['title', 'payload'] as const) {
    if (new Set(quickReplies.map((each) => each[name])).size < quickReplies.length) {
      wrong(['quickReplies'], 'not_allowed', `Two have the same ${name}.`)
    }
  }
}
