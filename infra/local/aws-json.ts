import * as z from 'zod'
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './local-account.ts'

export type AwsService = 'DynamoDB_20120810' | 'DynamoDBStreams_20120810' | 'AmazonSQS'

const Failure = z.looseObject({ __type: z.string().default('UnknownError'), message: z.string().default('') })

export class AwsCallError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.name = 'AwsCallError'
    this.code = code
  }
}

/** One call in AWS's JSON protocol to an emulator. The runner needs the wire form (stream records go on as they came), not an SDK's. */
export async function callAws(
  url: string,
  service: AwsService,
  action: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${service}.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${LOCAL_CREDENTIALS.accessKeyId}/20260101/${LOCAL_REGION}/aws/aws4_request, SignedHeaders=host, Signature=local`,
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const answer: unknown = text === '' ? {} : JSON.parse(text)
  if (response.ok) return z.record(z.string(), z.unknown()).parse(answer)
  const { __type: type, message } = Failure.parse(answer)
  throw new AwsCallError(type.slice(type.lastIndexOf('#') + 1), message)
}

/** The same JSON value: the emulator refuses characters above U+FFFF, which SQS takes. */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
