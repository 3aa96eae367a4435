import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { presign } from '../../../../shared/aws/presign.ts'
import { clientOptions, type RunningFront, useFronts } from './running-front.ts'

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' }
const BODY = Buffer.alloc(20 * 1024 * 1024, 5)

let front: RunningFront
let s3: S3Client
const fronts = useFronts()
beforeEach(async () => {
  front = await fronts.start()
  s3 = new S3Client({ ...clientOptions(front), forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'files' })).catch(() => undefined)
})

function toLink(method: 'GET' | 'PUT', key: string, headers: Record<string, string> = {}, now = new Date()) {
  const url = `${front.url}/files/${key}`
  return presign({
    method,
    url,
    query: {},
    headers,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    now,
    seconds: 900,
  })
}

function toHeaders(bytes: Buffer): Record<string, string> {
  return {
    'content-length': String(bytes.byteLength),
    'content-type': 'image/png',
    'if-none-match': '*',
    'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
  }
}

async function put(link: string, bytes: Buffer, headers: Record<string, string>): Promise<number> {
  const { 'content-length': _, ...said } = headers
  return (await fetch(link, { method: 'PUT', headers: said, body: new Uint8Array(bytes) })).status
}

describe('links to the local bucket: this guarantees that', () => {
  it('what is signed is taken once, however large, and read again byte for byte', async () => {
    const headers = toHeaders(BODY)
    const link = toLink('PUT', 'a/large', headers)
    expect(await put(link, BODY, headers)).toBe(200)
    expect(await put(link, BODY, headers)).toBe(412)
    const read = await fetch(toLink('GET', 'a/large'))
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(Buffer.from(await read.arrayBuffer()).equals(BODY)).toBe(true)
    const head = await s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'a/large', Range: 'bytes=0-9' }))
    expect(head.ContentRange).toBe(`bytes 0-9/${BODY.byteLength}`)
  })

  it('other bytes, another length, another type, another key and another time are refused', async () => {
    const bytes = Buffer.from('hello')
    const headers = toHeaders(bytes)
    const link = toLink('PUT', 'b', headers)
    expect(await put(link, Buffer.from('hallo'), headers)).toBe(400)
    expect(await put(link, Buffer.from('hello!'), headers)).toBe(403)
    expect(await put(link, bytes, { ...headers, 'content-type': 'text/html' })).toBe(403)
    expect(await put(link.replace('/files/b', '/files/c'), bytes, headers)).toBe(403)
    const { 'if-none-match': _, ...always } = headers
    expect(await put(link, bytes, always)).toBe(403)
    const old = new Date(Date.now() - 901_000)
    expect(await put(toLink('PUT', 'b', headers, old), bytes, headers)).toBe(403)
    expect((await fetch(toLink('GET', 'b').replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'))).status).toBe(
      403,
    )
    await expect(s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'b' }))).rejects.toThrow()
  })

  it('who has rights of their own needs no link', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'own', Body: Buffer.from('1') }))
    expect((await fetch(toLink('GET', 'own'))).status).toBe(200)
  })
})
