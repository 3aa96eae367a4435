import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { readSynthesized, synthesizeLocally, type Synthesized } from '../../infra/local/synthesize.ts'

/** The stack that every test of the running inbox runs: the first that asks for it in a run makes it for all. */
export function synthesizeOnce(): Synthesized {
  const shared = inject('synthesizedDirectory')
  const whole = join(shared, 'cdk.out')
  if (existsSync(whole)) return readSynthesized(whole)
  const own = mkdtempSync(join(shared, 'making-'))
  synthesizeLocally(own)
  try {
    renameSync(own, whole)
  } catch {
    // Another worker was faster.
    rmSync(own, { recursive: true, force: true })
  }
  return readSynthesized(whole)
}
