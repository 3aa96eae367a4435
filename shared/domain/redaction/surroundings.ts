const LINK = /:\/\/|^www\.|@|\.\w{2,}\//i
/** How far back the beginning of a link is looked for. */
const LINK_LENGTH_MAX = 2_000

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
const UUID_LENGTH = 36

/** What stands before a place, back to the last white space. */
export function wordBefore(text: string, end: number): string {
  const limit = Math.max(0, end - LINK_LENGTH_MAX)
  let start = end
  while (start > limit && !/\s/.test(text.charAt(start - 1))) start -= 1
  return text.slice(start, end)
}

/** Whether the word so far is a link or an address: what follows belongs to it. */
export function isInLink(before: string): boolean {
  return LINK.test(before)
}

/** Whether a part of the text shares characters with a UUID. One that only stands near does not count. */
export function isInUuid(text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - UUID_LENGTH)
  return [...text.slice(from, end + UUID_LENGTH).matchAll(UUID)].some(
    ({ index }) => from + index < end && from + index + UUID_LENGTH > start,
  )
}
