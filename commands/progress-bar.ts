import type { WriteStream } from 'node:tty'

const CELLS = 30

export type ProgressBar = { show: (done: number, note?: string) => void; end: () => void }

/** One line that fills up, on a terminal; elsewhere nothing, so that logs stay readable. `total` may be a guess: it grows with what is done. */
export function createProgressBar(stream: WriteStream, total: number): ProgressBar {
  let isDrawn = false
  return {
    show: (done, note = '') => {
      if (!stream.isTTY) return
      isDrawn = true
      const most = Math.max(total, done, 1)
      const full = Math.floor((done / most) * CELLS)
      stream.write(`\r[${'#'.repeat(full)}${'.'.repeat(CELLS - full)}] ${done}/${most} ${note}\u001b[K`)
    },
    end: () => {
      if (isDrawn) stream.write('\n')
    },
  }
}
