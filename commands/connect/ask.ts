import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { ConnectInput } from '../../shared/channels/connector.ts'

export type Terminal = { input: NodeJS.ReadableStream & { isTTY?: boolean }; output: NodeJS.WritableStream }

/** Asks for each in turn; what is typed for a secret is not shown. An empty answer to an optional one leaves it out. */
export async function ask(
  inputs: readonly ConnectInput[],
  { input, output }: Terminal,
): Promise<Record<string, string>> {
  let isMuted = false
  const shown = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) output.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input, output: shown, terminal: true })
  const answers: Record<string, string> = {}
  try {
    for (const each of inputs) {
      output.write(`${each.title}${each.need === 'optional' ? ' (optional)' : ''}\n  ${each.where}\n`)
      // Written before the question: readline repeats what it asks with each key.
      if (each.isSecret) output.write('  (not shown) ')
      isMuted = each.isSecret
      const answer = await new Promise<string>((resolve) => lines.question(isMuted ? '' : '> ', resolve))
      isMuted = false
      if (each.isSecret) output.write('\n')
      if (answer.trim() !== '') answers[each.key] = answer.trim()
    }
  } finally {
    lines.close()
  }
  return answers
}
