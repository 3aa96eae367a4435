/** Digits with at most two separators between neighbours, 13 or more of them in all. */
const DIGIT_RUN = /\d(?:[\s.\-\u2010-\u2015_]{0,2}\d){12,}/g

/** Leading digits and lengths of the card schemes in use. */
const CARD_SCHEMES: readonly { prefix: RegExp; lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] }, // Visa
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^3(?:0[0-5]|[689])/, lengths: [14, 16, 19] }, // Diners Club
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] }, // JCB
  { prefix: /^6(?:011|4[4-9]|5|2)/, lengths: [16, 17, 18, 19] }, // Discover, UnionPay
  { prefix: /^(?:50|5[6-9]|6)/, lengths: [13, 14, 15, 16, 17, 18, 19] }, // Maestro
]

/**
 * Masks payment card numbers in what a customer wrote: `4242 4242 4242 4242` becomes `•••• 4242`. Scheme, length and
 * Luhn digit must all fit, so that order and phone numbers stay readable; digits inside a link or an id are left alone.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(DIGIT_RUN, (run, offset: number) =>
    isInsideToken(text, offset, offset + run.length) ? run : maskRun(run),
  )
}

/** A digit group next to these is part of a link, a handle or an identifier. */
function isInsideToken(text: string, start: number, end: number): boolean {
  return (
    /[/=#@&?%]$|[A-Za-z]\d*[A-Za-z_-]$/.test(text.slice(Math.max(0, start - 24), start)) ||
    /^[A-Za-z_=]/.test(text.slice(end, end + 1))
  )
}

/** A run may hold more than the card: an expiry date, a second card. Masks every stretch of whole groups that is a card. */
function maskRun(run: string): string {
  const groups = [...run.matchAll(/\d+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    digits: match[0],
  }))
  let masked = ''
  let copiedTo = 0
  for (let first = 0; first < groups.length;) {
    const last = findCardEnd(groups, first)
    const from = groups[first]
    const to = last === undefined ? undefined : groups[last]
    if (from === undefined || last === undefined || to === undefined) {
      first += 1
      continue
    }
    masked += `${run.slice(copiedTo, from.start)}•••• ${run.slice(from.start, to.end).replace(/\D/g, '').slice(-4)}`
    copiedTo = to.end
    first = last + 1
  }
  return masked + run.slice(copiedTo)
}

function findCardEnd(groups: readonly { digits: string }[], first: number): number | undefined {
  let digits = ''
  let found: number | undefined
  for (let index = first; index < groups.length && digits.length <= 19; index++) {
    digits += groups[index]?.digits ?? ''
    if (isCardNumber(digits)) found = index
  }
  return found
}

function isCardNumber(digits: string): boolean {
  return (
    CARD_SCHEMES.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) &&
    passesLuhn(digits)
  )
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
