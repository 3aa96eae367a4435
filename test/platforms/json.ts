/** A decoded JSON object, nothing known about its keys yet. */
export type Json = Readonly<Record<string, unknown>>

/** undefined where the bytes are no JSON. */
export function decodeJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is at the end of a path of keys; undefined where it breaks off. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), value)
}

/** A string or a number as text; null for everything else and for the empty text. */
export function textAt(value: unknown, ...keys: readonly string[]): string | null {
  const found = at(value, ...keys)
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' && found !== '' ? found : null
}

export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys)
  return Array.isArray(found) ? found : []
}

/** Length as a person counts it: code points. */
export function characterCount(text: string): number {
  return [...text].length
}
