import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../../../shared/channels/registry.ts'
import { findCodes } from '../../../../shared/domain/handoff/pass.ts'
import { DEFAULT_WORDS, HandoffWords } from '../../../../shared/domain/handoff/words.ts'
import { maskCardNumbers } from '../../../../shared/domain/redaction.ts'
import { toTextLength } from '../../../../shared/domain/text-length.ts'

const LANGUAGES = Object.entries(DEFAULT_WORDS).flatMap(([language, words]) =>
  words === undefined ? [] : [[language, words] as const],
)
const EACH = LANGUAGES.flatMap(([language, words]) =>
  Object.entries(words).map(([name, text]) => [language, name, text] as const),
)
/** As long as links get: of WhatsApp, with the words that it has sent along. */
const LINK = 'https://wa.me/491510001234567?text=Guten%20Tag%2C%20mein%20Code%20ist%20K7QM-2X4P'
const THREAD = `https://inbox.example.com/t/${'x'.repeat(43)}`
const fill = (text: string, link = LINK): string =>
  text.replaceAll('{link}', link).replaceAll('{code}', 'K7QM-2X4P').replaceAll('{channel}', 'WhatsApp')

/** Where each of them may be said. */
const IN_PUBLIC = ['announcement', 'invitation', 'publicLink'] as const
const IN_PRIVATE = [
  'offer',
  'tapOffer',
  'channelLink',
  'threadLink',
  'threadCode',
  'numberOffer',
  'tooLate',
] as const

describe('what customers are told', () => {
  it.each(LANGUAGES)(
    'in %s: this guarantees that every word is there, and of the form that a deployment’s must have',
    (_, words) => {
      expect(HandoffWords.parse(words)).toEqual(words)
      expect(Object.keys(words)).toEqual(Object.keys(HandoffWords.shape))
    },
  )

  it.each(LANGUAGES)('in %s: this guarantees that it fits where it is said', (_, words) => {
    for (const { manifest } of CHANNELS) {
      const lengthsOf = (visibility: 'public' | 'private', names: readonly (keyof HandoffWords)[]) => {
        const rules = manifest.capabilities[visibility]
        for (const name of rules === undefined ? [] : names) {
          const text = fill(words[name], name.startsWith('thread') ? THREAD : LINK)
          expect(toTextLength(text, rules?.textCounting ?? 'utf16'), name).toBeLessThanOrEqual(
            rules?.textMaxChars ?? 0,
          )
        }
      }
      lengthsOf('public', IN_PUBLIC)
      lengthsOf('private', IN_PRIVATE)
    }
    expect(words.tapButton.length).toBeLessThanOrEqual(20)
  })

  it.each(EACH)(
    'in %s, %s: this guarantees that it is not taken for private data, nor for a code',
    (_, name, text) => {
      const empty = text.replaceAll(/\{\w+\}/g, '')
      expect(maskCardNumbers(fill(text))).toBe(fill(text))
      if (name !== 'arrivalText') expect(findCodes(empty).filter((code) => /\d/.test(code))).toEqual([])
    },
  )

  it.each(EACH)(
    'in %s, %s: this guarantees that it stands for nothing that is not filled',
    (_, name, text) => {
      const allowed: Record<string, string[]> = {
        publicLink: ['{link}'],
        channelLink: ['{link}', '{code}', '{channel}'],
        arrivalText: ['{code}'],
        threadLink: ['{link}'],
        threadCode: ['{code}'],
      }
      for (const [found] of text.matchAll(/\{\w*\}/g)) expect(allowed[name] ?? []).toContain(found)
    },
  )

  it.each(LANGUAGES)(
    'in %s: this guarantees that the code is found in what the link has them send',
    (_, { arrivalText }) => {
      expect(findCodes(fill(arrivalText))[0]).toBe('K7QM-2X4P')
    },
  )
})
