import { toAsciiDigits } from './digits.ts'
import { IBAN_FORMATS } from './iban-formats.ts'
import { MASK } from './mask.ts'
import { isInLink, isInUuid, wordBefore } from './surroundings.ts'

/** A first check digit, with country and separators before it: digits are rarer than letters, so less is looked at. */
const BEGINNING = /(?<=([A-Za-z]{2})[\s\p{Cf}.\-\u2010-\u2015_]{0,3})\p{Nd}/gu
const SEPARATORS = /[\s\p{Cf}.\-\u2010-\u2015_]{0,3}/uy

const CHARACTER = /[A-Za-z\p{Nd}]/uy
const CLASSES: Readonly<Record<string, RegExp>> = { n: /[0-9]/, a: /[A-Z]/, c: /[0-9A-Z]/ }

/** Glued to more, it is a piece of something longer. */
const GOES_ON = /[\p{L}\p{Nd}_@•]/uy
const CAME_BEFORE = /[\p{L}\p{Nd}_]$/u
/** But people write `IBAN` right in front of it. */
const LABEL = /(?<![\p{L}\p{Nd}_])iban$/iu

type Iban = { end: number; lastFour: string }

/**
 * Masks international bank account numbers in what a customer wrote: `DE89 3704 0044 0532 0130 00` becomes `•••• 3000`.
 * Country, its format and the check digits must all fit; what is part of a link, an id or a longer word is left alone.
 */
export function maskIbans(text: string): string {
  return replaceIbans(text, BEGINNING, (start) => {
    const iban = text.endsWith(MASK, start) ? null : readIban(text, start, SEPARATORS)
    return iban === null || isPartOfMore(text, start, iban.end) ? null : { ...iban, mask: MASK }
  })
}

/** Replaces what `read` finds where `beginning` matches a digit, and a country as its first group before it. */
export function replaceIbans(
  text: string,
  beginning: RegExp,
  read: (start: number) => (Iban & { mask: string }) | null,
): string {
  let replaced = ''
  let copiedTo = 0
  beginning.lastIndex = 0
  for (let found; (found = beginning.exec(text)) !== null;) {
    const [, country = ''] = found
    if (!IBAN_FORMATS.has(country.toUpperCase())) continue
    const start = text.lastIndexOf(country, found.index)
    const iban = start < copiedTo ? null : read(start)
    if (iban === null) continue
    replaced += `${text.slice(copiedTo, start)}${iban.mask}${iban.lastFour}`
    copiedTo = iban.end
  }
  return copiedTo === 0 ? text : replaced + text.slice(copiedTo)
}

/** The IBAN that begins here; `separators` is sticky and matches what may stand between two of its characters. */
export function readIban(text: string, start: number, separators: RegExp): Iban | null {
  const format = IBAN_FORMATS.get(text.slice(start, start + 2).toUpperCase())
  if (format === undefined) return null
  const classes = `aann${format.replace(/(.)(\d+)/g, (_, kind: string, count: string) => kind.repeat(Number(count)))}`
  let compact = ''
  let end = start
  for (const kind of classes) {
    const next = compact === '' ? start : endOf(separators, text, end)
    const after = endOf(CHARACTER, text, next)
    const character = toAsciiDigits(text.slice(next, after)).toUpperCase()
    if (after === next || CLASSES[kind]?.test(character) !== true) return null
    if (next > end && isInWords(compact, character)) return null
    compact += character
    end = after
  }
  return passesCheckDigits(compact) ? { end, lastFour: compact.slice(-4) } : null
}

/** Where a sticky expression that matches at `from` stops; `from` where it does not match. */
function endOf(sticky: RegExp, text: string, from: number): number {
  sticky.lastIndex = from
  return sticky.test(text) ? sticky.lastIndex : from
}

/** Two letters with something between them: in an IBAN only between its groups of four, in a sentence anywhere. */
function isInWords(compact: string, character: string): boolean {
  return compact.length % 4 !== 0 && /[A-Z]$/.test(compact) && /[A-Z]/.test(character)
}

/** ISO 7064, MOD 97-10: the first four go to the end, letters count from A = 10. */
function passesCheckDigits(compact: string): boolean {
  let remainder = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

function isPartOfMore(text: string, start: number, end: number): boolean {
  const before = wordBefore(text, start)
  if (isInLink(before) || isInUuid(text, start, end)) return true
  return (CAME_BEFORE.test(before) && !LABEL.test(before)) || endOf(GOES_ON, text, end) > end
}
