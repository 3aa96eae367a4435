/** How far back a slice looks for a place where no word is cut in two. */
const WORD_LENGTH_MAX = 1_000

/** A text in pieces of at most `lengthMax`, cut between words where there is such a place. */
export function toSlices(text: string, lengthMax: number): string[] {
  const slices: string[] = []
  for (let start = 0; start < text.length;) {
    const end = start + lengthMax < text.length ? toCut(text, start + lengthMax) : text.length
    slices.push(text.slice(start, end))
    start = end
  }
  return slices
}

function toCut(text: string, end: number): number {
  for (let cut = end; cut > end - WORD_LENGTH_MAX; cut--) {
    if (/["\s&<>]/.test(text.charAt(cut - 1))) return cut
  }
  // Never half an emoji.
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end
}
