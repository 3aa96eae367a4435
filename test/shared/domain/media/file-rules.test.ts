import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../../../shared/channels/registry.ts'
import { AttachmentType } from '../../../../shared/domain/content.ts'
import {
  type FileLimits,
  findFileMistake,
  toFileLimits,
  type WrittenFile,
} from '../../../../shared/domain/media/file-rules.ts'

const LIMITS = CHANNELS.flatMap(({ manifest, senders }) =>
  Object.entries(senders).flatMap(([provider, sender]) =>
    Object.entries(sender?.files ?? {}).map(([visibility, rules]) => ({
      name: `${manifest.name} by ${provider}, ${visibility}`,
      limits: toFileLimits(rules),
    })),
  ),
)

/** One that is taken, of a kind. */
function toFitting({ types }: FileLimits, index = 0): WrittenFile {
  const kind = types[index % types.length]
  return { type: kind?.type ?? 'file', mimeType: kind?.mimeTypes[0] ?? null, sizeBytes: 1 }
}

describe.each(LIMITS)('files to $name: this guarantees that', ({ limits }) => {
  it('one of each kind is taken, and the same with a byte too many, another type or no size is not', () => {
    for (const [index, { type, sizeBytesMax }] of limits.types.entries()) {
      const file = { ...toFitting(limits, index), sizeBytes: sizeBytesMax }
      const isWithin = limits.totalBytesMax === null || sizeBytesMax <= limits.totalBytesMax
      expect([type, findFileMistake(limits, [file], false)]).toEqual([
        type,
        isWithin ? null : expect.anything(),
      ])
      for (const sizeBytes of [sizeBytesMax + 1, null]) {
        expect(findFileMistake(limits, [{ ...file, sizeBytes }], false)?.code).toBe('attachment_too_large')
      }
      for (const mimeType of ['application/x-msdownload', null]) {
        expect(findFileMistake(limits, [{ ...file, mimeType }], false)?.code).toBe(
          'attachment_type_unsupported',
        )
      }
    }
  })

  it('whatever is taken is within every limit, and every refusal says what to do', () => {
    const file = fc.record({
      type: fc.constantFrom(...AttachmentType.options),
      mimeType: fc.constantFrom(...limits.types.flatMap(({ mimeTypes }) => mimeTypes), 'text/html'),
      sizeBytes: fc.integer({ min: 1, max: 120_000_000 }),
    })
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 12 }), fc.boolean(), (files, hasText) => {
        const mistake = findFileMistake(limits, files, hasText)
        if (mistake !== null) {
          expect(mistake.detail.length).toBeGreaterThan(20)
          return
        }
        const kinds = files.map(({ type }) => limits.types.find((each) => each.type === type))
        expect(files.length).toBeLessThanOrEqual(limits.max)
        for (const [index, kind] of kinds.entries()) {
          expect(kind?.mimeTypes).toContain(files[index]?.mimeType)
          expect(files[index]?.sizeBytes).toBeLessThanOrEqual(kind?.sizeBytesMax ?? 0)
          if (files.length > 1) expect(kind?.alone).toBe(false)
          if (hasText) expect(kind?.takesText).toBe(true)
        }
      }),
    )
  })

  it('one more than fit into a message is too many', () => {
    const sharing = limits.types.findIndex(({ alone }) => !alone)
    const files = Array.from({ length: limits.max + 1 }, () => toFitting(limits, sharing))
    expect(findFileMistake(limits, files, false)?.code).toBe('too_many_attachments')
  })
})

it('a message with a file alone is counted by hand: this guarantees that carriers’ own totals hold', () => {
  const mms = LIMITS.find(({ name }) => name === 'sms by twilio, private')?.limits
  if (mms === undefined) throw new Error('Twilio takes no files.')
  const half = { type: 'image', mimeType: 'image/png', sizeBytes: 2_500_001 } as const
  expect(findFileMistake(mms, [half], true)).toBeNull()
  expect(findFileMistake(mms, [half, half], true)?.code).toBe('attachment_too_large')
})
