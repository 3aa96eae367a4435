import type { PlatformRequest } from '../emulator.ts'
import type { ReceivedFile } from '../media/receive-file.ts'
import { decodeJson, isObject, type Json } from '../json.ts'

/** One call that the platform received. Shaped as `GET /local/sent` answers. */
export type SentCall = {
  channel: string
  provider: string
  at: string
  request: { method: string; path: string; headers: Record<string, string>; body: unknown }
  /** null: the connection ended without an answer. */
  response: { status: number; body: unknown } | null
  /** Files that the platform took over because of the call. */
  received?: readonly ReceivedFile[]
}

export type SentLog = {
  /** In the order of arrival. The answer is added when there is one. */
  add: (call: Omit<SentCall, 'response'>) => SentCall
  list: (channel: string | null) => SentCall[]
  clear: () => void
}

export function createSentLog(): SentLog {
  const calls: SentCall[] = []
  return {
    add: (call) => {
      const sent: SentCall = { ...call, response: null }
      calls.push(sent)
      return sent
    },
    list: (channel) => calls.filter((call) => channel === null || call.channel === channel),
    clear: () => {
      calls.length = 0
    },
  }
}

/** Credentials are masked: whoever reads the log sees that one was there. */
export function toRecordedRequest(request: PlatformRequest): SentCall['request'] {
  const query = new URLSearchParams(request.query)
  for (const name of ['access_token', 'input_token']) if (query.has(name)) query.set(name, '***')
  const search = query.size === 0 ? '' : `?${query.toString()}`
  const headers = { ...request.headers }
  if (headers['authorization'] !== undefined) {
    headers['authorization'] = `${headers['authorization'].split(' ', 1)[0] ?? ''} ***`
  }
  if (headers['x-amz-security-token'] !== undefined) headers['x-amz-security-token'] = '***'
  return { method: request.method, path: request.path + search, headers, body: toReadableBody(request) }
}

/** JSON and forms decoded, anything else as text. A parameter that is there twice has a list. */
function toReadableBody({ headers, body }: PlatformRequest): unknown {
  if (body.length === 0) return null
  const text = body.toString('utf8')
  if (!(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    if ((headers['content-type'] ?? '').startsWith('multipart/form-data')) return `${body.length} bytes`
    const json = decodeJson(body)
    return isObject(json) ? maskSecrets(json) : (json ?? text)
  }
  const form = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}

/** What `connect` hands over beside the credential. */
function maskSecrets(json: Json): Json {
  const isSecret = (key: string): boolean => key === 'verify_token' || key === 'pin'
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, isSecret(key) ? '***' : value]))
}
