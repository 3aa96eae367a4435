/**
 * The media type of those on offer that an Accept header likes best, the first of them where it likes several as much.
 * RFC 9110, section 12.5.1; what it does not name at all is answered with the first on offer.
 */
export function chooseMediaType<Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...Type[]],
): Type {
  const ranges = (accept ?? '').split(',').map(parseRange)
  const [first] = offered
  let best = { type: first, quality: 0 }
  for (const type of offered) {
    const quality = toQuality(type, ranges)
    if (quality > best.quality) best = { type, quality }
  }
  return best.type
}

type MediaRange = { range: string; quality: number }

function parseRange(text: string): MediaRange {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = weight === undefined ? 1 : Number(weight.slice('q='.length))
  return { range, quality: Number.isNaN(quality) ? 0 : quality }
}

/** The most exact range that fits a type decides. */
function toQuality(type: string, ranges: readonly MediaRange[]): number {
  const [kind] = type.split('/')
  for (const wanted of [type, `${kind}/*`, '*/*']) {
    const found = ranges.find(({ range }) => range === wanted)
    if (found !== undefined) return found.quality
  }
  return 0
}
