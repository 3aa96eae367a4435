import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { streamObject } from '../../../shared/aws/call-bucket.ts'
import { createUploadShelf } from '../../../shared/aws/upload-shelf.ts'
import { createUpload } from '../../../shared/domain/media/upload.ts'

type Next = { status: number; body?: string; headers?: Record<string, string>; isCut?: boolean }

/** What S3 answers next, the last of them again and again; and what it was asked. */
let answers: Next[] = []
let asked: { method: string; path: string; headers: IncomingHttpHeaders }[] = []
let server: Server
let s3Url: string

beforeAll(async () => {
  server = createServer(({ method = '', url = '', headers }, response) => {
    asked.push({ method, path: url.split('?')[0] ?? '', headers })
    const {
      status,
      body = '',
      headers: said = {},
      isCut = false,
    } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500 }
    response.writeHead(status, isCut ? { ...said, 'content-length': '1000' } : said)
    response.write(body, () => (isCut ? response.destroy() : response.end()))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  s3Url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  asked = []
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const clock = { now: () => new Date('2026-03-02T09:00:00.000Z') }
const place = () => ({
  bucket: 'files',
  region: 'eu-central-1',
  credentials: () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
  s3Url,
  clock,
})
const shelf = () =>
  createUploadShelf({ ...place(), pacer: { sleep: () => Promise.resolve(), random: () => 0 } })

const UPLOAD = createUpload(
  {
    id: 'att_1',
    conversationId: 'cnv_1',
    uploader: 'ada',
    type: 'image',
    name: 'a.png',
    mimeType: 'image/png',
    sizeBytes: 5,
    sha256: '00ff'.repeat(16),
  },
  clock.now(),
)

describe('what our side puts up: this guarantees that', () => {
  it('a link is signed over length, type, digest and that nothing is there yet, for a quarter of an hour', () => {
    const { url, headers, validUntil } = shelf().toLink(UPLOAD)
    const { searchParams, pathname } = new URL(url)
    expect(pathname).toBe('/files/uploads/cnv_1/att_1')
    expect(searchParams.get('X-Amz-SignedHeaders')?.split(';')).toEqual(
      [...Object.keys(headers), 'host'].sort(),
    )
    expect(headers['if-none-match']).toBe('*')
    expect([searchParams.get('X-Amz-Expires'), validUntil]).toEqual(['900', '2026-03-02T09:15:00.000Z'])
    expect(UPLOAD.validUntil).toBe('2026-03-03T09:00:00.000Z')
  })

  it('its head and its size are read, whatever its length', async () => {
    answers = [{ status: 206, body: '%PDF-1.7', headers: { 'content-range': 'bytes 0-7/90000000' } }]
    const found = await shelf().look('uploads/cnv_1/att_1')
    expect([Buffer.from(found?.head ?? []).toString(), found?.sizeBytes]).toEqual(['%PDF-1.7', 90_000_000])
    expect(asked[0]?.headers['range']).toBe('bytes=0-511')
  })

  it.each([404, 403])('nothing there (%i) is a value', async (status) => {
    answers = [{ status }]
    expect(await shelf().look('uploads/cnv_1/att_1')).toBeNull()
  })

  it('a copy that fails after S3 began to answer is made again', async () => {
    const failed = '<?xml version="1.0"?><Error><Code>InternalError</Code></Error>'
    answers = [
      { status: 200, body: failed },
      { status: 200, body: '<CopyObjectResult/>' },
    ]
    await shelf().keep('uploads/cnv_1/att_1', 'cnv_1/2/att_1')
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /files/cnv_1/2/att_1',
      'PUT /files/cnv_1/2/att_1',
    ])
    expect(asked[0]?.headers['x-amz-copy-source']).toBe('/files/uploads/cnv_1/att_1')
  })

  it('a copy that never succeeds is told', async () => {
    answers = [{ status: 503 }]
    await expect(shelf().keep('uploads/a', 'cnv_1/2/a')).rejects.toMatchObject({ code: 'bucket_unavailable' })
    expect(asked).toHaveLength(3)
  })

  it.each([
    ['is not there', { status: 404 }],
    ['ends too early', { status: 200, body: 'half', isCut: true }],
  ])('a file that %s is never taken for a whole one', async (_, answer) => {
    answers = [answer]
    const read = async (): Promise<number> => {
      let bytes = 0
      for await (const chunk of streamObject('cnv_1/2/a', place())) bytes += chunk.byteLength
      return bytes
    }
    await expect(read()).rejects.toMatchObject({ code: 'bucket_unavailable', retry: true })
  })
})
