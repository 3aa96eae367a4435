import type { Random } from '../support/random.ts'

const OPENINGS = [
  'Guten Tag',
  'hello',
  'مرحبا',
  'こんにちは',
  'Grüezi 👋🏽',
  'Re: "order" \\ refund',
  'a\nb\tc',
  '<b>&amp;',
  '\uffff?',
] as const
const MATTERS = [
  'where is my parcel',
  'the lamp is broken',
  'merci',
  '50 % & more',
  '🤷',
  "it's urgent",
  'never mind',
] as const

/** What customers write, with what has broken others: right-to-left, control and non-characters, quotes, emoji. */
export function makeUpText(random: Random, ordinal: number): string {
  return `${random.pick(OPENINGS)}, ${random.pick(MATTERS)} (${ordinal})`
}

export function makeUpName(random: Random): string {
  const first = random.pick(['Mara', 'José', 'Ayşe', '李娜', 'Ola'])
  return `${first} ${random.pick(['Beispiel', 'Example', 'Muster'])} ${random.integer(1, 99)}`
}
