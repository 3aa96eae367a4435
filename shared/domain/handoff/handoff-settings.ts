import * as z from 'zod'
import { TargetDuration } from '../duration.ts'
import { DEFAULT_WORDS, HandoffWords } from './words.ts'

/** How a deployment hands conversations over. */
export const HandoffSettings = z.strictObject({
  /** How long an offer stands. */
  expiresAfter: TargetDuration.default('PT72H'),
  /** Whether an AI may offer one: it moves a customer to another place, so by default only people do. */
  aiMayOffer: z.boolean().default(false),
  /**
   * Whether a link with a code may stand in public where there is no private way to send it. Whoever reads it may follow
   * it first: who arrives so is linked to the conversation, but never taken for the same contact.
   */
  publicLinks: z.boolean().default(false),
  /**
   * Whether a number that the customer gave may be written to, though nothing proves whose it is: who answers is linked to
   * the conversation, but never taken for the same contact.
   */
  linkAlone: z.boolean().default(true),
  /** Which words count where a request names no language. */
  language: z.string().min(2).default('en'),
  /** By language; what one leaves out is said in the default's words. */
  words: z.record(z.string().min(2), HandoffWords.partial()).default({}),
})
export type HandoffSettings = z.infer<typeof HandoffSettings>

/** What is said in a language: the deployment's words, else ours, else English. */
export function findWords({ words }: Pick<HandoffSettings, 'words'>, language: string): HandoffWords {
  const [base = language] = language.split('-')
  const ours = DEFAULT_WORDS[base] ?? DEFAULT_WORDS.en
  const own = Object.entries({ ...words[base], ...words[language] }).filter(([, text]) => text !== undefined)
  return { ...ours, ...Object.fromEntries(own) }
}
