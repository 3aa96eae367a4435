import type { GivenFile } from '../domain/thread/thread-file.ts'
import type { PageRequest } from './page-message.ts'

const NOTHING = { name: null, mimeType: null, bytes: new Uint8Array() }

/** A form with a file in it, as browsers send it (`multipart/form-data`). What is no such form has no file. */
export async function readFileForm({
  headers,
  body,
}: Pick<PageRequest, 'headers' | 'body'>): Promise<{ file: GivenFile; once: string | null }> {
  const form = await parse(body, headers['content-type'] ?? '')
  const once = form?.get('once') ?? null
  const file = form?.get('file') ?? null
  return {
    once: typeof once === 'string' ? once : null,
    file: file === null || typeof file === 'string' ? NOTHING : await toGivenFile(file),
  }
}

async function parse(body: Uint8Array, contentType: string): Promise<FormData | null> {
  const parsed = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
  return parsed.formData().catch(() => null)
}

async function toGivenFile(file: File): Promise<GivenFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { name: file.name, mimeType: file.type === '' ? null : file.type, bytes }
}
