import { type DecodedJson, decodeJson } from '../kit/decode-body.ts'

/** A number of 16 digits or more outside quotes, give or take what a text may happen to look like. */
const LONG_NUMBER = /[:[,]\s*-?\d{16}/

/** As `decodeJson`, but integers beyond 2^53 become text digit for digit: rounded, an id would name somebody else. */
export function decodeExactly(body: Uint8Array): DecodedJson {
  const decoded = decodeJson(body)
  if (decoded.kind === 'undecodable') return decoded
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (!LONG_NUMBER.test(bytes.toString('latin1'))) return decoded
  return { kind: 'json', value: JSON.parse(bytes.toString('utf8'), keepDigits) }
}

function keepDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded && source !== undefined && /^-?\d+$/.test(source) ? source : value
}
