import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFileForm } from '../../../shared/page/read-file-form.ts'

async function encode(form: FormData): Promise<{ headers: Record<string, string>; body: Uint8Array }> {
  const response = new Response(form)
  const headers = { 'content-type': response.headers.get('content-type') ?? '' }
  return { headers, body: new Uint8Array(await response.arrayBuffer()) }
}

describe('the form of a file: this guarantees that', () => {
  it('what a browser sends is read, byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const form = new FormData()
        form.set('once', 'abc')
        form.set('file', new File([Uint8Array.from(bytes)], 'Zoë "1".png', { type: 'image/png' }))
        const { once, file } = await readFileForm(await encode(form))
        expect(once).toBe('abc')
        expect(file).toMatchObject({ name: 'Zoë "1".png', mimeType: 'image/png' })
        expect(Buffer.from(file.bytes).equals(Buffer.from(bytes))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('a form in which no file was chosen has none', async () => {
    const form = new FormData()
    form.set('file', new File([], ''))
    expect((await readFileForm(await encode(form))).file.bytes).toHaveLength(0)
    form.set('file', 'only words')
    expect((await readFileForm(await encode(form))).file.bytes).toHaveLength(0)
  })

  it('anything else is a form without a file, and no failure', async () => {
    const types = fc.constantFrom(
      '',
      'text/plain',
      'multipart/form-data',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    )
    await fc.assert(
      fc.asyncProperty(types, fc.uint8Array({ maxLength: 300 }), async (type, body) => {
        const { file } = await readFileForm({ headers: { 'content-type': type }, body })
        expect(file.bytes).toHaveLength(0)
      }),
      { numRuns: 200 },
    )
    // A form that breaks off, as one does whose connection broke.
    const form = new FormData()
    form.set('file', new File(['%PDF-1.7 and so on'], 'a.pdf'))
    const { headers, body } = await encode(form)
    for (let length = 0; length < body.length - 4; length += 7) {
      const cut = await readFileForm({ headers, body: body.subarray(0, length) })
      expect(cut.file.bytes).toHaveLength(0)
    }
  })
})
