import { type DecodedJson, decodeJson } from './decode-body.ts'

/** Cheaper to look for than to ask every number: 16 digits or more, not a string's beginning. A text that looks so costs a second decoding. */
const LONG_NUMBER = /[:[,]\s*-?\d{16}/

/** The reviver is told how each value was written; TypeScript's library does not say so yet. */
const parseWithSource = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown

/** As `decodeJson`, but integers beyond 2^53 become text digit for digit: rounded, an id would name somebody else. */
export function decodeExactJson(body: Uint8Array): DecodedJson {
  const decoded = decodeJson(body)
  if (decoded.kind === 'undecodable') return decoded
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (!LONG_NUMBER.test(bytes.toString('latin1'))) return decoded
  return { kind: 'json', value: parseWithSource(bytes.toString('utf8'), keepDigits) }
}

function keepDigits(_: string, value: unknown, { source }: { source?: string }): unknown {
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded && source !== undefined && /^-?\d+$/.test(source) ? source : value
}
