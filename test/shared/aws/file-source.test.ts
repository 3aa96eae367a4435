import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createFileSource, type FileSourceOptions } from '../../../shared/aws/file-source.ts'

/** Longer than a busy machine takes for anything. */
const PATIENT = { answerTimeoutMs: 30_000, pauseTimeoutMs: 30_000, fileTimeoutMs: 60_000 }
const IMPATIENT = { answerTimeoutMs: 2_000, pauseTimeoutMs: 1_000, fileTimeoutMs: 3_000 }
const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const open = (options: Partial<FileSourceOptions>, url: string, headers: Record<string, string> = {}) =>
  createFileSource({ bases: {}, ...PATIENT, ...options }).open(
    { at: { url }, headers },
    { hosts: {}, fileHosts: ['files.example.com'] },
  )

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.byteLength
  return bytes
}

describe('files of platforms: this guarantees that', () => {
  it.each([
    ['one private address among public ones', ['8.8.8.8', '10.0.0.1']],
    ['a mapped one', ['::ffff:169.254.169.254']],
  ])('a listed name that leads to %s is not called', async (_, addresses) => {
    const resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    expect(await open({ resolve }, 'https://files.example.com/a')).toEqual({
      kind: 'refused',
      reason: 'private_address',
    })
  })

  it('the connection goes to the address that was checked, whatever the name says then', async () => {
    let asked = 0
    // Nothing answers TLS there; that the call arrives is what counts.
    const arrived = Promise.withResolvers<void>()
    const url = await serve(() => undefined)
    servers[0]?.on('connection', () => arrived.resolve())
    const { port } = new URL(url)
    const resolve = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]
    }
    const named = `http://files.example.com:${port}`
    const outcome = open(
      { bases: { files: named }, resolve, isPublic: () => true, ...IMPATIENT },
      `${named}/a`,
    )
    await arrived.promise
    expect(asked).toBe(1)
    expect(await outcome).toEqual({ kind: 'unanswered', code: 'media_timeout' })
  })

  it('the credential stays with the host that it is for', async () => {
    const seen: IncomingHttpHeaders[] = []
    const storage = await serve((request, response) => {
      seen.push(request.headers)
      response.end('file')
    })
    const api = await serve((request, response) => {
      seen.push(request.headers)
      const isFirst = request.url === '/a'
      response.writeHead(302, { location: isFirst ? '/b' : `${storage}/c` }).end()
    })
    const outcome = await open({ bases: { api, storage } }, `${api}/a`, { authorization: 'Basic secret' })
    if (outcome.kind !== 'opened') throw new Error(outcome.kind)
    expect(await readAll(outcome.file.chunks)).toBe(4)
    expect(seen.map(({ authorization }) => authorization)).toEqual([
      'Basic secret',
      'Basic secret',
      undefined,
    ])
  })

  it('a redirect is followed three times, each looked at as the first', async () => {
    const api: string = await serve((request, response) => {
      response.writeHead(302, { location: `${request.url ?? ''}x` }).end()
    })
    expect(await open({ bases: { api } }, `${api}/`)).toEqual({
      kind: 'refused',
      reason: 'too_many_redirects',
    })
    const away = await serve((_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    })
    expect(await open({ bases: { away } }, `${away}/`)).toEqual({ kind: 'refused', reason: 'not_https' })
  })

  it.each([
    ['never answers', () => undefined, 'unanswered'],
    [
      'stops in the middle',
      (response: Parameters<RequestListener>[1]) => void response.writeHead(200).write('half'),
      'media_timeout',
    ],
    [
      'trickles for ever',
      (response: Parameters<RequestListener>[1]) => {
        const timer = setInterval(() => response.write('x'), 20)
        response.on('close', () => clearInterval(timer))
      },
      'media_timeout',
    ],
    [
      'hangs up in the middle',
      (response: Parameters<RequestListener>[1]) => {
        response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy())
      },
      'media_unavailable',
    ],
  ])('a host that %s holds nobody up', async (_, behave, ends) => {
    const api = await serve((_request, response) => void behave(response))
    const outcome = await open({ bases: { api }, ...IMPATIENT }, `${api}/`)
    if (outcome.kind !== 'opened') return expect(outcome.kind).toBe(ends)
    await expect(readAll(outcome.file.chunks)).rejects.toMatchObject({ code: ends })
  })
})
