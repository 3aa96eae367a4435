import * as z from 'zod'
import { AttachmentType } from '../content.ts'
import type { Attachment } from '../entry.ts'

/** Which files a platform takes in one message, as its channel knows it. */
export type FileRules = {
  filesMax: number
  /** Of all files of a message together, where that is limited. */
  totalBytesMax?: number
  /** Of the text beside files, where that is less than of a text alone. */
  textMaxChars?: number
  /** A kind that is not named is not taken. */
  kinds: Readonly<Partial<Record<AttachmentType, FileKindRules>>>
}

export type FileKindRules = {
  sizeBytesMax: number
  mimeTypes: readonly string[]
  /** Whether a text may stand beside it. */
  takesText: boolean
  /** Stands in a message alone, however many others might. */
  isAlone?: true
}

/** The same as clients read it. */
export const FileLimits = z.strictObject({
  /** In one message. */
  max: z.number().int(),
  totalBytesMax: z.number().int().nullable(),
  types: z.array(
    z.strictObject({
      type: AttachmentType,
      mimeTypes: z.array(z.string()),
      sizeBytesMax: z.number().int(),
      takesText: z.boolean(),
      /** In a message of its own. */
      alone: z.boolean(),
    }),
  ),
})
export type FileLimits = z.infer<typeof FileLimits>

/** A file as its limits are held against it. */
export type WrittenFile = Pick<Attachment, 'type' | 'mimeType' | 'sizeBytes'>

export type FileMistake = {
  code:
    'attachment_type_unsupported' | 'attachment_too_large' | 'too_many_attachments' | 'text_beside_attachment'
  detail: string
}

export function toFileLimits({ filesMax, totalBytesMax, kinds }: FileRules): FileLimits {
  const types = AttachmentType.options.flatMap((type) => {
    const kind = kinds[type]
    if (kind === undefined) return []
    const { mimeTypes, sizeBytesMax, takesText, isAlone = false } = kind
    return [{ type, mimeTypes: [...mimeTypes], sizeBytesMax, takesText, alone: isAlone }]
  })
  return { max: filesMax, totalBytesMax: totalBytesMax ?? null, types }
}

/** The first thing that the platform would not take; null: it takes them. */
export function findFileMistake(
  limits: FileLimits,
  files: readonly WrittenFile[],
  hasText: boolean,
): FileMistake | null {
  const single = files.map((file) => findSingleMistake(limits, file)).find((mistake) => mistake !== null)
  return single ?? findCountMistake(limits, files) ?? (hasText ? findTextMistake(limits, files) : null)
}

function findSingleMistake(limits: FileLimits, file: WrittenFile): FileMistake | null {
  const { type, mimeType, sizeBytes } = file
  const taken = findType(limits, file)
  if (taken === undefined) {
    const types = limits.types.map((each) => each.type).join(', ')
    return {
      code: 'attachment_type_unsupported',
      detail: `The platform takes no ${type} here, only: ${types}.`,
    }
  }
  if (mimeType === null || !taken.mimeTypes.includes(mimeType)) {
    const detail = `As ${type} the platform takes ${taken.mimeTypes.join(', ')}; this is ${mimeType ?? 'of no type'}.`
    return { code: 'attachment_type_unsupported', detail }
  }
  if (sizeBytes !== null && sizeBytes <= taken.sizeBytesMax) return null
  const detail = `The platform takes ${taken.sizeBytesMax} bytes as ${type}, this has ${sizeBytes ?? 'an unknown number'}. Send a smaller one.`
  return { code: 'attachment_too_large', detail }
}

function findCountMistake(limits: FileLimits, files: readonly WrittenFile[]): FileMistake | null {
  const { max, totalBytesMax } = limits
  const alone = files.length > 1 ? files.find((file) => findType(limits, file)?.alone === true) : undefined
  if (files.length > max || alone !== undefined) {
    const most = alone === undefined ? `${max} in one message` : `a ${alone.type} in a message of its own`
    const detail = `The platform takes ${most}, these are ${files.length}. Send the others in further messages.`
    return { code: 'too_many_attachments', detail }
  }
  const bytes = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  if (totalBytesMax === null || bytes <= totalBytesMax) return null
  const detail = `The platform takes ${totalBytesMax} bytes in one message, these have ${bytes}. Send some in further messages.`
  return { code: 'attachment_too_large', detail }
}

function findTextMistake(limits: FileLimits, files: readonly WrittenFile[]): FileMistake | null {
  const silent = files.find((file) => findType(limits, file)?.takesText === false)
  if (silent === undefined) return null
  const detail = `The platform shows no text beside a file of type ${silent.type}. Send the text as a message of its own.`
  return { code: 'text_beside_attachment', detail }
}

function findType({ types }: FileLimits, { type }: Pick<WrittenFile, 'type'>) {
  return types.find((each) => each.type === type)
}
