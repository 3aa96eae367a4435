/** What a use case answers when it understood the wish and does not fulfil it. The detail is for people, without private data. */
export type Refusal = { kind: 'refused'; code: RefusalCode; detail: string }

export type RefusalCode = 'not_found' | 'cursor_invalid' | 'cursor_expired'

export function refuse(code: RefusalCode, detail: string): Refusal {
  return { kind: 'refused', code, detail }
}
