/** What a deployment wants masked besides cards and IBANs. */
export type RedactionPattern = {
  /** What a message that held it says was masked. */
  name: string
  /** Source of a regular expression, read with the flag `u`. */
  pattern: string
  /** Letters and digits at the end that stay readable; never more than half of what was found. */
  keepLast: number
}

export type PatternMask = {
  name: string
  /** `mask` stands for what does not stay readable. */
  replace: (text: string, mask: string) => string
}

export function createPatternMask({ name, pattern, keepLast }: RedactionPattern): PatternMask {
  const expression = new RegExp(pattern, 'gu')
  return {
    name,
    replace: (text, mask) => text.replace(expression, (found) => toMasked(found, keepLast, mask)),
  }
}

/** An expression may match nothing at some place, at a word's edge for instance: nothing is what stays there. */
function toMasked(found: string, keepLast: number, mask: string): string {
  if (found === '') return found
  const characters = [...found].filter((character) => /[\p{L}\p{N}]/u.test(character))
  const kept = Math.min(keepLast, Math.floor(characters.length / 2))
  return kept === 0 ? mask.trimEnd() : `${mask}${characters.slice(-kept).join('')}`
}
