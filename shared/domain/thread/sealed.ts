import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Sealed } from '../entry.ts'
import { AppError } from '../errors.ts'

const ALGORITHM = 'aes-256-gcm'
/** The first byte: how what follows is laid out. */
const LAYOUT = 1
export const NONCE_BYTES = 12
const TAG_BYTES = 16
export const DATA_KEY_BYTES = 32

/** Where something stands: sealed for one line of one conversation, or for one file there, it opens nowhere else. */
export type SealedPlace = { conversationId: string } & ({ seq: number } | FilePlace)

/** A file lies in the bucket; what it is called stands in its line. */
type FilePlace = { attachmentId: string; part: 'bytes' | 'details' }

type SealedFor = { key: Uint8Array; place: SealedPlace }

/** As `sealBytes`. */
export function sealText(text: string, { nonce, ...sealedFor }: SealedFor & { nonce: Uint8Array }): Sealed {
  return sealBytes(Buffer.from(text), { nonce, ...sealedFor })
}

/** As `openBytes`. */
export function openText(sealed: Uint8Array, sealedFor: SealedFor): string {
  return openBytes(sealed, sealedFor).toString('utf8')
}

/** The bytes with AES-256-GCM: layout, nonce, ciphertext and tag. A nonce is used once with a key. */
export function sealBytes(
  bytes: Uint8Array,
  { key, nonce, place }: SealedFor & { nonce: Uint8Array },
): Sealed {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(toAssociatedData(place))
  const body = Buffer.concat([cipher.update(bytes), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.of(LAYOUT), nonce, body, cipher.getAuthTag()]))
}

/** Throws `seal_broken` for what was not sealed with this key for this place. */
export function openBytes(sealed: Uint8Array, { key, place }: SealedFor): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== LAYOUT) throw broken()
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const body = sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(toAssociatedData(place))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch (cause) {
    throw broken(cause)
  }
}

function toAssociatedData(place: SealedPlace): Buffer {
  const { conversationId } = place
  const parts =
    'seq' in place
      ? ['inlet secure thread', conversationId, place.seq]
      : ['inlet secure thread file', conversationId, place.attachmentId, place.part]
  return Buffer.from(JSON.stringify(parts))
}

function broken(cause?: unknown): AppError {
  return new AppError('seal_broken', 'what is sealed was not sealed for the place where it stands', { cause })
}
