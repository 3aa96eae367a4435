import { toDigest } from './digest.ts'

const LEADING_MENTIONS = /^(?:@\w+\s+)+/
const LINK = /https?:\/\/\S+/gi
/** One of them may be the platform's own, to the file. */
const TRAILING_LINKS = /(?: ?https:\/\/)+$/
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** What a message without words is known by. */
const FILES_ALONE = toDigest(['files'])

/**
 * Tells by its words whether a message that comes back is one that we sent. Platforms put mentions in front of a reply,
 * replace links by their own and escape signs, so those do not count. Files come back changed, so without words they are
 * all the same. null: nothing to compare.
 */
export function toContentDigest(text: string | null, hasFiles = false): string | null {
  if (text === null) return hasFiles ? FILES_ALONE : null
  const plain = text
    .normalize('NFC')
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(LINK, 'https://')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEADING_MENTIONS, '')
    .replace(hasFiles ? TRAILING_LINKS : '', '')
  if (plain === '') return hasFiles ? FILES_ALONE : null
  return toDigest(['content', plain])
}
