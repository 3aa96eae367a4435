import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { sampleChunks, SAMPLES } from './sample-files.ts'
import type { MediaBook, MediaPlan } from './media-book.ts'

/** Stands before the id in a path of the media hosts. */
export const MEDIA_PREFIX = '/media/'
/** A file of WhatsApp's wants the token. */
export const GUARDED = 'guarded'

/** The hosts on which the platforms keep their files: one for all of them. */
export async function serveMedia(
  book: MediaBook,
  id: string,
  { isGuarded, request }: { isGuarded: boolean; request: IncomingMessage },
  response: ServerResponse,
): Promise<void> {
  // Without the token there is a page that asks to log in, and 200.
  if (isGuarded && request.headers.authorization === undefined) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html>Log in</html>')
    return
  }
  const plan = book.take(id)
  if (plan === null) return void response.writeHead(404).end()
  if (plan.redirect !== undefined && plan.status === 302) {
    return void response.writeHead(302, { location: plan.redirect }).end()
  }
  if (plan.status !== 200) return void response.writeHead(plan.status).end()
  const sizeBytes = plan.sizeBytes ?? SAMPLES[plan.sample].sizeBytes
  const length = plan.contentLength ?? sizeBytes
  response.writeHead(200, {
    'content-type': plan.contentType ?? SAMPLES[plan.sample].mimeType,
    ...(plan.endless ? {} : { 'content-length': String(length) }),
  })
  // Node itself refuses to send another length than the one that it announced.
  response.strictContentLength = false
  // Whoever fetches may leave early.
  await pipeline(Readable.from(toChunks(plan, sizeBytes)), response).catch(() => undefined)
}

async function* toChunks(
  { sample, endless, pauseMs }: MediaPlan,
  sizeBytes: number,
): AsyncGenerator<Buffer, void> {
  for (const chunk of sampleChunks(sample, endless ? null : sizeBytes)) {
    yield chunk
    if (pauseMs > 0) await wait(pauseMs, undefined, { ref: false })
  }
}
