import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { type Answer, errorAnswer, jsonAnswer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import { parseJsonObject } from '../json-body.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const DATA_KEY_BYTES = 32

/** Of one line; a key's id or ARN is at most that long: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
const KeyId = z.string().min(1).max(2048)
const Context = z.record(z.string().min(1), z.string().min(1)).default({})

const GenerateDataKey = z.strictObject({
  KeyId,
  KeySpec: z.literal('AES_256'),
  EncryptionContext: Context,
})
const Decrypt = z.strictObject({
  KeyId: KeyId.optional(),
  CiphertextBlob: z.base64().min(1),
  EncryptionContext: Context,
})

type Keys = ReadonlyMap<string, Uint8Array>

/** GenerateDataKey and Decrypt with symmetric keys; nothing else, because nothing else may be asked by a function. */
export function createKmsService(keys: Keys): (request: AwsRequest) => Promise<Answer> {
  return async (request) => {
    const body = parseJsonObject(request.body.toString('utf8'))
    switch (request.action) {
      case 'GenerateDataKey': {
        const input = GenerateDataKey.safeParse(body)
        return input.success
          ? generateDataKey(keys, input.data, request)
          : errorAnswer(request, 'ValidationException', z.prettifyError(input.error))
      }
      case 'Decrypt': {
        const input = Decrypt.safeParse(body)
        return input.success
          ? decrypt(keys, input.data, request)
          : errorAnswer(request, 'ValidationException', z.prettifyError(input.error))
      }
      default:
        return errorAnswer(
          request,
          'UnknownOperationException',
          `The local KMS knows GenerateDataKey and Decrypt only, not ${request.action}.`,
        )
    }
  }
}

function generateDataKey(keys: Keys, input: z.infer<typeof GenerateDataKey>, request: AwsRequest): Answer {
  const found = findKey(keys, input.KeyId)
  if (found === null) return keyMissing(input.KeyId, request)
  const plaintext = randomBytes(DATA_KEY_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', found.key, nonce)
  cipher.setAAD(toAssociatedData(input.EncryptionContext))
  const name = Buffer.from(found.arn)
  const blob = Buffer.concat([
    Buffer.of(name.length),
    name,
    nonce,
    cipher.update(plaintext),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  const answer = { CiphertextBlob: blob.toString('base64'), Plaintext: plaintext.toString('base64') }
  return jsonAnswer({ ...answer, KeyId: found.arn }, request)
}

function decrypt(keys: Keys, input: z.infer<typeof Decrypt>, request: AwsRequest): Answer {
  const blob = Buffer.from(input.CiphertextBlob, 'base64')
  const nameEnd = 1 + (blob[0] ?? 0)
  const found = findKey(keys, blob.subarray(1, nameEnd).toString('utf8'))
  const wanted = input.KeyId === undefined ? found : findKey(keys, input.KeyId)
  if (wanted === null && input.KeyId !== undefined) return keyMissing(input.KeyId, request)
  if (found === null || blob.length < nameEnd + NONCE_BYTES + TAG_BYTES) return invalidCiphertext(request)
  if (found.arn !== wanted?.arn) {
    const message = 'The key ID in the request does not identify a CMK that can perform this operation.'
    return errorAnswer(request, 'IncorrectKeyException', message)
  }
  const decipher = createDecipheriv('aes-256-gcm', found.key, blob.subarray(nameEnd, nameEnd + NONCE_BYTES))
  decipher.setAAD(toAssociatedData(input.EncryptionContext))
  decipher.setAuthTag(blob.subarray(-TAG_BYTES))
  try {
    const sealed = blob.subarray(nameEnd + NONCE_BYTES, -TAG_BYTES)
    const plaintext = Buffer.concat([decipher.update(sealed), decipher.final()])
    const answer = { KeyId: found.arn, Plaintext: plaintext.toString('base64') }
    return jsonAnswer({ ...answer, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, request)
  } catch {
    return invalidCiphertext(request)
  }
}

function findKey(keys: Keys, id: string): { arn: string; key: Uint8Array } | null {
  const found = [...keys].find(([arn]) => arn === id || arn.endsWith(`:key/${id}`))
  return found === undefined ? null : { arn: found[0], key: found[1] }
}

function keyMissing(id: string, request: AwsRequest): Answer {
  return errorAnswer(request, 'NotFoundException', `Key '${id}' does not exist`)
}

/** Another encryption context than the one it was encrypted with says the same as bytes that are no ciphertext. */
function invalidCiphertext(request: AwsRequest): Answer {
  return errorAnswer(request, 'InvalidCiphertextException', '')
}

function toAssociatedData(context: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort()))
}
