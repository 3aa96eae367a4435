import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import type { BuildOptions } from 'esbuild'

const ROOT = join(import.meta.dirname, '..')

/** A Lambda entry: a file of the repository, or generated source that imports from its root. */
export type FunctionEntry = { file: string } | { file: string; source: string }

/** The lines that make a channel's webhook function, so that each bundle holds its own channel and no other. */
export function webhookEntry(channel: string): FunctionEntry {
  return channelEntry(channel, 'webhooks', 'createWebhookHandler')
}

/** The same for the function behind a channel's topic. */
export function topicEntry(channel: string): FunctionEntry {
  return channelEntry(channel, 'topics', 'createTopicHandler')
}

function channelEntry(channel: string, folder: string, create: string): FunctionEntry {
  return {
    file: `functions/${folder}/${channel}.generated.ts`,
    source: [
      `import { channel } from './shared/channels/${channel}/index.ts'`,
      `import { ${create} } from './functions/${folder}/handler.ts'`,
      `export const handler = ${create}(channel)`,
    ].join('\n'),
  }
}

/**
 * Writes `index.mjs` into the folder; returns the sources that are in it, relative to the repository. The AWS SDK is inside:
 * its version is ours, not Lambda's.
 */
export function bundleFunction(entry: FunctionEntry, directory: string): string[] {
  const { metafile } = buildSync({ ...OPTIONS, ...toInput(entry), outfile: join(directory, 'index.mjs') })
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([source]) => source),
  )
}

/** Bundles an entry into a fresh folder, hands the folder to `use`, and removes it. */
export function withBundle<T>(entry: FunctionEntry, use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'inlet-bundle-'))
  try {
    bundleFunction(entry, directory)
    return use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'functions/edge/environment-credentials.ts') },
  // What a page's browser gets, as it is.
  loader: { '.page.js': 'text', '.page.css': 'text' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
  // Some dependencies are CommonJS and call `require` for Node's own modules, which an ES module does not have.
  banner: {
    js: `import{createRequire as inletCreateRequire}from'node:module';const require=inletCreateRequire(import.meta.url);`,
  },
} as const satisfies BuildOptions

function toInput(entry: FunctionEntry): Pick<BuildOptions, 'entryPoints' | 'stdin'> {
  if (!('source' in entry)) return { entryPoints: [entry.file] }
  return { stdin: { contents: entry.source, resolveDir: ROOT, sourcefile: entry.file, loader: 'ts' } }
}
