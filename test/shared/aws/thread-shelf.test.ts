import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createThreadShelf } from '../../../shared/aws/thread-shelf.ts'

const KEY = 'threads/cnv_a/7-f00d'

/** What S3 answers next, the last of them again and again; and what it was asked. */
let statuses: number[] = []
let asked: { method: string; path: string; body: Buffer }[] = []
let server: Server
let s3Url: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '' } = request
      asked.push({ method, path: url.split('?')[0] ?? '', body: Buffer.concat(chunks) })
      response.statusCode = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 500
      response.end(response.statusCode === 200 ? 'sealed bytes' : undefined)
    })
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

const shelf = () =>
  createThreadShelf({
    bucket: 'files',
    region: 'eu-central-1',
    credentials: () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
    s3Url,
    clock: { now: () => new Date() },
    pacer: { sleep: () => Promise.resolve(), random: () => 0 },
  })

describe('the shelf of sealed files: this guarantees that', () => {
  it('what is kept and read is the bytes', async () => {
    statuses = [200]
    const bytes = Uint8Array.from([0, 255, 10, 13])
    await shelf().keep(KEY, bytes)
    expect(Buffer.from((await shelf().read(KEY)) ?? []).toString()).toBe('sealed bytes')
    await shelf().remove(KEY)
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /files/${KEY}`,
      `GET /files/${KEY}`,
      `DELETE /files/${KEY}`,
    ])
    expect(asked[0]?.body.equals(Buffer.from(bytes))).toBe(true)
  })

  it('a moment of trouble passes unnoticed', async () => {
    statuses = [503, 500, 200]
    await shelf().keep(KEY, Uint8Array.of(1))
    expect(asked).toHaveLength(3)
  })

  it.each([404, 403])('a file that is gone (%i) is a value, and asked for once', async (status) => {
    statuses = [status]
    expect(await shelf().read(KEY)).toBeNull()
    expect(asked).toHaveLength(1)
  })

  it.each([
    [503, 3],
    [403, 1],
    [400, 1],
  ])('trouble that stays (%i) is told after %i tries', async (status, tries) => {
    statuses = [status]
    await expect(shelf().keep(KEY, Uint8Array.of(1))).rejects.toMatchObject({ code: 'bucket_unavailable' })
    expect(asked).toHaveLength(tries)
  })
})
