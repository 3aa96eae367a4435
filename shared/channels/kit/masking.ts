import type { Redaction } from '../../domain/redaction/redaction.ts'

/** What is masked in one piece, and the names of what was: its envelope says them. */
export type Masking = { redaction: Redaction; masked: Set<string> }

export function beginMasking(redaction: Redaction): Masking {
  return { redaction, masked: new Set() }
}

export function maskText(text: string, { redaction, masked }: Masking): string {
  return text.length < redaction.lengthMin ? text : redaction.mask(text, masked)
}

/** The envelope's `masked`, absent where nothing was. */
export function toMaskedNames({ masked }: Masking): { masked?: string[] } {
  return masked.size === 0 ? {} : { masked: [...masked] }
}
