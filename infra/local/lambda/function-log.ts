import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const LOUD_LEVELS = /"level":\s*"(WARN|ERROR|CRITICAL|FATAL)"/i

export type FunctionLog = {
  attach: (output: Readable, errors: Readable) => void
  /** What Lambda itself would write. */
  platform: (line: string) => void
  close: () => Promise<void>
}

/** Everything a function writes goes to its file; warnings, errors and what is no JSON on standard error also to the terminal. */
export function createFunctionLog(options: {
  dataDir: string
  title: string
  show: (line: string) => void
}): FunctionLog {
  const directory = join(options.dataDir, 'logs')
  mkdirSync(directory, { recursive: true })
  const file = createWriteStream(join(directory, `${options.title}.log`), { flags: 'a' })
  // A full disk must not end the runner: the line is lost, the message is not.
  file.on('error', () => undefined)
  const write = (line: string, loud: boolean): void => {
    if (!file.writableEnded) file.write(`${line}\n`)
    if (loud) options.show(`${options.title}: ${line}`)
  }
  return {
    attach: (output, errors) => {
      createInterface(output).on('line', (line) => write(line, LOUD_LEVELS.test(line)))
      createInterface(errors).on('line', (line) =>
        write(line, !line.startsWith('{') || LOUD_LEVELS.test(line)),
      )
    },
    platform: (line) => write(line, true),
    close: () => new Promise((resolve) => file.end(resolve)),
  }
}
