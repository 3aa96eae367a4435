import type * as z from 'zod'
import { toFieldErrors } from './field-errors.ts'
import type { HttpBody } from './http-message.ts'
import type { FieldError, ProblemCode } from './problems.ts'

/** Far above every body that a route takes, far below what API Gateway lets through. */
export const BODY_BYTES_MAX = 262_144

const JSON_TYPE = /^application\/(?:merge-patch\+)?json\s*(;|$)/i

export type UnreadableCode = ProblemCode & ('unsupported_media_type' | 'body_too_large')

export type ReadBody<Value> =
  | { kind: 'read'; value: Value }
  | { kind: 'unreadable'; code: UnreadableCode; detail: string }
  | { kind: 'invalid'; errors: FieldError[] }

/** The body as its schema wants it, or what is wrong with it. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema | undefined,
  { contentType, bytes }: HttpBody,
): ReadBody<z.output<Schema>> {
  if (schema === undefined) return { kind: 'read', value: undefined as z.output<Schema> }
  if (!JSON_TYPE.test(contentType?.trim() ?? '')) {
    const detail = 'Send JSON with the header Content-Type: application/json.'
    return { kind: 'unreadable', code: 'unsupported_media_type', detail }
  }
  if (bytes.byteLength > BODY_BYTES_MAX) {
    const detail = `A body may have ${BODY_BYTES_MAX} bytes, this one has ${bytes.byteLength}.`
    return { kind: 'unreadable', code: 'body_too_large', detail }
  }
  const json = parseJson(bytes)
  if (json === null) {
    const error = { pointer: '/body', code: 'wrong_format', detail: 'This is not JSON in UTF-8.' }
    return { kind: 'invalid', errors: [error] }
  }
  const result = schema.safeParse(json.value)
  return result.success
    ? { kind: 'read', value: result.data }
    : { kind: 'invalid', errors: toFieldErrors(result.error, 'body', json.value) }
}

function parseJson(bytes: Uint8Array): { value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown }
  } catch {
    return null
  }
}
