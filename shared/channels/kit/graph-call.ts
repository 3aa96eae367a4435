import type { Credential, PlatformCall } from '../sender.ts'
import { requireCredential } from './credential.ts'

/** https://developers.facebook.com/docs/graph-api/changelog/versions: released on 29 Jul 2026. */
const VERSION = 'v26.0'

export const GRAPH_HOSTS = { graph: 'https://graph.facebook.com' } as const

export type GraphRequest = {
  method?: 'GET' | 'POST' | 'DELETE'
  /** Below the version; `query` apart. */
  segments: readonly string[]
  query?: Readonly<Record<string, string>>
  body?: Readonly<Record<string, unknown>>
}

/** The token travels in a header: what stands in a URL ends in logs. */
export function toGraphCall(request: GraphRequest, credential: Credential, tokenKey: string): PlatformCall {
  const { method = 'POST', segments, query = {}, body } = request
  const path = [VERSION, ...segments].map((segment) => `/${encodeURIComponent(segment)}`).join('')
  const search = new URLSearchParams(query).toString()
  return {
    kind: 'https',
    host: 'graph',
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: {
      authorization: `Bearer ${requireCredential(credential, tokenKey)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }
}
