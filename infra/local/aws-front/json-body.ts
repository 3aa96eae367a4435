import * as z from 'zod'
import type { Answer } from './answer.ts'
import type { AwsRequest } from './aws-request.ts'

const OF_THE_OLD_BODY = new Set(['content-length', 'x-amz-crc32'])

const JsonObject = z.record(z.string(), z.unknown())
export type JsonObject = z.infer<typeof JsonObject>

/** Null for what is not a JSON object. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    const parsed = JsonObject.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** The same request with another JSON body. The emulators do not check signatures. */
export function withBody(request: AwsRequest, body: unknown): AwsRequest {
  return { ...request, body: Buffer.from(JSON.stringify(body)) }
}

/** A 200 answer with its JSON body changed; every other answer stays as it is. */
export function mapJsonAnswer(answer: Answer, change: (body: JsonObject) => unknown): Answer {
  if (answer.kind !== 'answer' || answer.status !== 200) return answer
  const body = parseJsonObject(answer.body.toString())
  if (body === null) return answer
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !OF_THE_OLD_BODY.has(name)),
  )
  return { ...answer, headers, body: JSON.stringify(change(body)) }
}
