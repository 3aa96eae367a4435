import * as fc from 'fast-check'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { toWebhookRequest } from '../../functions/edge/webhook-request.ts'
import type { Channel, ChannelSecret, WebhookRequest } from '../../shared/channels/contract.ts'
import { AppError } from '../../shared/domain/errors.ts'
import type { ChannelSamples } from '../../shared/channels/wire.ts'

export function describeSignatureContract(channel: Channel, samples: ChannelSamples): void {
  const { secretKey, header, covers, sign } = samples.signing
  const current = channel.manifest.secret.local[secretKey] ?? ''
  const previousKey = `previous${secretKey.charAt(0).toUpperCase()}${secretKey.slice(1)}`
  const secret: ChannelSecret = { ...channel.manifest.secret.local }
  const bodies = Object.entries(samples.lists).map(
    ([name, list]) => [name, list.toBody([list.sample])] as const,
  )

  describe('signature', () => {
    it.each(bodies)('this guarantees that a good signature over %s passes', (_, body) => {
      expect(channel.verify(sign(body, current), secret)).toEqual({ kind: 'verified', secret: 'current' })
    })

    it.each(bodies)(
      'this guarantees that %s arrive whole through API Gateway, in base64 and with header names in capitals',
      (_, body) => {
        const sent = sign(body, current)
        for (const isBase64Encoded of [true, false]) {
          const request = toWebhookRequest(toGatewayEvent(sent, isBase64Encoded), new URL(sent.url).origin)
          expect(channel.verify(request, secret)).toEqual({ kind: 'verified', secret: 'current' })
          expect(channel.cut(request)).toEqual(channel.cut(sent))
        }
      },
    )

    it.each(bodies)(
      'this guarantees that a flipped bit of the body of %s is refused or changes nothing',
      (_, body) => {
        const request = sign(body, current)
        const places = fc.tuple(fc.nat({ max: body.byteLength - 1 }), fc.nat({ max: 7 }))
        fc.assert(
          fc.property(places, ([place, bit]) => {
            const flipped = { ...request, body: flip(request.body, place, bit) }
            if (channel.verify(flipped, secret).kind === 'rejected') return
            expect(covers).toBe('parameters')
            expect(channel.cut(flipped)).toEqual(channel.cut(request))
          }),
          { numRuns: 200 },
        )
      },
    )

    it('this guarantees that a flipped bit of the signature is refused', () => {
      const request = sign(anyBody(bodies), current)
      const signature = Buffer.from(request.headers[header] ?? '', 'latin1')
      expect(signature.byteLength).toBeGreaterThan(20)
      for (let place = 0; place < signature.byteLength; place++) {
        for (let bit = 0; bit < 8; bit++) {
          const flipped = Buffer.from(flip(signature, place, bit)).toString('latin1')
          expect(channel.verify(withHeader(request, header, flipped), secret).kind).toBe('rejected')
        }
      }
    })

    it.each([undefined, '', 'sha256=', 'x'])('this guarantees that the signature %j is refused', (value) => {
      const request = withHeader(sign(anyBody(bodies), current), header, value)
      expect(channel.verify(request, secret).kind).toBe('rejected')
    })

    it.each<[string, ChannelSecret]>([
      ['nothing', {}],
      ['an empty value', { [secretKey]: '' }],
      ['only the previous one', { [previousKey]: current }],
    ])('this guarantees that a secret holding %s is our error and never a pass', (_, stored) => {
      const request = sign(anyBody(bodies), current)
      for (const candidate of [request, sign(anyBody(bodies), ''), withHeader(request, header, undefined)]) {
        expect(codeOf(() => channel.verify(candidate, stored))).toBe('channel_secret_missing')
      }
    })

    it('this guarantees that while a secret is replaced both pass and a third does not', () => {
      const rotating = { ...secret, [secretKey]: 'the-new-one', [previousKey]: 'the-old-one' }
      const outcomes = ['the-new-one', 'the-old-one', 'a-stranger’s'].map((key) =>
        channel.verify(sign(anyBody(bodies), key), rotating),
      )
      expect(outcomes).toEqual([
        { kind: 'verified', secret: 'current' },
        { kind: 'verified', secret: 'previous' },
        { kind: 'rejected', reason: expect.stringMatching(/^[a-z_]+$/) },
      ])
    })

    it('this guarantees that once it was replaced the old secret passes no more', () => {
      const request = sign(anyBody(bodies), 'the-old-one')
      for (const previous of [undefined, '']) {
        const rotated = { ...secret, [secretKey]: 'the-new-one', [previousKey]: previous }
        expect(channel.verify(request, rotated).kind).toBe('rejected')
      }
    })
  })
}

function anyBody(bodies: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const body = bodies[0]?.[1]
  if (body === undefined) throw new Error('a channel needs at least one list')
  return body
}

function flip(bytes: Uint8Array, place: number, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  flipped[place] = (flipped[place] ?? 0) ^ (1 << bit)
  return flipped
}

function withHeader(request: WebhookRequest, name: string, value: string | undefined): WebhookRequest {
  const headers = Object.entries(request.headers).filter(([key]) => key !== name)
  return {
    ...request,
    headers: Object.fromEntries(value === undefined ? headers : [...headers, [name, value]]),
  }
}

function toGatewayEvent(request: WebhookRequest, isBase64Encoded: boolean): APIGatewayProxyEventV2 {
  const { pathname } = new URL(request.url)
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toUpperCase(), value] as const)
  return {
    version: '2.0',
    routeKey: `POST ${pathname}`,
    rawPath: pathname,
    rawQueryString: request.rawQuery,
    headers: Object.fromEntries(headers),
    body: Buffer.from(request.body).toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
    requestContext: {
      accountId: '000000000000',
      apiId: 'a',
      domainName: 'a.execute-api.example.com',
      domainPrefix: 'a',
      http: {
        method: request.method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'platform',
      },
      requestId: 'r',
      routeKey: `POST ${pathname}`,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: 1795348800000,
    },
  }
}

function codeOf(run: () => unknown): string | null {
  try {
    run()
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
  return null
}
