import { textAt } from '../kit/json-record.ts'

/** One to one, `<user id>:<user id>`; groups begin with `g`. https://docs.x.com/xchat/groups */
const PAIR = /^(\d+):(\d+)$/

/** With whom an encrypted chat is held; null in a group, and where the account is not in it. */
export function toOtherParticipant(item: unknown, accountId: string): string | null {
  const [, first, second] = PAIR.exec(textAt(item, 'conversation_id') ?? '') ?? []
  if (first === undefined || second === undefined) return null
  if (first === accountId) return second
  return second === accountId ? first : null
}
