import * as z from 'zod'
import { EntryView } from '../app/entry-view.ts'
import type { RefusalCode } from '../app/refusal.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { HttpResponse } from './http-message.ts'

type Definition = { status: number; title: string; retryAfterMs?: number }

/** Every problem that this API answers. Titles never change with the request; the detail does. */
export const PROBLEMS = {
  validation_failed: { status: 400, title: 'The request does not fit the schema' },
  cursor_invalid: { status: 400, title: 'The cursor does not belong to this request' },
  idempotency_key_required: { status: 400, title: 'The request needs an idempotency key' },
  unauthenticated: { status: 401, title: 'The request names nobody' },
  access_token_required: { status: 401, title: 'The token is not an access token' },
  insufficient_scope: { status: 403, title: 'The token does not allow this' },
  author_not_allowed: { status: 403, title: 'The caller cannot write as this author' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The path does not know this method' },
  contact_already_merged: { status: 409, title: 'The contact is part of another one' },
  contact_not_merged: { status: 409, title: 'The contact is part of no other one' },
  handoff_ended: { status: 409, title: 'The handoff has ended' },
  handoff_open: { status: 409, title: 'Another handoff is under way' },
  idempotency_key_reused: { status: 409, title: 'The idempotency key came with another body' },
  merge_cycle: { status: 409, title: 'The contacts are merged the other way round' },
  cursor_expired: { status: 410, title: 'The cursor is older than what is kept' },
  version_conflict: { status: 412, title: 'There is something newer' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of a type that is not read here' },
  window_closed: { status: 422, title: 'The reply window of the platform has closed' },
  human_agent_only: { status: 422, title: 'Only a person may still answer here' },
  recipient_opted_out: { status: 422, title: 'The customer does not want messages here' },
  text_too_long: { status: 422, title: 'The text is longer than the platform takes' },
  attachment_type_unsupported: { status: 422, title: 'The platform does not take files of this type' },
  attachment_too_large: { status: 422, title: 'The platform does not take files of this size' },
  too_many_attachments: { status: 422, title: 'The platform does not take so many files in one message' },
  text_beside_attachment: { status: 422, title: 'The platform shows no text beside this file' },
  attachment_unknown: { status: 422, title: 'The message names a file that was not announced' },
  attachment_missing: { status: 422, title: 'The file was not put up yet' },
  attachment_mismatch: { status: 422, title: 'The file is not what it was said to be' },
  too_many_quick_replies: { status: 422, title: 'The platform does not show so many quick replies' },
  private_data_in_public: { status: 422, title: 'Private data would be public' },
  provider_unsupported: { status: 422, title: 'The account can be read here, not answered' },
  channel_unsupported: { status: 422, title: 'The channel does not offer this' },
  snooze_invalid: { status: 422, title: 'A conversation cannot be snoozed like this' },
  too_many_tags: { status: 422, title: 'The conversation would have too many tags' },
  handoff_not_public: { status: 422, title: 'Only a public conversation can be handed over' },
  handoff_target_unreachable: { status: 422, title: 'The customer cannot be asked there' },
  handoff_too_late: { status: 422, title: 'The platform gives no private answer any more' },
  private_reply_used: { status: 422, title: 'The platform gave its one private answer already' },
  reply_target_gone: { status: 422, title: 'What this answers is not there' },
  account_refused: { status: 422, title: 'The platform does not let the account send' },
  contact_too_large: { status: 422, title: 'Too many contacts would be one' },
  contact_unknown: { status: 422, title: 'The body names a contact that does not exist' },
  merge_into_itself: { status: 422, title: 'A contact cannot be merged into itself' },
  report_too_large: { status: 422, title: 'There are too many clocks for one report' },
  thread_ended: { status: 422, title: 'The secure thread has ended' },
  timeline_too_long: { status: 422, title: 'There are too many conversations for one timeline' },
  internal_error: { status: 500, title: 'Something is wrong on our side' },
  temporarily_unavailable: { status: 503, title: 'Try again shortly', retryAfterMs: 1000 },
} as const satisfies Record<RefusalCode, Definition> & Record<string, Definition>

export type ProblemCode = keyof typeof PROBLEMS

/** What a thrown error becomes: what passes is worth another try, the rest waits for a person. */
const THROWN = {
  channel_secret_missing: 'internal_error',
  configuration_invalid: 'internal_error',
  envelope_invalid: 'internal_error',
  item_invalid: 'internal_error',
  item_too_large: 'internal_error',
  conflict: 'temporarily_unavailable',
  table_unavailable: 'temporarily_unavailable',
  queue_unavailable: 'temporarily_unavailable',
  function_unavailable: 'temporarily_unavailable',
  bucket_unavailable: 'temporarily_unavailable',
  bus_unavailable: 'temporarily_unavailable',
  secret_unavailable: 'temporarily_unavailable',
  answer_unsent: 'internal_error',
  key_unavailable: 'temporarily_unavailable',
  seal_broken: 'internal_error',
} as const satisfies Record<ErrorCode, ProblemCode>

/** `pointer` is a JSON Pointer into `{ headers, query, body }`. */
export const FieldError = z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })
export type FieldError = z.infer<typeof FieldError>

/** RFC 9457, with members of our own. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().optional(),
  errors: z.array(FieldError).optional(),
  /** What the request did not know of yet. */
  entries: z.array(EntryView).optional(),
})
export type Problem = z.infer<typeof Problem>

type HttpProblem = HttpResponse & { body: string }

export type ProblemContext = { requestId: string; path: string; route?: string | null }

export function toProblemResponse(
  code: ProblemCode,
  detail: string,
  context: ProblemContext,
  extras: { headers?: Record<string, string>; errors?: FieldError[]; entries?: EntryView[] } = {},
): HttpProblem {
  const { status, title, retryAfterMs }: Definition = PROBLEMS[code]
  const problem: Problem = {
    type: `urn:inlet:problem:${code}`,
    title,
    status,
    detail,
    instance: context.path,
    code,
    requestId: context.requestId,
    retryable: retryAfterMs !== undefined,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(extras.errors === undefined ? {} : { errors: extras.errors }),
    ...(extras.entries === undefined ? {} : { entries: extras.entries }),
  }
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
      ...extras.headers,
    },
    body: JSON.stringify(problem),
    trace: { route: context.route ?? null, code },
  }
}

/** The answer to a thrown error. Its message stays in the log. `null`: something nobody foresaw. */
export function toFailureResponse(code: ErrorCode | 'timeout' | null, context: ProblemContext): HttpProblem {
  const problem =
    code === null ? 'internal_error' : code === 'timeout' ? 'temporarily_unavailable' : THROWN[code]
  const detail =
    problem === 'internal_error'
      ? 'The request was understood but could not be answered. It is in our log under this requestId.'
      : 'Something that this answer needs is busy or out of reach. The same request may be sent again.'
  return toProblemResponse(problem, detail, context)
}
