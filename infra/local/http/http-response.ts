import * as z from 'zod'
import type { InvocationOutcome } from '../lambda/function-instance.ts'

export type HttpResponse = { status: number; headers: [string, string][]; body: Buffer }

const Structured = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

/** An answer of API Gateway itself. */
export function gatewayResponse(status: number, message: string): HttpResponse {
  return {
    status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ message })),
  }
}

/** What a function's answer becomes. Without `statusCode` the whole answer is the body, with 200. */
export function toHttpResponse(outcome: InvocationOutcome): HttpResponse {
  if (outcome.kind === 'failed') return gatewayResponse(500, 'Internal Server Error')
  const answer: unknown = JSON.parse(outcome.payload)
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    const text = typeof answer === 'string' ? answer : outcome.payload
    return { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from(text) }
  }
  const structured = Structured.safeParse(answer)
  if (!structured.success) return gatewayResponse(500, 'Internal Server Error')
  const { statusCode, headers, cookies, body, isBase64Encoded } = structured.data
  const pairs = Object.entries(headers ?? {}).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ])
  if (!pairs.some(([name]) => name === 'content-type'))
    pairs.push(['content-type', 'text/plain;charset=UTF-8'])
  for (const cookie of cookies ?? []) pairs.push(['set-cookie', cookie])
  return {
    status: statusCode,
    headers: pairs,
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}
