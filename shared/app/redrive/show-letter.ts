import { isRecord } from '../../channels/kit/json-record.ts'
import { readLetter } from './read-letter.ts'
import type { HeldPiece, Letter } from './redrive-ports.ts'

/** Values that say what a thing is and where it belongs: opaque ids, kinds and times. Never what somebody wrote, is called or can be rung up by. */
const SHOWN_KEY =
  /^(?:version|source|channel|provider|key|kind|type|part|parts|reason|receivedAt|at|status|field|object|event_type|detail-type|timestamp|time|seq|revision|conversationId|causationId|correlationId|account|page)$|^(?:message)?(?:id|mid|sid)$/i

/**
 * What a person may see of a letter: where it belongs and how it is built. Words, names and numbers of people are lengths.
 * `kind`: where its queue says it, because a platform's own words do not.
 */
export function showLetter(
  letter: Letter,
  kind: string = readLetter(letter.body).kind,
): Record<string, unknown> {
  return {
    messageId: letter.messageId,
    kind,
    sentAt: letter.sentAt.toISOString(),
    ...(letter.gapOf === null ? {} : { gapOf: letter.gapOf }),
    body: toShown(parse(letter.body)),
  }
}

export function showPiece({
  source,
  reason,
  receivedAt,
  bytes,
  letters,
}: HeldPiece): Record<string, unknown> {
  const text = bytes === null ? null : Buffer.from(bytes).toString('utf8')
  return {
    source,
    reason,
    receivedAt,
    messages: letters.length,
    ...(bytes === null
      ? { parts: 'missing' }
      : { sizeBytes: bytes.byteLength, body: toShown(parse(text ?? '')) }),
  }
}

function toShown(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => toShown(item, key))
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toShown(item, name)]))
  }
  if (value === null || typeof value === 'boolean' || SHOWN_KEY.test(key)) return value
  return typeof value === 'string'
    ? `‹${value.length} characters›`
    : `‹${JSON.stringify(value).length} digits›`
}

/** What is no JSON is shown as one text, by its length. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
