import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sampleChunks, SAMPLES } from './sample-files.ts'
import type { MediaBook } from './media-book.ts'

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
  for (const chunk of sampleChunks(plan.sample, plan.endless ? null : sizeBytes)) {
    if (response.destroyed) return
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    if (plan.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, plan.pauseMs).unref())
  }
  response.end()
}
