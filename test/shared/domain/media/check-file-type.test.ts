import { describe, expect, it } from 'vitest'
import { checkFileType } from '../../../../shared/domain/media/check-file-type.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const OGG = Buffer.from('OggS\0')
const PDF = Buffer.from('%PDF-1.7')
const ZIP = Buffer.from('PK\u0003\u0004')
const MP4 = Buffer.from('\0\0\0\u0018ftypisom')
const PAGE = Buffer.from('  <!DOCTYPE html><html>')
const PROGRAM = Buffer.from('MZ\u0090\0')
const WORDS = Buffer.from('name;amount\n')
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('what a file is: this guarantees that', () => {
  it.each([
    { name: 'a photo is one', type: 'image', said: 'image/jpeg', head: JPEG, mimeType: 'image/jpeg' },
    {
      name: 'the real format counts where a platform converts',
      type: 'image',
      said: 'image/jpeg',
      head: PNG,
      mimeType: 'image/png',
    },
    {
      name: 'a voice note keeps its name without parameters',
      type: 'audio',
      said: 'audio/ogg; codecs=opus',
      head: OGG,
      mimeType: 'audio/ogg',
    },
    {
      name: 'sound may come in a container for films',
      type: 'audio',
      said: 'audio/mp4',
      head: MP4,
      mimeType: 'audio/mp4',
    },
    { name: 'an office document is an archive inside', type: 'file', said: DOCX, head: ZIP, mimeType: DOCX },
    {
      name: 'an archive takes no name that a browser would run',
      type: 'file',
      said: 'text/javascript',
      head: ZIP,
      mimeType: 'application/zip',
    },
    {
      name: 'what nobody named is called by what it is',
      type: 'file',
      said: null,
      head: PDF,
      mimeType: 'application/pdf',
    },
    {
      name: 'what is not known is served as bytes',
      type: 'file',
      said: 'text/csv',
      head: WORDS,
      mimeType: 'application/octet-stream',
    },
    {
      name: 'a page that was said to be one is served as bytes',
      type: 'file',
      said: 'text/html',
      head: PAGE,
      mimeType: 'application/octet-stream',
    },
  ] as const)('$name', ({ type, said, head, mimeType }) => {
    expect(checkFileType({ type, mimeType: said }, head)).toEqual({ kind: 'right', mimeType })
  })

  it.each([
    { name: 'a document for a photo', type: 'image', said: 'image/jpeg', head: PDF, reason: 'mismatch' },
    { name: 'words for a photo', type: 'image', said: null, head: WORDS, reason: 'mismatch' },
    { name: 'a photo for a document', type: 'file', said: 'application/pdf', head: JPEG, reason: 'mismatch' },
    { name: 'words for a document', type: 'file', said: 'application/pdf', head: WORDS, reason: 'mismatch' },
    {
      name: 'a program for nothing in particular',
      type: 'file',
      said: null,
      head: PROGRAM,
      reason: 'mismatch',
    },
    {
      name: 'a program for a document',
      type: 'file',
      said: 'application/pdf',
      head: PROGRAM,
      reason: 'mismatch',
    },
    { name: 'an archive for a photo', type: 'file', said: 'image/png', head: ZIP, reason: 'mismatch' },
    { name: 'an error page', type: 'audio', said: 'audio/ogg', head: PAGE, reason: 'page' },
  ] as const)('$name is wrong', ({ type, said, head, reason }) => {
    expect(checkFileType({ type, mimeType: said }, head)).toEqual({ kind: 'wrong', reason })
  })
})
