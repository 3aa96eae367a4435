import * as z from 'zod'
import { MASKED_CARD, MASKED_IBAN, MASKED_UNCHECKED } from '../shared/domain/redaction/redaction.ts'
import { findPatternMistake } from './pattern-mistake.ts'

const PATTERNS_MAX = 10
/** Functions get them in their environment, which holds 4 KB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const BYTES_MAX = 1_500

/** Names with a meaning of their own in `masked`. */
const TAKEN: readonly string[] = [MASKED_CARD, MASKED_IBAN, MASKED_UNCHECKED]

const Pattern = z.strictObject({
  /** What a message that held it says was masked. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,29}$/, { error: 'expected 1 to 30 of a-z, 0-9 and _, beginning with a letter' })
    .refine((name) => !TAKEN.includes(name), { error: `expected another name than ${TAKEN.join(', ')}` }),
  /** Source of a JavaScript regular expression, read with the flag `u`. */
  pattern: z
    .string()
    .min(1)
    .superRefine((pattern, context) => {
      const message = findPatternMistake(pattern)
      if (message !== null) context.addIssue({ code: 'custom', message })
    }),
  /** How many letters and digits at the end stay readable; never more than half of what was found. */
  keepLast: z.int().min(0).max(4).default(0),
})

/** What is masked besides card numbers and IBANs before anything is stored. */
export const RedactionRules = z
  .strictObject({
    patterns: z.array(Pattern).max(PATTERNS_MAX).default([]),
    /** What becomes of a text too long to try patterns on: `closed` keeps a note in its place, `open` the text. */
    onFailure: z.enum(['closed', 'open']).default('closed'),
  })
  .refine(({ patterns }) => Buffer.byteLength(JSON.stringify(patterns)) <= BYTES_MAX, {
    error: `expected patterns of at most ${BYTES_MAX} bytes together`,
  })
export type RedactionRules = z.infer<typeof RedactionRules>

/** Where a name says nothing because another pattern has it too. */
export function findRepeatedNames({ patterns }: RedactionRules): string[] {
  const names = patterns.map(({ name }) => name)
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [`redaction.patterns.${index}.name: expected a name of its own, got "${name}" again`],
  )
}
