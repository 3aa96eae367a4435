import { GERMAN } from './de.ts'
import type { Dictionary } from './dictionary.ts'
import { ENGLISH } from './en.ts'

/** By language. A new one is a file beside this one and a line here. */
const DICTIONARIES: Readonly<Record<string, Dictionary>> = { en: ENGLISH, de: GERMAN }

export type Language = { tag: string; words: Dictionary }

/** The first language of an `Accept-Language` header that there are words in, by its weights; else English. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map(toRange)
    .filter(({ weight }) => weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
  const tag = wanted.map(({ base }) => base).find((base) => Object.hasOwn(DICTIONARIES, base)) ?? 'en'
  return { tag, words: DICTIONARIES[tag] ?? ENGLISH }
}

function toRange(text: string): { base: string; weight: number } {
  const [range = '', ...parameters] = text.trim().split(';')
  const quality = parameters.map((each) => /^\s*q=(\d(?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean)
  return {
    base: range.toLowerCase().split('-')[0] ?? '',
    weight: quality === undefined ? 1 : Number(quality),
  }
}
