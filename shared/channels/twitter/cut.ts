import { BUILT_IN_REDACTION } from '../../domain/redaction/redaction.ts'
import type { CutOutcome, WebhookRequest } from '../contract.ts'
import { isRecord } from '../kit/json-record.ts'
import { cutAccountActivity, cutUserEvent } from './cut-account-activity.ts'
import { cutActivity } from './cut-activity.ts'
import { decodeExactJson } from '../kit/decode-exact-json.ts'

/** One envelope for every message, post and event of a verified body, whichever of X's two products sent it. */
export function cut({ body: bytes }: WebhookRequest, redaction = BUILT_IN_REDACTION): CutOutcome {
  const outcome: CutOutcome = { envelopes: [], uncut: [] }
  const decoded = decodeExactJson(bytes)
  const body = decoded.kind === 'json' ? decoded.value : undefined
  if (decoded.kind === 'undecodable') outcome.uncut.push({ reason: decoded.reason, bytes })
  else if (!isRecord(body)) outcome.uncut.push({ reason: 'unexpected_shape', bytes })
  else if (body['data'] !== undefined) cutActivity(body['data'], redaction, outcome)
  else if (body['user_event'] !== undefined) cutUserEvent(body, redaction, outcome)
  else if (body['for_user_id'] !== undefined) cutAccountActivity(body, redaction, outcome)
  else outcome.uncut.push({ reason: 'unexpected_shape', bytes })
  return outcome
}
