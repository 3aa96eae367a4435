import type { HandoffReason } from './handoff.ts'

export type Suggestion = { reason: HandoffReason['code']; why: string }

type Subject = { reason: HandoffReason['code']; why: string; words: readonly string[] }

/**
 * What people write about when an answer would have to name what is theirs alone, in the languages that Inlet speaks itself;
 * of two subjects the first counts. Parts of regular expressions.
 */
const SUBJECTS: readonly Subject[] = [
  {
    reason: 'identity',
    why: 'sign_in',
    words: [
      ...[
        'password',
        'pass ?code',
        'pin code',
        'one[- ]time code',
        'locked out',
        'log(?:ged)? ?in',
        'sign(?:ed)? ?in',
      ],
      ...['passwort', 'kennwort', 'einloggen', 'anmelden', 'gesperrt'],
    ],
  },
  {
    reason: 'identity',
    why: 'identity_papers',
    words: [
      ...['passport', 'id card', 'social security', 'date of birth'],
      ...['ausweis', 'geburtsdatum', 'steuer-?id'],
    ],
  },
  {
    reason: 'payment',
    why: 'payment',
    words: [
      ...[
        'refund(?:ed)?',
        'charged',
        'double charge',
        'invoice',
        'credit card',
        'debit card',
        'direct debit',
      ],
      ...['bank account', 'iban'],
      ...['erstattung', 'abgebucht', 'rechnung', 'kreditkarte', 'lastschrift', 'bankkonto', 'überweisung'],
    ],
  },
  {
    reason: 'account_data',
    why: 'account_number',
    words: [
      String.raw`(?:account|customer|order|contract|policy|membership|booking|tracking) ?(?:number|no\.?|id)`,
      String.raw`(?:kunden|konto|auftrags|bestell|vertrags|buchungs|sendungs)[ -]?(?:nummer|nr\.?)`,
      String.raw`(?:account|order|contract|booking|#) ?\d{4,}`,
    ],
  },
]

/** Whole words only: `\b` would not know where `ü` begins one. */
const MATCHERS = SUBJECTS.map(({ reason, why, words }) => ({
  suggestion: { reason, why },
  matcher: new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'iu'),
}))

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
  if (text === null) return null
  return MATCHERS.find(({ matcher }) => matcher.test(text))?.suggestion ?? null
}
