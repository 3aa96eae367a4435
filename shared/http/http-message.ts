import type { Authentication } from './caller.ts'

export type HttpRequest = {
  method: string
  path: string
  /** Without `?`, as sent. */
  rawQuery: string
  requestId: string
  authentication: Authentication
}

export type HttpResponse = {
  status: number
  headers: Record<string, string>
  body: string
  /** What the one log line of the request may say. */
  trace: { route: string | null; code: string | null }
}
