/** A file that ends before its end: the only way to tell so to whoever is reading it. */
export class FileInterrupted extends Error {
  readonly code: 'media_timeout' | 'media_unavailable' | 'media_too_large'

  constructor(code: FileInterrupted['code']) {
    super(code)
    this.name = 'FileInterrupted'
    this.code = code
  }
}
