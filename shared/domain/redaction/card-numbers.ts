import { MASK } from './mask.ts'
import { isInLink, isInUuid, wordBefore } from './surroundings.ts'
import { toAsciiDigits } from './digits.ts'

/** Digits of any script with at most three separators, seen or unseen, between neighbours (`4242 - 4242`); 14 or more in all. */
const DIGIT_RUN = /\p{Nd}(?:[\s\p{Cf}.\-\u2010-\u2015_]{0,3}\p{Nd}){13,}/gu
/** The last four of a card that was masked before: never part of a card again. */
const VISIBLE_DIGITS = /^\d{4}(?!\d)/

/**
 * Leading digits and lengths of the card schemes in use. Visa and Maestro numbers of 13 and 14 digits are long out of
 * issue, and phone numbers from Germany (`49 151 …`) or Indonesia (`62 812 …`) look just like them.
 */
const CARD_SCHEMES: readonly { prefix: RegExp; lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [16, 19] }, // Visa
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^3(?:0[0-5]|[689])/, lengths: [14, 16, 19] }, // Diners Club
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] }, // JCB
  { prefix: /^6(?:011|4[4-9]|5|2)/, lengths: [16, 17, 18, 19] }, // Discover, UnionPay
  { prefix: /^(?:50|5[6-9]|6)/, lengths: [15, 16, 17, 18, 19] }, // Maestro
]

/**
 * Masks payment card numbers in what a customer wrote: `4242 4242 4242 4242` becomes `•••• 4242`. Scheme, length and
 * Luhn digit must all fit, so that order and phone numbers stay readable; digits inside a link or an id are left alone.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(DIGIT_RUN, (found, offset: number) => {
    const run = toAsciiDigits(found)
    if (isPartOfIdentifier(text, found, offset) || isInternationalPhone(text, run, offset)) return found
    const visible = text.endsWith(MASK, offset) ? (VISIBLE_DIGITS.exec(run)?.[0] ?? '') : ''
    const masked = visible + maskRun(run.slice(visible.length), isCardNumber, MASK)
    return masked === run ? found : masked
  })
}

/** Digits inside a link, an address, or a word (`wamid.HBgL…`, `US.1349…`, a UUID). `Visa-4242…` and `card=4242…` are none. */
function isPartOfIdentifier(text: string, run: string, offset: number): boolean {
  const before = wordBefore(text, offset)
  const end = offset + run.length
  if (isInLink(before) || /[A-Za-z_]$/.test(before) || isInUuid(text, offset, end)) return true
  const isUnbroken = !/\P{Nd}/u.test(run)
  return isUnbroken && (/[A-Za-z]\.$/.test(before) || /^[A-Za-z_]/.test(text.charAt(end)))
}

/** `+` and no more digits than a phone number has (E.164). */
function isInternationalPhone(text: string, run: string, offset: number): boolean {
  return text.charAt(offset - 1) === '+' && run.replace(/\P{Nd}/gu, '').length <= 15
}

/** A run may hold more than the card: an expiry date, a second card. Masks every stretch of whole groups that is a card. */
export function maskRun(run: string, isCard: (digits: string) => boolean, mask: string): string {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    digits: match[0],
  }))
  let masked = ''
  let copiedTo = 0
  for (let first = 0; first < groups.length;) {
    const last = findCardEnd(groups, first, isCard)
    const from = groups[first]
    const to = last === undefined ? undefined : groups[last]
    if (from === undefined || last === undefined || to === undefined) {
      first += 1
      continue
    }
    masked += `${run.slice(copiedTo, from.start)}${mask}${run.slice(from.start, to.end).replace(/\D/g, '').slice(-4)}`
    copiedTo = to.end
    first = last + 1
  }
  return masked + run.slice(copiedTo)
}

function findCardEnd(
  groups: readonly { digits: string }[],
  first: number,
  isCard: (digits: string) => boolean,
): number | undefined {
  let digits = ''
  let found: number | undefined
  for (let index = first; index < groups.length && digits.length <= 19; index++) {
    digits += groups[index]?.digits ?? ''
    if (isCard(digits)) found = index
  }
  return found
}

function isCardNumber(digits: string): boolean {
  return (
    CARD_SCHEMES.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) &&
    passesLuhn(digits)
  )
}

export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
