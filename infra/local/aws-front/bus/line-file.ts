import { closeSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'

const NEWLINE = 0x0a

export type LineFile = {
  /** The whole lines found when the file was opened. */
  initialLines: readonly string[]
  /** Written to the operating system before it returns, so the lines survive the death of this process. */
  append: (lines: readonly string[]) => void
  /** The lines from the given one on, counted from 0. */
  readFrom: (line: number) => string[]
  close: () => void
}

/** An append-only file of JSON lines. A last line cut off by a crash was never acknowledged and is removed. */
export function openLineFile(path: string): LineFile {
  const file = openSync(path, 'a+')
  const found = readFileSync(path)
  let end = found.lastIndexOf(NEWLINE) + 1
  if (end < found.byteLength) ftruncateSync(file, end)
  const starts: number[] = []
  let isOpen = true
  for (let start = 0; start < end; start = found.indexOf(NEWLINE, start) + 1) starts.push(start)

  return {
    initialLines: toLines(found.subarray(0, end)),
    append: (lines) => {
      // The number of a closed file may by now be another file's.
      if (!isOpen) throw new Error(`${path} is closed.`)
      const bytes = lines.map((line) => Buffer.from(`${line}\n`))
      let position = end
      for (const one of bytes) {
        starts.push(position)
        position += one.byteLength
      }
      writeSync(file, Buffer.concat(bytes))
      end = position
    },
    readFrom: (line) => {
      const start = starts[line] ?? end
      const bytes = Buffer.alloc(end - start)
      readSync(file, bytes, 0, bytes.byteLength, start)
      return toLines(bytes)
    },
    close: () => {
      isOpen = false
      closeSync(file)
    },
  }
}

function toLines(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\n').slice(0, -1)
}
