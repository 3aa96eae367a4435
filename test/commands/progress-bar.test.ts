import { WriteStream } from 'node:tty'
import { describe, expect, it } from 'vitest'
import { createProgressBar } from '../../commands/progress-bar.ts'

type Shown = [done: number, note?: string]

/** All that is written for these steps of a total. */
function draw(isTTY: boolean, total: number, steps: readonly Shown[]): string {
  let written = ''
  const stream = Object.assign(Object.create(WriteStream.prototype) as WriteStream, {
    isTTY,
    write: (text: string) => {
      written += text
      return true
    },
  })
  const bar = createProgressBar(stream, total)
  for (const step of steps) bar.show(...step)
  bar.end()
  return written
}

const line = (full: number, of: string, note = ''): string =>
  `\r[${'#'.repeat(full)}${'.'.repeat(30 - full)}] ${of} ${note}\u001b[K`

describe('a progress bar: this guarantees that', () => {
  it('it fills one line of a terminal, which ends with it', () => {
    expect(draw(true, 10, [[0], [5, 'sent back'], [10]])).toBe(
      `${line(0, '0/10')}${line(15, '5/10', 'sent back')}${line(30, '10/10')}\n`,
    )
  })

  it.each<[string, number, Shown[], string]>([
    ['a guess that was too low', 2, [[3]], `${line(30, '3/3')}\n`],
    ['nothing to do', 0, [[0]], `${line(0, '0/1')}\n`],
    ['nothing shown', 5, [], ''],
  ])('%s breaks no line', (_, total, steps, written) => {
    expect(draw(true, total, steps)).toBe(written)
  })

  it('nothing of it is in a log', () => {
    expect(draw(false, 10, [[0], [5, 'sent back'], [10]])).toBe('')
  })
})
