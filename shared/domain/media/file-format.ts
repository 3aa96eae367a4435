/** What a file's first bytes say that it is. */
export type FileFormat = {
  mimeType: string
  /** What platforms also call it. */
  aliases: readonly string[]
  family: 'image' | 'audio' | 'video' | 'document' | 'archive' | 'page' | 'program'
  isAlso?: 'audio' | 'video'
  matches: (head: Uint8Array) => boolean
}

/** So many bytes decide. */
export const HEAD_BYTES = 512

/** The kinds that customers send. Signatures: https://en.wikipedia.org/wiki/List_of_file_signatures */
export const FILE_FORMATS: readonly FileFormat[] = [
  image('image/jpeg', startsWith([0xff, 0xd8, 0xff]), ['image/jpg', 'image/pjpeg']),
  image('image/png', startsWith([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  image('image/gif', startsWith('GIF8')),
  image('image/webp', both(startsWith('RIFF'), has('WEBP', 8))),
  image('image/heic', brand(['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1', 'hevc']), ['image/heif']),
  image('image/avif', brand(['avif', 'avis'])),
  image('image/bmp', startsWith('BM')),
  image('image/tiff', either(startsWith('II*\0'), startsWith('MM\0*'))),
  audio('audio/ogg', startsWith('OggS'), ['application/ogg', 'audio/opus', 'video/ogg'], 'video'),
  audio('audio/mpeg', either(startsWith('ID3'), startsWith([0xff, 0xfb]), startsWith([0xff, 0xf3])), [
    'audio/mp3',
  ]),
  audio('audio/aac', either(startsWith([0xff, 0xf1]), startsWith([0xff, 0xf9])), ['audio/aacp']),
  audio('audio/amr', either(startsWith('#!AMR\n'), startsWith('#!AMR-WB'))),
  audio('audio/wav', both(startsWith('RIFF'), has('WAVE', 8)), ['audio/x-wav', 'audio/vnd.wave']),
  audio('audio/flac', startsWith('fLaC'), ['audio/x-flac']),
  audio('audio/mp4', brand(['M4A ', 'M4B ', 'M4P ']), ['audio/x-m4a', 'audio/m4a', 'audio/aac']),
  video(
    'video/3gpp',
    brand(['3gp4', '3gp5', '3gp6', '3gr6', '3gs6', '3g2a']),
    ['audio/3gpp', 'video/3gp'],
    'audio',
  ),
  video('video/quicktime', brand(['qt  '])),
  // Whatever else is in this container: audio alone, too.
  video('video/mp4', has('ftyp', 4), ['audio/mp4', 'audio/aac', 'audio/x-m4a', 'video/x-m4v'], 'audio'),
  video('video/webm', startsWith([0x1a, 0x45, 0xdf, 0xa3]), ['audio/webm', 'video/x-matroska'], 'audio'),
  {
    mimeType: 'application/pdf',
    aliases: ['application/x-pdf'],
    family: 'document',
    matches: startsWith('%PDF-'),
  },
  { mimeType: 'application/rtf', aliases: ['text/rtf'], family: 'document', matches: startsWith('{\\rtf') },
  {
    mimeType: 'text/vcard',
    aliases: ['text/x-vcard', 'text/directory', 'application/vcard'],
    family: 'document',
    matches: startsWith('BEGIN:VCARD'),
  },
  // Office documents of both ages, and much else, are archives inside: these take any name that is not another format's.
  { mimeType: 'application/zip', aliases: [], family: 'archive', matches: startsWith('PK\u0003\u0004') },
  {
    mimeType: 'application/x-ole-storage',
    aliases: [],
    family: 'archive',
    matches: startsWith([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
  },
  { mimeType: 'text/html', aliases: ['application/xhtml+xml'], family: 'page', matches: isPage },
  {
    mimeType: 'application/vnd.microsoft.portable-executable',
    aliases: [],
    family: 'program',
    matches: startsWith('MZ'),
  },
  { mimeType: 'application/x-elf', aliases: [], family: 'program', matches: startsWith('\u007fELF') },
]

export function findFormat(head: Uint8Array): FileFormat | null {
  return FILE_FORMATS.find(({ matches }) => matches(head)) ?? null
}

type Matches = FileFormat['matches']

function image(mimeType: string, matches: Matches, aliases: readonly string[] = []): FileFormat {
  return { mimeType, aliases, family: 'image', matches }
}

function audio(
  mimeType: string,
  matches: Matches,
  aliases: readonly string[] = [],
  isAlso?: 'video',
): FileFormat {
  return { mimeType, aliases, family: 'audio', matches, ...(isAlso && { isAlso }) }
}

function video(
  mimeType: string,
  matches: Matches,
  aliases: readonly string[] = [],
  isAlso?: 'audio',
): FileFormat {
  return { mimeType, aliases, family: 'video', matches, ...(isAlso && { isAlso }) }
}

function has(signature: string | readonly number[], at: number): Matches {
  const bytes = typeof signature === 'string' ? Buffer.from(signature, 'latin1') : Uint8Array.from(signature)
  return (head) => Buffer.compare(head.subarray(at, at + bytes.length), bytes) === 0
}

function startsWith(signature: string | readonly number[]): Matches {
  return has(signature, 0)
}

function both(left: Matches, right: Matches): Matches {
  return (head) => left(head) && right(head)
}

function either(...all: readonly Matches[]): Matches {
  return (head) => all.some((matches) => matches(head))
}

/** https://mp4ra.org/registered-types/brands */
function brand(names: readonly string[]): Matches {
  const isContainer = has('ftyp', 4)
  return (head) => isContainer(head) && names.includes(Buffer.from(head.subarray(8, 12)).toString('latin1'))
}

/** An error page says so early: after blanks and a declaration or a comment at the most. */
function isPage(head: Uint8Array): boolean {
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase()
  return (
    /^<(?:!doctype html|html|head|body|script)[\s>]/.test(text) || /^<\?xml[^>]*>\s*<!doctype html/.test(text)
  )
}
