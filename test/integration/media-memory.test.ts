import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleChunks } from '../platforms/media/sample-files.ts'

const MEGABYTE = 1024 * 1024
const PROGRAM = join(import.meta.dirname, 'keep-large-file.ts')
const run = promisify(execFile)

let server: Server
let url = ''
let calls: string[] = []
let uploaded = createHash('sha256')

/** A media host and an S3 that keeps nothing. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (pathname.startsWith('/file/')) {
      const sizeBytes = Number(pathname.split('/')[2])
      void (async () => {
        for (const chunk of sampleChunks('document', sizeBytes)) {
          if (!response.write(chunk)) await once(response, 'drain')
        }
        response.end()
      })()
      return
    }
    const isPart = searchParams.has('partNumber') || !searchParams.has('uploadId')
    calls.push(
      `${request.method ?? ''} ${searchParams.has('partNumber') ? 'part' : [...searchParams.keys()].join()}`,
    )
    if (request.method === 'PUT' && isPart) request.on('data', (chunk: Buffer) => uploaded.update(chunk))
    request.resume().on('end', () => {
      const xml = searchParams.has('uploads')
        ? '<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>'
        : '<CompleteMultipartUploadResult><ETag>"all"</ETag></CompleteMultipartUploadResult>'
      response.writeHead(200, { etag: '"part"' }).end(request.method === 'POST' ? xml : '')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

async function carry(sizeBytes: number) {
  calls = []
  uploaded = createHash('sha256')
  const words = ['--no-warnings', PROGRAM, `${url}/file/${sizeBytes}`, url]
  const { stdout } = await run(process.execPath, words)
  return JSON.parse(stdout) as { outcome: { file: { sizeBytes: number; sha256: string } }; peakBytes: number }
}

describe('memory: this guarantees that', () => {
  it('a file of 90 MB takes hardly more than one of 20 MB', async () => {
    const tiny = await carry(MEGABYTE)
    expect(calls).toEqual(['PUT x-id'])
    const small = await carry(20 * MEGABYTE)
    const large = await carry(90 * MEGABYTE)
    const digest = uploaded.digest('hex')
    const parts = calls.filter((call) => call === 'PUT part').length
    const [tinyMb, smallMb, largeMb] = [tiny, small, large].map(({ peakBytes }) =>
      Math.round(peakBytes / MEGABYTE),
    )
    console.info(
      `peak memory: ${tinyMb} MB for a file of 1 MB, ${smallMb} MB for 20 MB, ${largeMb} MB for 90 MB in ${parts} parts`,
    )
    expect(large.outcome.file).toMatchObject({ sizeBytes: 90 * MEGABYTE, sha256: digest })
    expect(parts).toBe(12)
    expect(large.peakBytes - small.peakBytes).toBeLessThan(40 * MEGABYTE)
  }, 60_000)
})
