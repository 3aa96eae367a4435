/** 3GPP TS 23.038, default alphabet; the second set takes two places. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_EXTENDED = '\f^{}\\[~]|€'

export type Segments = { encoding: 'GSM' | 'UNICODE'; count: number }

/** How many short messages a text takes, and in which alphabet. */
export function toSegments(text: string): Segments {
  const characters = [...text]
  const isGsm = characters.every((one) => GSM.includes(one) || GSM_EXTENDED.includes(one))
  const length = isGsm
    ? characters.reduce((sum, one) => sum + (GSM_EXTENDED.includes(one) ? 2 : 1), 0)
    : text.length
  const [alone, joined] = isGsm ? [160, 153] : [70, 67]
  const count = length <= alone ? 1 : Math.ceil(length / joined)
  return { encoding: isGsm ? 'GSM' : 'UNICODE', count }
}
