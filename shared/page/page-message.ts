/** A request for a page, whatever server took it. */
export type PageRequest = {
  method: string
  path: string
  rawQuery: string
  /** Names lower-cased. */
  headers: Readonly<Record<string, string>>
  /** `name=value` each. */
  cookies: readonly string[]
  body: Uint8Array
  /** Where it came from. */
  address: string
  requestId: string
}

export type PageResponse = {
  status: number
  headers: Readonly<Record<string, string>>
  /** Each a `Set-Cookie`. */
  cookies: readonly string[]
  /** Bytes are a file. */
  body: string | Uint8Array
  /** For the log: what was asked, of which handoff, and what became of it. Never a token, a code or a word. */
  trace: { step: string; handoffId: string | null; outcome: string }
}
