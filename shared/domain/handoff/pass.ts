import * as z from 'zod'
import { toDigest } from '../digest.ts'

/** A secret that leads to a handoff: of it only the digest is kept. */
export const HandoffPass = z.strictObject({
  digest: z.string(),
  handoffId: z.string(),
  /** `code`: typed or sent along; `link`: the address of a secure thread. */
  use: z.enum(['code', 'link']),
  validUntil: z.iso.datetime(),
  /** Of a code: those made before one was used, or tried too often, are dead with it. */
  madeAt: z.iso.datetime().optional(),
})
export type HandoffPass = z.infer<typeof HandoffPass>

/** No letter or digit that looks or sounds like another one. */
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_CHARS = 8
/** A token of 256 bits. */
const TOKEN_BYTES = 32
/** Phones make other dashes of one. The look ahead takes nothing, so that one that begins within another is found too. */
const CODE =
  /(?<![\p{L}\p{N}])(?=([2-9A-HJKMNP-TV-Z]{4})(\s?\p{Pd}\s?|\s?)([2-9A-HJKMNP-TV-Z]{4})(?![\p{L}\p{N}]))/giu
/** Each of them is looked up, for every message that holds one. */
const CODES_MAX = 3

/** `K7QM-2X4P`, of at least eight random bytes: 30^8 are 6.5 × 10^11. */
export function toCode(random: Uint8Array): string {
  // 30 of 256 divide unevenly: what lies above the last whole multiple is drawn from the bytes that follow.
  const letters = [...random].filter((byte) => byte < 240).map((byte) => CODE_LETTERS.charAt(byte % 30))
  if (letters.length < CODE_CHARS) throw new RangeError('a code needs more random bytes')
  const code = letters.slice(0, CODE_CHARS).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** The token of a link, of 32 random bytes. */
export function toLinkToken(random: Uint8Array): string {
  if (random.length < TOKEN_BYTES) throw new RangeError('a token needs 32 random bytes')
  return Buffer.from(random.subarray(0, TOKEN_BYTES)).toString('base64url')
}

/**
 * What may be a code in a text, as codes are digested: the likeliest first. Words of four letters look like one too, so
 * what has its dash goes before what has a digit, and that before all else.
 */
export function findCodes(text: string | null): string[] {
  const found = [...(text ?? '').matchAll(CODE)].map(([, left = '', between = '', right = '']) => ({
    code: `${left}-${right}`.toUpperCase(),
    rank: /\p{Pd}/u.test(between) ? 0 : /\d/.test(left + right) ? 1 : 2,
  }))
  const ranked = found.toSorted((one, other) => one.rank - other.rank).map(({ code }) => code)
  return [...new Set(ranked)].slice(0, CODES_MAX)
}

export function toPassDigest(use: HandoffPass['use'], secret: string): string {
  return toDigest(['handoff pass', use, secret])
}
