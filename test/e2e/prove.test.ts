import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { bundleFunction } from '../../infra/bundle.ts'
import type { Synthesized } from '../../infra/local/synthesize.ts'
import { prove, type Proof } from '../prove/prove.ts'
import { synthesizeOnce } from '../support/synthesized.ts'

const TIMEOUT_MS = 900_000

let directory: string
let synthesized: Synthesized
let publisherFile: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'inlet-prove-test-'))
  synthesized = synthesizeOnce()
  bundleFunction({ file: 'test/prove/entries-publisher.ts' }, directory)
  publisherFile = join(directory, 'index.mjs')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function run(weather: 'calm' | 'rough', publisher: string | null): Promise<Proof> {
  const channels = CHANNELS.map(({ manifest }) => manifest.name)
  const settings = {
    synthesized,
    seed: 11,
    messages: 80,
    customers: 12,
    // The wrong publisher knows nothing of what is to be sent.
    replies: publisher === null ? 24 : 0,
    handoffs: publisher === null ? 4 : 0,
    channels,
    weather,
    publisherFile: publisher,
  }
  const proof = await prove(settings)
  onTestFinished(() => {
    if (proof.logs !== null) rmSync(join(proof.logs, '..'), { recursive: true, force: true })
  })
  return proof
}

function found({ findings }: Proof): string[] {
  return findings.filter(({ count }) => count > 0).map(({ name }) => name)
}

describe('the proof: this guarantees that', () => {
  it(
    'a storm loses, repeats and reorders nothing',
    async () => {
      const proof = await run('rough', null)
      expect(found(proof)).toEqual([])
      expect(proof).toMatchObject({ isProven: true, figures: { sent: 80, stored: 80 } })
      expect(proof.weather.reduce((sum, { struck }) => sum + struck, 0)).toBeGreaterThan(0)
    },
    TIMEOUT_MS,
  )

  it(
    'a publisher that trusts the order of different items passes in calm weather and is caught in rough',
    async () => {
      expect(found(await run('calm', publisherFile))).toEqual([])
      const caught = await run('rough', publisherFile)
      expect(found(caught)).toEqual(['feed out of order'])
      expect(caught.isProven).toBe(false)
    },
    TIMEOUT_MS * 2,
  )
})
