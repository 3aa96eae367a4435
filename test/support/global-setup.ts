import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of this run, for what its test files share. */
    synthesizedDirectory: string
  }
}

export default function setup({ provide }: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'inlet-synthesized-'))
  provide('synthesizedDirectory', directory)
  return () => rmSync(directory, { recursive: true, force: true })
}
