import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decideThreadFile,
  type GivenFile,
  THREAD_FILE_BYTES_MAX,
  THREAD_FILE_TYPES,
} from '../../../../shared/domain/thread/thread-file.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const HEIC = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic')
const PDF = Buffer.from('%PDF-1.7\n1 0 obj')

const decide = (of: Partial<GivenFile>) => decideThreadFile({ name: 'x', mimeType: null, bytes: PNG, ...of })

describe('a file for a secure thread: this guarantees that', () => {
  it.each([
    ['a PNG', { name: 'card.png', mimeType: 'image/png', bytes: PNG }, 'image', 'image/png', 'card.png'],
    [
      'a JPEG',
      { name: 'IMG_1.JPG', mimeType: 'image/jpeg', bytes: JPEG },
      'image',
      'image/jpeg',
      'IMG_1.JPG',
    ],
    ['one of two endings', { name: 'a.jpeg', bytes: JPEG }, 'image', 'image/jpeg', 'a.jpeg'],
    [
      'what a phone takes',
      { name: 'a.heic', mimeType: 'image/heif', bytes: HEIC },
      'image',
      'image/heic',
      'a.heic',
    ],
    [
      'a letter',
      { name: 'letter.pdf', mimeType: 'application/pdf', bytes: PDF },
      'file',
      'application/pdf',
      'letter.pdf',
    ],
    [
      'what a browser does not know',
      { mimeType: 'application/octet-stream', bytes: PDF },
      'file',
      'application/pdf',
      'x.pdf',
    ],
    [
      'another picture than was said',
      { name: 'a.jpg', mimeType: 'image/jpeg', bytes: PNG },
      'image',
      'image/png',
      'a.jpg.png',
    ],
    [
      'a name that would be run',
      { name: 'card.pdf.exe', bytes: PDF },
      'file',
      'application/pdf',
      'card.pdf.exe.pdf',
    ],
    ['a name of nothing', { name: ' .. ', bytes: PDF }, 'file', 'application/pdf', 'file.pdf'],
    ['no name', { name: null, bytes: JPEG }, 'image', 'image/jpeg', 'image.jpg'],
  ] as const)('%s is what its bytes are, by a name that says so', (_name, given, type, mimeType, name) => {
    expect(decide(given)).toMatchObject({ kind: 'taken', file: { type, mimeType, name } })
  })

  it.each([
    ['nothing', { bytes: new Uint8Array() }, 'no_file'],
    [
      'one byte too many',
      { bytes: Buffer.concat([PDF, Buffer.alloc(THREAD_FILE_BYTES_MAX)]) },
      'file_too_large',
    ],
    ['a page', { bytes: Buffer.from('<html><body>') }, 'file_type_refused'],
    [
      'a drawing that is markup',
      { mimeType: 'image/svg+xml', bytes: Buffer.from('<svg/>') },
      'file_type_refused',
    ],
    ['a film', { bytes: Buffer.from('\0\0\0\u0018ftypisom') }, 'file_type_refused'],
    ['a document as a picture', { mimeType: 'image/png', bytes: PDF }, 'file_type_refused'],
    ['a picture as a document', { mimeType: 'application/pdf', bytes: PNG }, 'file_type_refused'],
  ] as const)('%s is not taken', (_name, given, why) => {
    expect(decide(given)).toEqual({ kind: 'refused', why })
  })

  it('as many bytes as there may be are taken', () => {
    const bytes = Buffer.concat([PDF, Buffer.alloc(THREAD_FILE_BYTES_MAX - PDF.length)])
    expect(decide({ bytes })).toMatchObject({ kind: 'taken' })
  })

  it('whatever it is called and said to be, it ends as what it is', () => {
    const names = fc.option(fc.string({ unit: 'binary', maxLength: 300 }))
    const bytes = fc.oneof(fc.constantFrom(PNG, JPEG, HEIC, PDF), fc.uint8Array())
    fc.assert(
      fc.property(names, fc.option(fc.string()), bytes, (name, mimeType, given) => {
        const decision = decideThreadFile({ name, mimeType, bytes: given })
        if (decision.kind === 'refused') return
        const { file } = decision
        const ending = file.name.split('.').at(-1)?.toLowerCase() ?? ''
        expect(THREAD_FILE_TYPES[file.mimeType]?.endings).toContain(ending)
        expect(file.name).not.toMatch(/[/\\\p{Cc}]/u)
      }),
    )
  })
})
