import type { HandoffReason } from './handoff.ts'

export type Suggestion = { reason: HandoffReason['code']; why: string }

type Subject = { reason: HandoffReason['code']; why: string; words: RegExp }

/**
 * What people write about when an answer would have to name what is theirs alone. Whole words, in the languages that Inlet
 * speaks itself; a subject that two match is the first.
 */
const SUBJECTS: readonly Subject[] = [
  {
    reason: 'identity',
    why: 'sign_in',
    words:
      /\b(?:password|pass ?code|pin code|one[- ]time code|locked out|log(?:ged)? ?in|sign(?:ed)? ?in|passwort|kennwort|einloggen|anmelden|gesperrt)\b/iu,
  },
  {
    reason: 'identity',
    why: 'identity_papers',
    words: /\b(?:passport|id card|social security|date of birth|ausweis|geburtsdatum|steuer-?id)\b/iu,
  },
  {
    reason: 'payment',
    why: 'payment',
    words:
      /\b(?:refund(?:ed)?|charged|double charge|invoice|credit card|debit card|direct debit|bank account|iban|erstattung|abgebucht|rechnung|kreditkarte|lastschrift|bankkonto|überweisung)\b/iu,
  },
  {
    reason: 'account_data',
    why: 'account_number',
    words:
      /\b(?:account|customer|order|contract|policy|membership|booking|tracking|kunden|konto|auftrags|bestell|vertrags|buchungs|sendungs)[\s-]?(?:number|no\.?|id|nummer|nr\.?)(?![\p{L}])|(?:\b(?:account|order|contract|booking)|#)\s?\d{4,}/iu,
  },
]

/** By what kind of thing was masked in a text. */
const MASKED: Readonly<Record<string, Suggestion>> = {
  card: { reason: 'payment', why: 'masked_card' },
  iban: { reason: 'payment', why: 'masked_iban' },
}

/**
 * Whether a customer's public words belong in private: something of theirs was masked, or they speak of what only they may
 * read the answer to. A proposal for a person, so it rather misses a case than cries at every word.
 */
export function suggestHandoff(text: string | null, masked: readonly string[]): Suggestion | null {
  const [first] = masked
  if (first !== undefined) return MASKED[first] ?? { reason: 'account_data', why: `masked_${first}` }
  const subject = text === null ? undefined : SUBJECTS.find(({ words }) => words.test(text))
  return subject === undefined ? null : { reason: subject.reason, why: subject.why }
}
