/** GSM 03.38: https://www.3gpp.org/ftp/Specs/archive/23_series/23.038 — the basic set, and what costs an escape before it. */
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const GSM_EXTENDED = new Set('\f^{}\\[~]|€')

const GSM = { single: 160, joined: 153 }
const UCS2 = { single: 70, joined: 67 }

/** What a text costs as SMS. Each segment is billed; one character outside the GSM alphabet more than halves them all. */
export type SmsSegments = { encoding: 'gsm7' | 'ucs2'; count: number }

export function countSmsSegments(text: string): SmsSegments {
  const characters = [...text]
  const isGsm = characters.every((each) => GSM_BASIC.has(each) || GSM_EXTENDED.has(each))
  const sizes = characters.map((each) => (isGsm ? (GSM_EXTENDED.has(each) ? 2 : 1) : each.length))
  const { single, joined } = isGsm ? GSM : UCS2
  const encoding = isGsm ? 'gsm7' : 'ucs2'
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return { encoding, count: total <= single ? 1 : countJoined(sizes, joined) }
}

/** An escaped character or a surrogate pair is never torn apart, so a segment may end one short. */
function countJoined(sizes: readonly number[], capacity: number): number {
  let count = 1
  let filled = 0
  for (const size of sizes) {
    if (filled + size > capacity) {
      count += 1
      filled = 0
    }
    filled += size
  }
  return count
}
