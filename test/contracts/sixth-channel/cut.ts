import { BUILT_IN_REDACTION, type Redaction } from '../../../shared/domain/redaction/redaction.ts'
import type { CutOutcome, WebhookRequest } from '../../../shared/channels/contract.ts'
import { decodeJson } from '../../../shared/channels/kit/decode-body.ts'
import { isRecord, textAt } from '../../../shared/channels/kit/json-record.ts'
import { maskTextsExcept } from '../../../shared/channels/kit/mask-texts.ts'
import { beginMasking, toMaskedNames } from '../../../shared/channels/kit/masking.ts'

const IDENTIFIERS = { names: new Set(['id', 'bird', 'wall', 'answers']), endings: [] }

/** `{ loft, letters: [ … ] }`: one envelope a letter; whatever is none of these goes on whole. */
export function cutPigeonBody(
  { body: bytes }: WebhookRequest,
  redaction: Redaction = BUILT_IN_REDACTION,
): CutOutcome {
  const decoded = decodeJson(bytes)
  if (decoded.kind === 'undecodable') return { envelopes: [], uncut: [{ reason: decoded.reason, bytes }] }
  const loft = textAt(decoded.value, 'loft')
  const letters = isRecord(decoded.value) ? decoded.value['letters'] : undefined
  if (loft === null || !Array.isArray(letters)) {
    return { envelopes: [], uncut: [{ reason: 'unexpected_shape', bytes }] }
  }
  const outcome: CutOutcome = { envelopes: [], uncut: [] }
  for (const letter of letters as unknown[]) cutLetter(loft, letter, redaction, outcome)
  return outcome
}

function cutLetter(loft: string, letter: unknown, redaction: Redaction, outcome: CutOutcome): void {
  const [id, bird] = [textAt(letter, 'id'), textAt(letter, 'bird')]
  if (!isRecord(letter) || id === null || bird === null) {
    const bytes = Buffer.from(JSON.stringify(letter ?? null))
    outcome.uncut.push({ reason: 'letter_without_ids', bytes })
    return
  }
  const masking = beginMasking(redaction)
  maskTextsExcept(IDENTIFIERS, letter, masking)
  const group = textAt(letter, 'wall') ?? bird
  const account = { id: loft, name: null }
  const key = `letter:${id}`
  const cut = { account, key, payload: letter, group, ...toMaskedNames(masking) }
  outcome.envelopes.push({ channel: 'pigeon', provider: 'pigeon', ...cut })
}
