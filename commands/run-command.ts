import { AppError } from '../shared/domain/errors.ts'
import { UsageError } from './usage-error.ts'

/** The exit code of a command: its own, 1 for what has to be mended elsewhere, 2 for what was typed. `--help` says how it is used. */
export async function runCommand(usage: string, run: () => Promise<number>): Promise<number> {
  if (process.argv.includes('--help')) {
    console.log(usage)
    return 0
  }
  try {
    return await run()
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`)
      return 2
    }
    if (!(error instanceof AppError)) throw error
    console.error(error.message)
    return 1
  }
}
