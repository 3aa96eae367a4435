import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '../../shared/domain/errors.ts'
import { openDataFolder } from './data-folder.ts'
import { readRunSettings } from './run-settings.ts'
import { runUntilStopped } from './run-until-stopped.ts'
import { StartError } from './start-error.ts'
import { synthesizeLocally } from './synthesize.ts'

const NEXT = 'Next, in another terminal: npm run simulate -- whatsapp "hello"'

function log(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<number> {
  const startedAt = performance.now()
  const { dataDir: kept, ...settings } = readRunSettings(process.env)
  const dataDir = kept === null ? mkdtempSync(join(tmpdir(), 'inlet-')) : resolve(kept)
  try {
    openDataFolder(dataDir)
    const outdir = join(dataDir, 'cdk.out')
    rmSync(outdir, { recursive: true, force: true })
    const synthesized = synthesizeLocally(outdir)
    log(`${String(Math.round(performance.now() - startedAt)).padStart(6)} ms  CDK app synthesized`)
    const exitCode = await runUntilStopped({ ...settings, ...synthesized, dataDir, log, next: NEXT })
    log(
      kept === null
        ? 'Stopped. Its data was temporary: INLET_DATA=dir keeps it.'
        : `Stopped. Its data is in ${dataDir}.`,
    )
    return exitCode
  } finally {
    if (kept === null) rmSync(dataDir, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const expected = error instanceof StartError || error instanceof AppError
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
  process.exitCode = 1
}
