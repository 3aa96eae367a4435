import { maskRun, passesLuhn } from './card-numbers.ts'
import { readIban, replaceIbans } from './ibans.ts'
import { RAW_MASK } from './mask.ts'

/** In bytes of unknown shape even form encoding and JSON escapes may stand between the digits. */
const ENCODED_DIGIT_RUN = /\d(?:(?:[ .\-_+]|%20|%2D|\\u00a0|\xc2\xa0){0,2}\d){12,}/g
const ENCODED_SEPARATOR = /%20|%2D|\\u00a0/g

const ENCODED_IBAN_BEGINNING = /(?<=([A-Za-z]{2})(?:[ .\-_+]|%20|%2D|\\u00a0|\xc2\xa0){0,2})\d/g
const ENCODED_SEPARATORS = /(?:[ .\-_+]|%20|%2D|\\u00a0|\xc2\xa0){0,2}/y

/** In JSON, also escaped inside a string: what stands under a name that ends so is the platform's, never what somebody wrote. */
const IDENTIFIES = /(?:id|_id_str|time|timestamp|timestamp_ms)\\*"\s{0,2}:\s{0,2}\\*"?$/i
const IDENTIFIES_CHARS_MAX = 40
const ENDS_VALUE = /^[\\",}\]]/

/**
 * For bytes that nobody could read, each as one character: every stretch with a card's length and check digit, and every
 * IBAN, whatever surrounds it, but ids and times of JSON: cut again, a message comes back under its own name. Keeps
 * latin1 text latin1.
 */
export function maskRawText(text: string): string {
  const withoutIbans = replaceIbans(text, ENCODED_IBAN_BEGINNING, (start) => {
    const iban = readIban(text, start, ENCODED_SEPARATORS)
    return iban === null ? null : { ...iban, mask: RAW_MASK }
  })
  return withoutIbans.replace(ENCODED_DIGIT_RUN, (run, offset: number) =>
    isIdentifier(withoutIbans, run, offset)
      ? run
      : maskRun(
          run.replace(ENCODED_SEPARATOR, ' '),
          (digits) => digits.length >= 13 && digits.length <= 19 && passesLuhn(digits),
          RAW_MASK,
        ),
  )
}

/** The whole value, of nothing but digits. */
function isIdentifier(text: string, run: string, offset: number): boolean {
  const end = offset + run.length
  return (
    /^\d+$/.test(run) &&
    ENDS_VALUE.test(text.slice(end, end + 1)) &&
    IDENTIFIES.test(text.slice(Math.max(0, offset - IDENTIFIES_CHARS_MAX), offset))
  )
}
