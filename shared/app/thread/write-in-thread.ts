import { THREAD_TEXT_CHARS_MAX } from '../../domain/thread/thread-message.ts'
import { type SayOutcome, sayInThread } from './say-in-thread.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'

export type TextRefusal = 'empty' | 'too_long'

/** What the customer writes on the page. `once` is of the form: sent twice, it counts once. */
export function writeInThread(
  deps: ThreadDeps,
  handoffId: string,
  { text, once }: { text: string; once: string },
  visit: Visit,
): Promise<SayOutcome<TextRefusal>> {
  const masked = new Set<string>()
  const words = deps.replies.redaction.mask(text.replaceAll('\r\n', '\n').trim(), masked)
  const why = refuseText(words)
  const line = { kind: 'line' as const, spoken: { text: words, masked: [...masked] } }
  const saying = { once, toLine: () => Promise.resolve(line) }
  return sayInThread(deps, handoffId, why === null ? saying : { kind: 'refused', why }, visit)
}

function refuseText(words: string): TextRefusal | null {
  if (words === '') return 'empty'
  return words.length > THREAD_TEXT_CHARS_MAX ? 'too_long' : null
}
