import { toDigest } from './digest.ts'

const LEADING_MENTIONS = /^(?:@\w+\s+)+/
const LINK = /https?:\/\/\S+/gi
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/**
 * Tells by its words whether a message that comes back is one that we sent. Platforms put mentions in front of a reply,
 * replace links by their own and escape signs, so those do not count. null: no words, nothing to compare.
 */
export function toContentDigest(text: string | null): string | null {
  if (text === null) return null
  const plain = text
    .normalize('NFC')
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(LINK, 'https://')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LEADING_MENTIONS, '')
  return plain === '' ? null : toDigest(['content', plain])
}
