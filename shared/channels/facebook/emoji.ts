/** Named by the platform; sent without their emoji in old bodies and in changes of a Page. */
const EMOJI: ReadonlyMap<string, string> = new Map([
  ['like', '👍'],
  ['dislike', '👎'],
  ['love', '❤️'],
  ['care', '🤗'],
  ['smile', '😆'],
  ['haha', '😆'],
  ['wow', '😮'],
  ['sad', '😢'],
  ['angry', '😠'],
])

/** Something was answered, and nothing says what: `other` without its emoji. */
const UNNAMED = '❓'

export function toEmoji(emoji: string | null | undefined, name: string | null | undefined): string {
  return emoji || EMOJI.get((name ?? '').toLowerCase()) || UNNAMED
}
