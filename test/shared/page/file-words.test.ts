import { describe, expect, it } from 'vitest'
import { toFileLimit, toFileSize } from '../../../shared/page/file-words.ts'
import { chooseLanguage } from '../../../shared/page/languages/languages.ts'

const [english, german] = [chooseLanguage('en'), chooseLanguage('de')]

describe('sizes of files: this guarantees that', () => {
  it.each([
    [1, '1 kB', '1 kB'],
    [20_000, '20 kB', '20 kB'],
    [150_000, '0.1 MB', '0,1 MB'],
    [3_500_000, '3.3 MB', '3,3 MB'],
  ])('%i bytes are said as people say them', (sizeBytes, inEnglish, inGerman) => {
    expect(toFileSize(sizeBytes, english)).toBe(inEnglish)
    expect(toFileSize(sizeBytes, german)).toBe(inGerman)
  })

  it('every language says what the largest is', () => {
    for (const language of [english, german]) {
      const { files } = language.words
      for (const words of [files.label, files.fileTooLarge])
        expect(toFileLimit(words, language)).toContain('4 MB')
    }
  })
})
