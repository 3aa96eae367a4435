import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import type { AwsRequest } from './aws-request.ts'

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect'])

export type Forward = (request: AwsRequest) => Promise<Extract<Answer, { kind: 'answer' }>>

export type Upstream = { forward: Forward; close: () => void }

/** Sends requests on to an emulator, byte for byte, over kept connections. */
export function createUpstream(baseUrl: string): Upstream {
  const { hostname, port } = new URL(baseUrl)
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  return {
    close: () => agent.destroy(),
    forward: (request) =>
      new Promise((resolve, reject) => {
        const outgoing = httpRequest({
          agent,
          hostname,
          port,
          method: request.method,
          path: request.path,
          headers: {
            ...withoutHopByHop(request.headers),
            'content-length': String(request.body.byteLength),
          },
        })
        outgoing.once('error', reject)
        outgoing.once('response', (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.once('error', reject)
          response.once('end', () =>
            resolve({
              kind: 'answer',
              status: response.statusCode ?? 502,
              headers: withoutHopByHop(response.headers),
              body: Buffer.concat(chunks),
            }),
          )
        })
        outgoing.end(request.body)
      }),
  }
}

function withoutHopByHop(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP_BY_HOP.has(name)) continue
    kept[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return kept
}
