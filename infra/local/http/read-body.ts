import type { IncomingMessage } from 'node:http'

/** The whole body, or null once it is over the limit. The rest is read and dropped, so that the client hears the answer. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= bytesMax) chunks.push(chunk)
    else chunks.length = 0
    if (bytes > bytesMax * 4) break
  }
  return bytes > bytesMax ? null : Buffer.concat(chunks)
}
