import { describe, expect, it } from 'vitest'
import { findWords, HandoffSettings } from '../../../../shared/domain/handoff/handoff-settings.ts'
import { DEFAULT_WORDS } from '../../../../shared/domain/handoff/words.ts'

const settings = HandoffSettings.parse({
  words: {
    de: { offer: 'Servus.', tapButton: 'Weiter' },
    'de-AT': { offer: 'Grüß Gott.' },
    fr: { offer: 'Bonjour.' },
  },
})

describe('the words of a language', () => {
  it.each([
    ['ours', 'en', 'invitation', DEFAULT_WORDS.en.invitation],
    ['the deployment’s', 'de', 'offer', 'Servus.'],
    ['of a region', 'de-AT', 'offer', 'Grüß Gott.'],
    ['of a region, where it leaves one out', 'de-AT', 'tapButton', 'Weiter'],
    ['of a region, where all leave one out', 'de-AT', 'invitation', DEFAULT_WORDS['de']?.invitation],
    ['of a region that nobody speaks of', 'de-CH', 'offer', 'Servus.'],
    ['a language of the deployment’s alone', 'fr', 'offer', 'Bonjour.'],
    [
      'a language of the deployment’s alone, where it leaves one out',
      'fr',
      'tooLate',
      DEFAULT_WORDS.en.tooLate,
    ],
    ['a language that nobody knows', 'pt-BR', 'offer', DEFAULT_WORDS.en.offer],
  ] as const)('%s (%s): this guarantees what is said', (_, language, name, text) => {
    expect(findWords(settings, language)[name]).toBe(text)
  })
})

describe('the settings', () => {
  it('this guarantees that nothing that lowers protection is on by default', () => {
    expect(HandoffSettings.parse({})).toEqual({
      expiresAfter: 'PT72H',
      aiMayOffer: false,
      publicLinks: false,
      linkAlone: true,
      language: 'en',
      words: {},
    })
  })

  it.each([
    [
      'a button that Messenger would cut',
      { words: { en: { tapButton: 'Go on where nobody reads' } } },
      'tapButton',
    ],
    ['a link that is missing', { words: { en: { publicLink: 'Come to us.' } } }, 'publicLink'],
    ['a code that is missing', { words: { en: { arrivalText: 'Hello' } } }, 'arrivalText'],
    ['a word that nobody says', { words: { en: { goodbye: 'Bye' } } }, 'goodbye'],
    ['days', { expiresAfter: 'P3D' }, 'PT24H'],
  ])('%s: this guarantees that it is refused by name before anything is deployed', (_, input, named) => {
    expect(JSON.stringify(HandoffSettings.safeParse(input).error?.issues)).toContain(named)
  })
})
