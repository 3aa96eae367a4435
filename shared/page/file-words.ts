import { THREAD_FILE_MEGABYTES_MAX } from '../domain/thread/thread-file.ts'
import type { Language } from './languages/languages.ts'

const MEGABYTE = 1024 * 1024

/** Words with the size of the largest file in the place of `{limit}`. */
export function toFileLimit(words: string, language: Language): string {
  return words.replaceAll('{limit}', toMegabytes(THREAD_FILE_MEGABYTES_MAX, language))
}

/** As somebody says it: `1.2 MB`, `12 kB`. */
export function toFileSize(sizeBytes: number, language: Language): string {
  if (sizeBytes >= MEGABYTE / 10) return toMegabytes(sizeBytes / MEGABYTE, language)
  const unit = { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(language.tag, unit).format(Math.max(1, sizeBytes / 1024))
}

function toMegabytes(megabytes: number, { tag }: Language): string {
  const unit = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(tag, unit).format(megabytes)
}
