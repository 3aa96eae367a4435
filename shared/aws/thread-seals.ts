import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms'
import type { Clock } from '../app/ports.ts'
import type { ThreadSeals } from '../app/thread/thread-ports.ts'
import { AppError } from '../domain/errors.ts'
import { NONCE_BYTES, openBytes, openText, sealBytes, sealText } from '../domain/thread/sealed.ts'

/** How long an instance remembers a data key: a page asks every two seconds, and each call of KMS is paid for. */
const KEY_MEMORY_MS = 10 * 60_000
const KEYS_MAX = 200

type Remembered = { key: Promise<Uint8Array>; until: number }

/**
 * Seals with a data key per thread, which a key of the stack's own encrypts. The encryption context names the thread, so
 * the key of one thread is refused for another.
 */
export function createThreadSeals(
  client: KMSClient,
  options: { keyArn: string; clock: Clock; randomBytes: (count: number) => Uint8Array },
): ThreadSeals {
  const { keyArn, clock, randomBytes } = options
  const remembered = new Map<string, Remembered>()

  const remember = (encrypted: string, key: Promise<Uint8Array>): Promise<Uint8Array> => {
    const now = clock.now().getTime()
    for (const [each, { until }] of remembered) {
      if (until <= now || remembered.size >= KEYS_MAX) remembered.delete(each)
    }
    remembered.set(encrypted, { key, until: now + KEY_MEMORY_MS })
    return key
  }

  const keyOf = (conversationId: string, encrypted: string): Promise<Uint8Array> => {
    const name = `${conversationId} ${encrypted}`
    const known = remembered.get(name)
    if (known !== undefined && known.until > clock.now().getTime()) return known.key
    const key = decrypt(conversationId, encrypted)
    key.catch(() => remembered.delete(name))
    return remember(name, key)
  }

  const decrypt = async (conversationId: string, encrypted: string): Promise<Uint8Array> => {
    const command = new DecryptCommand({
      KeyId: keyArn,
      CiphertextBlob: Buffer.from(encrypted, 'base64'),
      EncryptionContext: toContext(conversationId),
    })
    const { Plaintext } = await client.send(command).catch((cause: unknown) => {
      throw unavailable(cause)
    })
    if (Plaintext === undefined) throw unavailable(undefined)
    return Plaintext
  }

  return {
    createKey: async (conversationId) => {
      const command = new GenerateDataKeyCommand({
        KeyId: keyArn,
        KeySpec: 'AES_256',
        EncryptionContext: toContext(conversationId),
      })
      const { CiphertextBlob, Plaintext } = await client.send(command).catch((cause: unknown) => {
        throw unavailable(cause)
      })
      if (CiphertextBlob === undefined || Plaintext === undefined) throw unavailable(undefined)
      const encrypted = Buffer.from(CiphertextBlob).toString('base64')
      await remember(`${conversationId} ${encrypted}`, Promise.resolve(Plaintext))
      return encrypted
    },
    seal: async (place, text) => {
      const key = await keyOf(place.conversationId, place.key)
      return sealText(text, { key, nonce: randomBytes(NONCE_BYTES), place })
    },
    open: async (place, sealed) =>
      openText(sealed, { key: await keyOf(place.conversationId, place.key), place }),
    sealBytes: async (place, bytes) => {
      const key = await keyOf(place.conversationId, place.key)
      return sealBytes(bytes, { key, nonce: randomBytes(NONCE_BYTES), place })
    },
    openBytes: async (place, sealed) =>
      openBytes(sealed, { key: await keyOf(place.conversationId, place.key), place }),
  }
}

function toContext(conversationId: string): Record<string, string> {
  return { 'inlet:conversation': conversationId }
}

function unavailable(cause: unknown): AppError {
  const aws = cause instanceof Error ? cause.name : 'no key'
  return new AppError('key_unavailable', `KMS answered ${aws} to a question for a data key`, {
    cause,
    context: { aws },
  })
}
