import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startDynoxide, type Dynoxide } from './start-dynoxide.ts'
import { startFauxqs } from './start-fauxqs.ts'

/**
 * The process that hosts both emulators. It ends when its standard input closes, which the system does also when the
 * runner is killed: no emulator is left holding the data. Arguments: data folder, dynoxide's binary or nothing.
 */
const [dataDir = '', dynoxideBinary = ''] = process.argv.slice(2)

type Part = { stop: () => Promise<void> }
const parts: Part[] = []

async function start(): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  parts.push(lockFolder(join(dataDir, 'lock.db')))
  const fauxqs = await startFauxqs(join(dataDir, 'fauxqs'))
  parts.unshift(fauxqs)
  let dynoxide: Dynoxide | null = null
  if (dynoxideBinary !== '') {
    dynoxide = await startDynoxide(dynoxideBinary, join(dataDir, 'dynoxide.db'))
    parts.unshift(dynoxide)
    dynoxide.process.once('exit', () => void end(1))
  }
  say({
    kind: 'ready',
    fauxqsUrl: fauxqs.url,
    dynamodbUrl: dynoxide?.url ?? null,
  })
}

/** The lock is the operating system's: it ends with the process, however that ends. */
function lockFolder(file: string): Part {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS lock (holder)')
  return {
    stop: () => {
      database.close()
      return Promise.resolve()
    },
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

let ending: Promise<void> | null = null
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const part of parts) await part.stop().catch(() => undefined)
    process.exit(code)
  })()
  return ending
}

process.stdin.resume()
process.stdin.once('close', () => void end(0))
process.stdout.once('error', () => void end(0))
process.on('SIGTERM', () => void end(0))

try {
  await start()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  say({ kind: 'failed', locked: message.includes('database is locked'), message })
  await end(1)
}
