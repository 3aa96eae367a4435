import { randomUUID } from 'node:crypto'
import type { AwsRequest } from './aws-request.ts'

export type Answer =
  | { kind: 'answer'; status: number; headers: Readonly<Record<string, string>>; body: Buffer | string }
  /** The connection ends without an answer. */
  | { kind: 'dropped' }

export const DROPPED: Answer = { kind: 'dropped' }

export function jsonAnswer(body: unknown, request: AwsRequest, status = 200): Answer {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': jsonType(request), 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  }
}

/** `type` is the shape's name as the service writes it, with or without its namespace. */
export function errorAnswer(
  request: AwsRequest,
  type: string,
  message: string,
  more: { status?: number; fields?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Answer {
  return {
    kind: 'answer',
    status: more.status ?? 400,
    headers: { 'content-type': jsonType(request), 'x-amzn-requestid': randomUUID(), ...more.headers },
    body: JSON.stringify({ __type: type, message, ...more.fields }),
  }
}

export function xmlErrorAnswer(code: string, message: string, status = 400): Answer {
  const error = `<Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse>${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  }
}

function jsonType(request: AwsRequest): string {
  const type = request.headers['content-type'] ?? ''
  return type.startsWith('application/x-amz-json-') ? type : 'application/x-amz-json-1.0'
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
