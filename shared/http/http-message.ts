import type { Authentication } from './caller.ts'
import type { RequestHeaders } from './request-headers.ts'

export type HttpRequest = {
  method: string
  path: string
  /** Without `?`, as sent. */
  rawQuery: string
  requestId: string
  /** Names lower-cased. */
  headers: RequestHeaders
  body: HttpBody
  authentication: Authentication
}

/** The body as its sender sent it, with the content type that the sender gave it. */
export type HttpBody = { contentType: string | null; bytes: Uint8Array }

export type HttpResponse = {
  status: number
  headers: Record<string, string>
  /** Bytes are a file. */
  body: string | Uint8Array
  /** What the one log line of the request may say. */
  trace: { route: string | null; code: string | null }
}
