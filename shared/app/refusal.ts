import type { SendRefusalCode } from '../domain/decide-send.ts'
import type { WorkflowRefusalCode } from '../domain/decide-workflow.ts'
import type { OfferRefusalCode } from '../domain/handoff/decide-offer.ts'
import type { EntryView } from './entry-view.ts'

/** What a use case answers when it understood the wish and does not fulfil it. The detail is for people, without private data. */
export type Refusal = {
  kind: 'refused'
  code: RefusalCode
  detail: string
  /** Lines of the log that the wish did not know of. */
  entries?: EntryView[]
}

export type RefusalCode =
  | 'not_found'
  | 'cursor_invalid'
  | 'cursor_expired'
  | 'contact_unknown'
  | 'contact_already_merged'
  | 'contact_not_merged'
  | 'contact_too_large'
  | 'merge_cycle'
  | 'merge_into_itself'
  | 'timeline_too_long'
  | 'report_too_large'
  | 'idempotency_key_reused'
  | 'version_conflict'
  | 'author_not_allowed'
  | 'thread_ended'
  | 'attachment_unknown'
  | 'attachment_missing'
  | 'attachment_mismatch'
  | 'handoff_open'
  | 'handoff_not_public'
  | 'handoff_ended'
  | OfferRefusalCode
  | SendRefusalCode
  | WorkflowRefusalCode

export function refuse(code: RefusalCode, detail: string): Refusal {
  return { kind: 'refused', code, detail }
}
