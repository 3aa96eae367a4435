import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { clientOptions, useFronts } from './running-front.ts'

const ARN = 'arn:aws:kms:us-east-1:000000000000:key/ThreadKey'
const OTHER = 'arn:aws:kms:us-east-1:000000000000:key/OtherKey'
const EncryptionContext = { 'inlet:conversation': 'cnv_a' }
const fronts = useFronts()

async function start(dataDir?: string) {
  const front = await fronts.start({ keys: [ARN, OTHER], ...(dataDir === undefined ? {} : { dataDir }) })
  return { front, kms: new KMSClient(clientOptions(front)) }
}

describe('KMS as it runs here: this guarantees that', () => {
  it('a data key opens again, after a restart too, with its context alone', async () => {
    const { front, kms } = await start()
    const made = await kms.send(
      new GenerateDataKeyCommand({ KeyId: ARN, KeySpec: 'AES_256', EncryptionContext }),
    )
    expect(made.Plaintext).toHaveLength(32)
    const CiphertextBlob = made.CiphertextBlob ?? new Uint8Array()
    expect(Buffer.from(CiphertextBlob).includes(Buffer.from(made.Plaintext ?? []))).toBe(false)
    const { kms: later } = await start(front.dataDir)
    const opened = await later.send(new DecryptCommand({ KeyId: ARN, CiphertextBlob, EncryptionContext }))
    expect(opened).toMatchObject({ KeyId: ARN, Plaintext: made.Plaintext })
    for (const context of [undefined, {}, { 'inlet:conversation': 'cnv_b' }]) {
      const wrong = new DecryptCommand({ KeyId: ARN, CiphertextBlob, EncryptionContext: context })
      await expect(later.send(wrong)).rejects.toMatchObject({ name: 'InvalidCiphertextException' })
    }
    const otherKey = new DecryptCommand({ KeyId: OTHER, CiphertextBlob, EncryptionContext })
    await expect(later.send(otherKey)).rejects.toMatchObject({ name: 'IncorrectKeyException' })
    const changed = Uint8Array.from(CiphertextBlob)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    await expect(
      later.send(new DecryptCommand({ CiphertextBlob: changed, EncryptionContext })),
    ).rejects.toMatchObject({ name: 'InvalidCiphertextException' })
  })

  it('an unknown key and any other operation are refused', async () => {
    const { kms } = await start()
    const unknown = new GenerateDataKeyCommand({ KeyId: `${ARN}x`, KeySpec: 'AES_256' })
    await expect(kms.send(unknown)).rejects.toMatchObject({ name: 'NotFoundException' })
    const encrypt = new EncryptCommand({ KeyId: ARN, Plaintext: Buffer.from('words') })
    await expect(kms.send(encrypt)).rejects.toMatchObject({ name: 'UnknownOperationException' })
  })
})
