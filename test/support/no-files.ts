import type { FileReader, UploadShelf } from '../../shared/app/media/media-ports.ts'

const unexpected = (): never => {
  throw new Error('No file was to be expected here.')
}

/** What sends and delivers needs of files, where a test has none. */
export const NO_UPLOADS: UploadShelf = { toLink: unexpected, look: unexpected, keep: unexpected }
export const NO_FILES: FileReader = { open: unexpected }
export const NO_FILE_SETTINGS = { toFileLink: unexpected, filesBucket: 'none' }
