import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { startPlatforms } from './start-platforms.ts'

const USAGE =
  'node test/platforms/main.ts --inbox http://127.0.0.1:PORT [--seed n] [--port n] [--worlds FILE]'

const Arguments = z.object({
  inbox: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ }),
  seed: z.coerce.number().int().optional(),
  worlds: z.string().optional(),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
})

const { values } = parseArgs({
  options: {
    inbox: { type: 'string' },
    seed: { type: 'string' },
    port: { type: 'string' },
    worlds: { type: 'string' },
  },
})
const read = Arguments.safeParse(values)
if (!read.success) {
  process.stderr.write(`${z.prettifyError(read.error)}\n${USAGE}\n`)
  process.exit(2)
}
const { inbox, seed = randomInt(2 ** 32), port, worlds } = read.data
const platforms = await startPlatforms({
  inboxUrl: inbox.replace(/\/$/, ''),
  seed,
  port,
  ...(worlds === undefined ? {} : { worldsFile: worlds }),
})
process.stdout.write(`${JSON.stringify({ url: platforms.url, seed, baseUrls: platforms.baseUrls })}\n`)

let isStopping = false
function stop(): void {
  if (isStopping) return
  isStopping = true
  void platforms.stop().then(() => process.exit(0))
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// A parent that dies closes this; a terminal that is not read from is no parent.
if (!process.stdin.isTTY) {
  process.stdin.on('end', stop)
  process.stdin.resume()
}
