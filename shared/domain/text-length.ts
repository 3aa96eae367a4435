/** How a platform counts: UTF-16 units, or X's weights. */
export type TextCounting = 'utf16' | 'weighted'

/** https://docs.x.com/fundamentals/counting-characters: in these ranges a character counts one, elsewhere two. */
const LIGHT_RANGES = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
] as const
const LINK_LENGTH = 23
const EMOJI_LENGTH = 2

/** Whatever X takes for a link counts the same. Without a scheme it needs an ending that X knows; these are the usual ones. */
const LINK =
  /(?<![\p{L}\p{N}@#$_.-])(?:https?:\/\/[^\s/?#]+\.[^\s]*[^\s.,;:!?'")\]]|(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|co|app|dev|info|biz|shop|store|online|tv|eu|de|uk|fr|es|it|nl|us|ca|in|jp|br|au)(?![\p{L}\p{N}@_.-]*[\p{L}\p{N}@])(?:[/?#][^\s]*[^\s.,;:!?'")\]])?)/giu
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\u{FE0F}|\p{Regional_Indicator}|\u{20E3}/u

/** The length of a text as the platform counts it. */
export function toTextLength(text: string, counting: TextCounting): number {
  if (counting === 'utf16') return text.length
  const normal = text.normalize('NFC')
  const links = [...normal.matchAll(LINK)].length
  return links * LINK_LENGTH + toWeight(normal.replace(LINK, ''))
}

function toWeight(text: string): number {
  let weight = 0
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (EMOJI.test(segment)) weight += EMOJI_LENGTH
    else for (const character of segment) weight += isLight(character.codePointAt(0) ?? 0) ? 1 : 2
  }
  return weight
}

function isLight(code: number): boolean {
  return LIGHT_RANGES.some(([from, to]) => code >= from && code <= to)
}
