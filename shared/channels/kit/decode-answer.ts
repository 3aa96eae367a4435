import { isRecord, type JsonRecord } from './json-record.ts'

/** The JSON object that an answer's body is; null for anything else. */
export function decodeAnswer(body: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(body)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}
