import { createHash, randomUUID } from 'node:crypto'
import { sampleChunks, type SampleName, SAMPLES } from '../platforms/media/sample-files.ts'
import type { ApiSchema } from './api-client.ts'
import type { ReplyDesk } from './reply-desk.ts'
import type { TestInbox } from './start-inbox.ts'

type Upload = ApiSchema<'AttachmentUpload'>
export type Announced = { status: number; body: Upload & { code: string; detail: string } }

/** A file that an agent has at hand. */
export type OwnFile = { type: string; name: string; mimeType: string; bytes: Buffer }

export type Uploads = {
  /** `changes`: what is said of the file that is not so. */
  announce: (
    conversationId: string,
    file: OwnFile,
    changes?: object,
    as?: { key?: string; kind?: 'human' | 'ai' },
  ) => Promise<Announced>
  /** Status of the bucket's answer. */
  put: (upload: Upload, bytes: Buffer) => Promise<number>
  /** Announced and put up, ready to be sent: its id. Throws where either is refused. */
  putUp: (conversationId: string, file: OwnFile) => Promise<string>
}

/** What an agent does with files over HTTP, before they are sent. */
export function createUploads(inbox: TestInbox, desk: ReplyDesk): Uploads {
  const announce: Uploads['announce'] = async (
    conversationId,
    { type, name, mimeType, bytes },
    changes = {},
    { key = randomUUID(), kind = 'human' } = {},
  ) => {
    const response = await fetch(`${inbox.url}/v1/conversations/${conversationId}/attachments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await desk.tokenOf(kind)}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({
        type,
        name,
        mimeType,
        sizeBytes: bytes.byteLength,
        sha256: toSha256(bytes),
        ...changes,
      }),
    })
    return { status: response.status, body: (await response.json()) as Announced['body'] }
  }
  const put: Uploads['put'] = async ({ upload: { method, url, headers } }, bytes) => {
    // A client measures its own body.
    const { 'content-length': _, ...said } = headers
    return (await fetch(url, { method, headers: said, body: new Uint8Array(bytes) })).status
  }
  return {
    announce,
    put,
    putUp: async (conversationId, file) => {
      const { status, body } = await announce(conversationId, file)
      if (status !== 201) throw new Error(`not announced: ${JSON.stringify(body)}`)
      const answer = await put(body, file.bytes)
      if (answer !== 200) throw new Error(`not put up: ${answer}`)
      return body.id
    },
  }
}

export function toOwnFile(
  type: string,
  sample: SampleName,
  sizeBytes: number = SAMPLES[sample].sizeBytes,
): OwnFile {
  const bytes = Buffer.concat([...sampleChunks(sample, sizeBytes)])
  const [mimeType = ''] = SAMPLES[sample].mimeType.split(';')
  return { type, name: `${sample} für Mara.bin`, mimeType, bytes }
}

export function toOwnVideo(sizeBytes: number): OwnFile {
  const bytes = Buffer.alloc(sizeBytes, 7)
  bytes.write('\u0000\u0000\u0000\u0018ftypisom', 0, 'latin1')
  return { type: 'video', name: 'clip.mp4', mimeType: 'video/mp4', bytes }
}

export function toSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
