import type { JsonObject } from '../json-body.ts'

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
const MESSAGE_BYTES_MAX = 1_048_576
const BATCH_ENTRIES_MAX = 10
// "alphanumeric characters and punctuation": U+0021 to U+007E, no space.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const FIFO_ID = /^[!-~]{1,128}$/
const BATCH_ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/
const BODY = /^[\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u

export type Refusal = { code: string; message: string }

/** Why SQS would refuse this message, or null. The same for a message alone and for an entry of a batch. */
export function messageRefusal(message: JsonObject): Refusal | null {
  const body = message['MessageBody']
  if (typeof body !== 'string' || body === '') {
    return { code: 'MissingParameter', message: 'The request must contain the parameter MessageBody.' }
  }
  if (!BODY.test(body)) {
    return {
      code: 'InvalidMessageContents',
      message:
        'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD.',
    }
  }
  if (messageBytes(message) > MESSAGE_BYTES_MAX) {
    return {
      code: 'InvalidParameterValue',
      message: `One or more parameters are invalid. Reason: Message must be shorter than ${MESSAGE_BYTES_MAX} bytes.`,
    }
  }
  for (const parameter of ['MessageGroupId', 'MessageDeduplicationId']) {
    const value = message[parameter]
    if (value === undefined || (typeof value === 'string' && FIFO_ID.test(value))) continue
    return {
      code: 'InvalidParameterValue',
      message: `Value ${JSON.stringify(value)} for parameter ${parameter} is invalid. Reason: ${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    }
  }
  return null
}

/** Why SQS would refuse the whole batch, or null. */
export function batchRefusal(entries: readonly JsonObject[]): Refusal | null {
  if (entries.length === 0) {
    return {
      code: 'EmptyBatchRequest',
      message: 'There should be at least one entry in the request.',
    }
  }
  if (entries.length > BATCH_ENTRIES_MAX) {
    return {
      code: 'TooManyEntriesInBatchRequest',
      message: `Maximum number of entries per request are ${BATCH_ENTRIES_MAX}. You have sent ${entries.length}.`,
    }
  }
  const ids = entries.map(({ Id }) => (typeof Id === 'string' ? Id : ''))
  if (!ids.every((id) => BATCH_ENTRY_ID.test(id))) {
    return {
      code: 'InvalidBatchEntryId',
      message:
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    }
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined) {
    return { code: 'BatchEntryIdsNotDistinct', message: `Id ${repeated} repeated.` }
  }
  const bytes = entries.reduce((sum, entry) => sum + messageBytes(entry), 0)
  if (bytes > MESSAGE_BYTES_MAX) {
    return {
      code: 'BatchRequestTooLong',
      message: `Batch requests cannot be longer than ${MESSAGE_BYTES_MAX} bytes. You have sent ${bytes} bytes.`,
    }
  }
  return null
}

/** Body and attributes: names, types and values count. */
function messageBytes(message: JsonObject): number {
  let bytes = Buffer.byteLength(typeof message['MessageBody'] === 'string' ? message['MessageBody'] : '')
  for (const [name, attribute] of Object.entries((message['MessageAttributes'] ?? {}) as JsonObject)) {
    bytes += Buffer.byteLength(name)
    const { DataType, StringValue, BinaryValue } = attribute as Record<string, string | undefined>
    bytes += Buffer.byteLength(DataType ?? '') + Buffer.byteLength(StringValue ?? '')
    bytes += Buffer.from(BinaryValue ?? '', 'base64').byteLength
  }
  return bytes
}
