import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Sealed } from '../entry.ts'
import { AppError } from '../errors.ts'

const ALGORITHM = 'aes-256-gcm'
/** The first byte: how what follows is laid out. */
const LAYOUT = 1
export const NONCE_BYTES = 12
const TAG_BYTES = 16
export const DATA_KEY_BYTES = 32

/** Where a text stands: sealed for one line of one conversation, it opens in no other. */
export type SealedPlace = { conversationId: string; seq: number }

/** The text with AES-256-GCM: layout, nonce, ciphertext and tag. A nonce is used once with a key. */
export function sealText(
  text: string,
  { key, nonce, place }: { key: Uint8Array; nonce: Uint8Array; place: SealedPlace },
): Sealed {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(toAssociatedData(place))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Uint8Array.from(Buffer.concat([Buffer.of(LAYOUT), nonce, body, cipher.getAuthTag()]))
}

/** Throws `seal_broken` for what was not sealed with this key for this place. */
export function openText(
  sealed: Uint8Array,
  { key, place }: { key: Uint8Array; place: SealedPlace },
): string {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== LAYOUT) throw broken()
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const body = sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(toAssociatedData(place))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw broken(cause)
  }
}

function toAssociatedData({ conversationId, seq }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify(['inlet secure thread', conversationId, seq]))
}

function broken(cause?: unknown): AppError {
  return new AppError('seal_broken', 'a sealed text was not sealed for the place where it stands', { cause })
}
