import { maskCardNumbers } from './card-numbers.ts'
import { maskIbans } from './ibans.ts'
import { createPatternMask, type RedactionPattern } from './patterns.ts'
import { MASK, RAW_MASK } from './mask.ts'
import { maskRawText } from './raw-text.ts'
import { toSlices } from './slices.ts'

/** Names that a message may say were masked besides those of patterns. */
export const MASKED_CARD = 'card'
export const MASKED_IBAN = 'iban'
/** The whole text: nobody could say what is in it. */
export const MASKED_UNCHECKED = 'unchecked'

/**
 * How much of a text patterns are tried on: more than any platform lets a customer write. Functions of time are not pure,
 * and patterns whose time grows faster than the text are refused at deployment, so that length bounds time.
 */
export const CHECKED_LENGTH_MAX = 65_536

export const UNCHECKED_NOTE = '[Not kept: this text is too long to be checked for private data.]'

/** The shortest card number has 14 digits, the shortest IBAN 15 characters. */
const BUILT_IN_LENGTH_MIN = 14

export type RedactionSettings = {
  patterns: readonly RedactionPattern[]
  /** What becomes of a text that patterns cannot be tried on: a note in its place, or the text as it is. */
  onFailure: 'closed' | 'open'
}

export type Redaction = {
  /** Whatever is shorter holds nothing to mask. */
  lengthMin: number
  /** Masks what is private in a text, and adds the names of what it masked to `masked`. */
  mask: (text: string, masked: Set<string>) => string
  /** The same for bytes that nobody could read. */
  maskBytes: (bytes: Uint8Array) => Uint8Array
}

export function createRedaction({ patterns, onFailure }: RedactionSettings): Redaction {
  const masks = patterns.map(createPatternMask)
  const maskPatterns = (text: string, masked: Set<string>): string =>
    masks.reduce((rest, { name, replace }) => note(name, rest, replace(rest, MASK), masked), text)
  const maskRawPatterns = (text: string): string =>
    masks.reduce((rest, { replace }) => replace(rest, RAW_MASK), text)
  return {
    lengthMin: masks.length === 0 ? BUILT_IN_LENGTH_MIN : 1,
    mask: (text, masked) => {
      if (masks.length === 0) return maskBuiltIn(text, masked)
      if (text.length <= CHECKED_LENGTH_MAX) return maskBuiltIn(maskPatterns(text, masked), masked)
      if (onFailure === 'open') return maskBuiltIn(text, masked)
      masked.add(MASKED_UNCHECKED)
      return UNCHECKED_NOTE
    },
    maskBytes: (bytes) => {
      const own = masks.length === 0 ? bytes : maskSlices(bytes, maskRawPatterns)
      // latin1 maps every byte to one character and back, whatever the bytes are.
      return Buffer.from(maskRawText(Buffer.from(own).toString('latin1')), 'latin1')
    },
  }
}

/** Cards and IBANs and nothing else: what every deployment masks. */
export const BUILT_IN_REDACTION: Redaction = createRedaction({ patterns: [], onFailure: 'closed' })

/** IBANs first: the digits of one may look like a card. */
function maskBuiltIn(text: string, masked: Set<string>): string {
  const withoutIbans = note(MASKED_IBAN, text, maskIbans(text), masked)
  return note(MASKED_CARD, withoutIbans, maskCardNumbers(withoutIbans), masked)
}

function note(name: string, before: string, after: string, masked: Set<string>): string {
  if (after !== before) masked.add(name)
  return after
}

/** Quarantine drops nothing, so what is too long for patterns is tried on piece by piece. */
function maskSlices(bytes: Uint8Array, mask: (text: string) => string): Uint8Array {
  const { text, encoding } = decode(bytes)
  return Buffer.from(toSlices(text, CHECKED_LENGTH_MAX).map(mask).join(''), encoding)
}

function decode(bytes: Uint8Array): { text: string; encoding: 'utf8' | 'latin1' } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { text, encoding: 'utf8' }
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1' }
  }
}
