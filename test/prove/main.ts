import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleFunction } from '../../infra/bundle.ts'
import { StartError } from '../../infra/local/start-error.ts'
import { synthesizeLocally } from '../../infra/local/synthesize.ts'
import { readArguments, type ProveSettings } from './arguments.ts'
import { prove, type Proof } from './prove.ts'
import { ProveError } from './prove-error.ts'
import { toReport, toTable } from './report.ts'

/** Built, it has the place of the publisher: the proof must notice. */
const ENTRIES_PUBLISHER = 'test/prove/entries-publisher.ts'

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main(settings: ProveSettings, directory: string): Promise<boolean> {
  const synthesized = synthesizeLocally(join(directory, 'cdk.out'))
  let publisherFile: string | null = null
  if (settings.publisher === 'entries') {
    bundleFunction({ file: ENTRIES_PUBLISHER }, directory)
    publisherFile = join(directory, 'index.mjs')
  }
  const proofs: Proof[] = []
  for (let seed = settings.seed; seed < settings.seed + settings.seeds; seed++) {
    const { messages, customers, replies, channels, weather } = settings
    say(
      `seed ${seed}: ${messages} messages of ${customers} customers and ${replies} replies on ${channels.join(', ')} in ${weather} weather`,
    )
    const proof = await prove({ ...settings, synthesized, seed, publisherFile })
    proofs.push(proof)
    for (const line of toReport(proof)) say(line)
  }
  if (proofs.length > 1) for (const line of toTable(proofs)) say(line)
  return proofs.every(({ isProven }) => isProven)
}

const directory = mkdtempSync(join(tmpdir(), 'inlet-prove-'))
try {
  const settings = readArguments(process.argv.slice(2), () => randomInt(1_000_000))
  process.exitCode = (await main(settings, directory)) ? 0 : 1
} catch (error) {
  const expected = error instanceof ProveError || error instanceof StartError
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
