/** https://docs.x.com/fundamentals/counting-characters and twitter-text's configuration v3. */
export const POST_LENGTH_MAX = 280
const URL_LENGTH = 23
const HEAVY = 2
/** Of everything else a character counts twice. */
const LIGHT_RANGES: readonly (readonly [number, number])[] = [
  [0x0000, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
]
/** Links with a scheme. Bare domains count as links too, at X; here they count as they are written, which is never less strict by much. */
const LINK = /https?:\/\/[^\s]+/gi
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3/u

/** The length of a post as X counts it. */
export function weightedLength(text: string): number {
  const normal = text.normalize('NFC')
  const links = normal.match(LINK) ?? []
  const rest = normal.replaceAll(LINK, '')
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(rest)
  const weights = [...graphemes].map(({ segment }) => (EMOJI.test(segment) ? HEAVY : weightOf(segment)))
  return links.length * URL_LENGTH + weights.reduce((sum, weight) => sum + weight, 0)
}

function weightOf(grapheme: string): number {
  return [...grapheme].reduce(
    (sum, character) => sum + (isLight(character.codePointAt(0) ?? 0) ? 1 : HEAVY),
    0,
  )
}

function isLight(codePoint: number): boolean {
  return LIGHT_RANGES.some(([from, to]) => codePoint >= from && codePoint <= to)
}
