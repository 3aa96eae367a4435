export type DecodedJson = { kind: 'json'; value: unknown } | { kind: 'undecodable'; reason: string }

/** Deeper than any platform nests (about 12), shallower than what would exhaust the stack of a recursive walk. */
const NESTING_MAX = 64

/** Verified bytes to JSON: refuses invalid UTF-8, invalid JSON and absurd nesting, with a reason instead of an exception. */
export function decodeJson(body: Uint8Array): DecodedJson {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return { kind: 'undecodable', reason: 'invalid_utf8' }
  }
  try {
    const value: unknown = JSON.parse(text)
    return isNestedTooDeep(value, NESTING_MAX)
      ? { kind: 'undecodable', reason: 'nested_too_deep' }
      : { kind: 'json', value }
  } catch {
    return { kind: 'undecodable', reason: 'invalid_json' }
  }
}

function isNestedTooDeep(value: unknown, levelsLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levelsLeft === 0) return true
  // `for … in` over fresh objects would cost more than parsing them did.
  const children: unknown[] = Array.isArray(value) ? value : Object.values(value)
  return children.some((child) => isNestedTooDeep(child, levelsLeft - 1))
}

/** A form body or query as a multi-map, decoded as `URLSearchParams` does: repeated names keep all their values, in order. */
export function decodeForm(text: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>()
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decodeFormText(equals === -1 ? part : part.slice(0, equals))
    const value = equals === -1 ? '' : decodeFormText(part.slice(equals + 1))
    const values = fields.get(name)
    if (values === undefined) fields.set(name, [value])
    else values.push(value)
  }
  return fields
}

/** Most names and values are plain: looking costs a tenth of what decoding does, and every SMS is decoded twice. */
function decodeFormText(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return new URLSearchParams(`text=${text}`).get('text') ?? ''
  }
}
