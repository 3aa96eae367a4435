import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** Far more than a platform says about one message. */
const ANSWER_BYTES_MAX = 1_000_000

export type OneCall = {
  url: string
  method: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
  /** For the whole call, from looking up the name to the last byte of the answer. */
  timeoutMs: number
}

export type OneResult =
  | { kind: 'answered'; answer: { status: number; headers: Record<string, string>; body: string } }
  | { kind: 'not_sent' | 'unclear'; title: string }

/**
 * One HTTP request over a connection of its own. A kept connection may be closed by the other side at any moment, and
 * then nobody could tell whether the request arrived. It has left once the connection stands; whatever fails before that
 * cannot have reached anybody.
 */
export function callOnce(call: OneCall): Promise<OneResult> {
  // Thrown before there is a connection: a header that cannot be one, such as a token stored with the end of its line.
  return request(call).catch((error: unknown) => ({ kind: 'not_sent', title: toTitle(error) }))
}

function request({ url, method, headers, body, timeoutMs }: OneCall): Promise<OneResult> {
  const isSecure = url.startsWith('https:')
  return new Promise((resolve) => {
    let hasLeft = false
    const fail = (title: string): void => {
      clearTimeout(timer)
      resolve({ kind: hasLeft ? 'unclear' : 'not_sent', title })
      outgoing.destroy()
    }
    const bytes = body === null ? null : Buffer.from(body)
    const length = bytes === null ? {} : { 'content-length': String(bytes.byteLength) }
    const options = { method, headers: { ...headers, ...length, connection: 'close' }, agent: false as const }
    const outgoing = (isSecure ? httpsRequest : httpRequest)(url, options)
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs)
    outgoing.once('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        hasLeft = true
      })
    })
    outgoing.on('error', (error) => fail(toTitle(error)))
    outgoing.once('response', (response) => {
      readAnswer(response).then(
        (text) => {
          clearTimeout(timer)
          const answer = { status: response.statusCode ?? 0, headers: toHeaders(response), body: text }
          resolve({ kind: 'answered', answer })
        },
        (error: unknown) => fail(toTitle(error)),
      )
    })
    outgoing.end(bytes)
  })
}

async function readAnswer(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

/** A code such as ECONNREFUSED: messages name addresses. */
function toTitle(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
