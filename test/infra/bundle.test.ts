import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleFunction, topicEntry, webhookEntry } from '../../infra/bundle.ts'
import type { FunctionEntry } from '../../infra/bundle.ts'
import { at } from '../../infra/checks/template.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'

/** Budget of a webhook function: what a cold start loads. */
const WEBHOOK_BYTES_MAX = 412_000
const WEBHOOKS = CHANNELS.map(({ manifest }) => manifest.name)
const TOPICS = CHANNELS.flatMap(({ manifest }) => (manifest.topic === null ? [] : [manifest.name]))
const OTHERS = ['ingest', 'outbox', 'deliver', 'media', 'rules', 'thread', 'api'].map(
  (name) => `functions/${name}/index.ts`,
)
const ENTRIES: FunctionEntry[] = [
  ...WEBHOOKS.map(webhookEntry),
  ...TOPICS.map(topicEntry),
  ...OTHERS.map((file) => ({ file })),
]

describe('bundles', () => {
  let root: string

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'inlet-bundles-'))
  })
  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
  })

  function bundle(entry: FunctionEntry): { file: string; sizeBytes: number } {
    const directory = mkdtempSync(join(root, 'function-'))
    bundleFunction(entry, directory)
    const file = join(directory, 'index.mjs')
    return { file, sizeBytes: statSync(file).size }
  }

  it.each(WEBHOOKS)(
    'of the %s webhook stay inside the budget: this guarantees a quick cold start',
    (name) => {
      const { sizeBytes } = bundle(webhookEntry(name))
      console.info(`webhook ${name}: ${Math.round(sizeBytes / 1000)} KB of ${WEBHOOK_BYTES_MAX / 1000} KB`)
      expect(sizeBytes).toBeLessThanOrEqual(WEBHOOK_BYTES_MAX)
    },
  )

  it.each(ENTRIES)(
    'of $file hold nothing that plays a platform: this guarantees that its signing and its samples stay out',
    (entry) => {
      const sources = bundleFunction(entry, mkdtempSync(join(root, 'function-')))
      expect(sources.filter((source) => /\/wire(?:-[a-z-]+)?\.ts$/.test(source))).toEqual([])
      expect(sources.some((source) => source.startsWith('shared/'))).toBe(true)
    },
  )

  it.each(ENTRIES)(
    'of $file load and export a handler: this guarantees that nothing is missing at the first invocation',
    async (entry) => {
      const { file } = bundle(entry)
      const loaded: unknown = await import(pathToFileURL(file).href)
      expect(at(loaded, 'handler')).toBeTypeOf('function')
    },
  )
})
