import { randomInt } from 'node:crypto'
import { createRandom } from '../support/random.ts'
import { readArguments, readPort, USAGE } from './arguments.ts'
import { SimulateError } from './simulate-error.ts'
import { simulate } from './simulate.ts'

try {
  const words = process.argv.slice(2)
  if (words.includes('--help')) {
    process.stdout.write(`${USAGE}\n`)
    process.exit(0)
  }
  const line = readArguments(words)
  const inboxUrl = `http://127.0.0.1:${readPort(process.env['PORT'])}`
  const random = createRandom(randomInt(2 ** 32))
  process.stdout.write(`${await simulate(line, { inboxUrl, random, now: new Date() })}\n`)
} catch (error) {
  const expected = error instanceof SimulateError
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
  process.exitCode = 1
}
