import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export type SignableRequest = {
  method: 'POST'
  url: URL
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
}

/** Headers with the signature of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export async function signRequest(
  { method, url, headers, body }: SignableRequest,
  {
    service,
    region,
    credentials,
    now,
  }: { service: string; region: string; credentials: AwsCredentials; now: Date },
): Promise<Record<string, string>> {
  const signer = new SignatureV4({ credentials, region, service, sha256: NodeSha256, applyChecksum: false })
  const { hostname, protocol, pathname: path, host } = url
  const request = { method, protocol, hostname, path, query: {}, headers: { ...headers, host }, body }
  return (await signer.sign(request, { signingDate: now })).headers
}

/** Node's own hash in the shape that the signer asks for. */
class NodeSha256 {
  private readonly hash

  constructor(secret?: Bytes) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(secret))
  }

  update(data: Bytes): void {
    this.hash.update(toBuffer(data))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest())
  }

  reset(): void {
    throw new TypeError('a signature is made once')
  }
}

type Bytes = string | ArrayBuffer | ArrayBufferView

function toBuffer(data: Bytes): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data)
}
