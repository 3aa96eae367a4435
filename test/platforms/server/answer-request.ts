import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Emulator, PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { GUARDED, MEDIA_PREFIX, serveMedia } from '../media/serve-media.ts'
import type { WorldBook } from '../world-book.ts'
import { answerCall } from './answer-call.ts'
import { answerControl } from './control.ts'

const BODY_BYTES_MAX = 5 * 1024 * 1024
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

export type ServerParts = Parameters<typeof answerControl>[0] &
  Parameters<typeof answerCall>[0] & { worlds: WorldBook }

/** One HTTP request: to the control, or to one of the platforms. */
export async function answerRequest(
  parts: ServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A page in a browser can make a name of its own lead to this address; only a loopback name is meant for us.
  if (!LOOPBACK_HOST.test(incoming.headers.host ?? '')) return send(response, { status: 403, body: null })
  const body = await readBody(incoming)
  if (body === null) return send(response, { status: 413, body: null })
  const url = new URL(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`)
  const method = incoming.method ?? 'GET'
  if (url.pathname.startsWith('/control/')) {
    return send(response, await answerControl(parts, { method, url, body }))
  }
  if (url.pathname.startsWith(MEDIA_PREFIX)) {
    const id = decodeURIComponent(url.pathname.slice(MEDIA_PREFIX.length))
    const isGuarded = url.searchParams.get('access') === GUARDED
    return serveMedia(parts.media, id, { isGuarded, request: incoming }, response)
  }
  const emulator = parts.emulators.find((one) => isUnder(url.pathname, one.prefix))
  if (emulator === undefined) return send(response, { status: 404, body: null })
  const outcome = await answerCall(parts, emulator, toPlatformRequest(emulator, incoming, url, body))
  parts.worlds.keep()
  if (outcome.kind === 'dropped') response.destroy()
  else if (outcome.answer.file !== undefined) {
    await serveMedia(parts.media, outcome.answer.file, { isGuarded: false, request: incoming }, response)
  } else send(response, outcome.answer)
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

function toPlatformRequest(
  { prefix }: Emulator,
  incoming: IncomingMessage,
  url: URL,
  body: Buffer,
): PlatformRequest {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  )
  const path = url.pathname.slice(prefix.length)
  return { method: incoming.method ?? 'GET', path: path || '/', query: url.searchParams, headers, body }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, { status, headers = {}, body }: PlatformAnswer): void {
  if (response.destroyed) return
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body)
  response.writeHead(status, headers).end(text)
}

export async function wait(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
