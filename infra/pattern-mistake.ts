import { isSafePattern } from 'redos-detector'

/**
 * How many ways back a match may have. Counted from every place of a text: only a pattern below it takes time in
 * proportion to the text, and the length of a text is what the functions bound.
 */
const BACKTRACKS_MAX = 100
/** Of the check itself: patterns that people need take a few hundred. */
const STEPS_MAX = 5_000

/** Where a pattern that matches nothing would do so. */
const PROBES = ['', 'a', '0', ' ']

/** What holds no structure of its own: a class, an escape, a property. */
const CHARACTER = /\\[pPu]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]/gsu
const LOOKAROUND = /\(\?<?[=!]/
const PLAIN_LOOKAROUND = /\(\?<?[=!][^()*+?{|]*\)/g

/** Why a deployment must not run this pattern over its customers' texts; null where it may. */
export function findPatternMistake(pattern: string): string | null {
  const expression = compile(pattern)
  if (typeof expression === 'string') return expression
  if (PROBES.some((probe) => expression.exec(probe)?.[0] === '')) {
    return 'expected a pattern that never matches the empty string'
  }
  if (looksFar(pattern)) {
    return 'expected a pattern that looks ahead and behind at single characters only: no repetition, choice or group in it'
  }
  return isLinear(pattern)
    ? null
    : 'expected a pattern that takes time in proportion to the text: bound what repeats (`\\d{1,12}` for `\\d+`), and repeat no repetition'
}

function compile(pattern: string): RegExp | string {
  try {
    return new RegExp(pattern, 'u')
  } catch (error) {
    return `expected a regular expression (${error instanceof Error ? error.message : String(error)})`
  }
}

/** The detector does not count what a look ahead or behind costs, at every place again. */
function looksFar(pattern: string): boolean {
  return LOOKAROUND.test(pattern.replace(CHARACTER, 'x').replace(PLAIN_LOOKAROUND, ''))
}

/** What the detector cannot read, named groups for instance, it cannot vouch for. */
function isLinear(pattern: string): boolean {
  try {
    return isSafePattern(pattern, { unicode: true, maxScore: BACKTRACKS_MAX, maxSteps: STEPS_MAX }).safe
  } catch {
    return false
  }
}
