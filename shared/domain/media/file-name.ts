const NAME_CHARS_MAX = 120

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'video/webm': 'webm',
  'application/pdf': 'pdf',
  'text/vcard': 'vcf',
}

/** The name under which a file is saved: the customer's own without what a file system or a header would trip over. */
export function toFileName({
  name,
  type,
  mimeType,
}: {
  name: string | null
  type: string
  mimeType: string
}): string {
  const clean = (name ?? '')
    .normalize('NFC')
    .toWellFormed()
    // Also the signs that turn the direction of writing: they hide what a name ends in.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  if (clean !== '') return shorten(clean)
  const ending = ENDINGS[mimeType]
  return ending === undefined ? type : `${type}.${ending}`
}

/** Saved, never shown: https://www.rfc-editor.org/rfc/rfc6266 */
export function toContentDisposition(fileName: string): string {
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename*=UTF-8''${encoded}`
}

/** In the middle: the ending says what opens it. */
function shorten(name: string): string {
  const signs = [...name]
  if (signs.length <= NAME_CHARS_MAX) return name
  return [...signs.slice(0, NAME_CHARS_MAX - 20), '…', ...signs.slice(-19)].join('')
}
