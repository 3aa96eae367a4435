const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu

/** Digits of any script as ASCII digits; the text is as long as it has code points, not code units. */
export function toAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGIT, toAsciiDigit)
}

/** The decimal digits of a script stand together in Unicode, zero first; several sets may follow each other. */
function toAsciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (isDigit(zero - 1)) zero -= 1
  return String((code - zero) % 10)
}

function isDigit(code: number): boolean {
  return /\p{Nd}/u.test(String.fromCodePoint(code))
}
