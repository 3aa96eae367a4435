/**
 * JSON in which everything outside U+0020–U+007E is escaped. SQS refuses characters such as U+FFFF, and one customer
 * must not be able to stop a channel with one.
 */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
