import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { callOnce, type OneCall } from '../../../shared/aws/call-once.ts'
import { findFreePort } from '../../support/free-port.ts'

const servers: { close: () => void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push({ close: () => (server.closeAllConnections(), server.close()) })
  await once(server, 'listening')
  return { server, url: toUrl(server.address()) }
}

const toUrl = (address: ReturnType<Server['address']>): string =>
  `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/send`
const post = (url: string, changes: Partial<OneCall> = {}) =>
  callOnce({ url, method: 'POST', headers: { 'x-a': 'b' }, body: '{"a":1}', timeoutMs: 2_000, ...changes })

describe('one call', () => {
  it('this guarantees that it goes out as it is, over a connection of its own', async () => {
    const seen: unknown[] = []
    const { url } = await serve((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method, headers } = request
        seen.push([method, headers['x-a'], headers.connection, Buffer.concat(chunks).toString()])
        response.writeHead(201, { 'X-Limit': '3' }).end('done')
      })
    })
    const result = await post(url)
    expect(seen).toEqual([['POST', 'b', 'close', '{"a":1}']])
    expect(result).toMatchObject({
      kind: 'answered',
      answer: { status: 201, body: 'done', headers: { 'x-limit': '3' } },
    })
  })

  it('that is answered with a redirect: this guarantees that the credential goes nowhere else', async () => {
    let calls = 0
    const { url } = await serve((_, response) => {
      calls += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await post(url)).toMatchObject({ kind: 'answered', answer: { status: 302 } })
    expect(calls).toBe(1)
  })

  it('to a closed port: this guarantees that it is known not to have left', async () => {
    const url = `http://127.0.0.1:${await findFreePort()}/send`
    expect(await post(url)).toEqual({ kind: 'not_sent', title: 'ECONNREFUSED' })
  })

  it('with a credential that no header can hold: this guarantees that it is known not to have left', async () => {
    const { url } = await serve((_, response) => response.end())
    const headers = { authorization: 'Bearer token\n' }
    expect(await post(url, { headers })).toEqual({ kind: 'not_sent', title: 'ERR_INVALID_CHAR' })
  })

  it('to a host without a name: this guarantees that it is known not to have left', async () => {
    expect(await post('http://no-such-host.invalid/send')).toMatchObject({ kind: 'not_sent' })
  })

  it('to a host whose certificate is no certificate: this guarantees that it is known not to have left', async () => {
    const server = createSocketServer((socket) => socket.end('plain words')).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    const url = toUrl(server.address()).replace('http:', 'https:')
    expect(await post(url)).toMatchObject({ kind: 'not_sent' })
  })

  it.each<[string, RequestListener]>([
    ['whose connection ends without an answer', (request) => request.socket.destroy()],
    ['whose answer never comes', () => undefined],
    [
      'whose answer breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('half')
        setTimeout(() => request.socket.destroy(), 20)
      },
    ],
    [
      'whose answer has no end',
      (_, response) => {
        response.writeHead(200).write('x'.repeat(1_100_000))
      },
    ],
  ])('%s: this guarantees that nobody takes it for not sent', async (_, listener) => {
    const { url } = await serve(listener)
    expect(await post(url, { timeoutMs: 500 })).toMatchObject({ kind: 'unclear' })
  })
})

describe('a connection that others left behind', () => {
  it('this guarantees that it is not used: its end would look like a lost answer', async () => {
    const sockets = new Set<unknown>()
    const { server, url } = await serve((_, response) => response.end())
    server.on('connection', (socket) => sockets.add(socket))
    await post(url)
    await post(url)
    expect(sockets.size).toBe(2)
  })
})
