import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleFunction, type FunctionEntry, topicEntry, webhookEntry } from '../../infra/bundle.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import type { Figure, Section } from './report.ts'
import { median } from './statistics.ts'

const RUNS = 21
const KILOBYTES_MAX = 412
const IMPORT_FACTOR_MAX = 1.3

/** The least that a function which sends to a queue must load, bundled with the same options. */
const SQS_ONLY: FunctionEntry = {
  file: 'functions/sqs-only.generated.ts',
  source: [
    `import { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs'`,
    `export const handler = () => [SQSClient, SendMessageBatchCommand]`,
  ].join('\n'),
}

type Bundle = { name: string; file: string; kilobytes: number; times: number[] }

/** Design section 11: what a cold start loads, and how long that takes in a process of its own. */
export async function benchWebhookCold(): Promise<Section> {
  const directory = mkdtempSync(join(tmpdir(), 'inlet-bench-cold-'))
  try {
    const floor = bundle(directory, 'floor', SQS_ONLY)
    const entries = CHANNELS.flatMap(({ manifest: { name, topic } }): [string, FunctionEntry][] => [
      [name, webhookEntry(name)],
      ...(topic === null ? [] : [[`${name}, topic`, topicEntry(name)] as [string, FunctionEntry]]),
    ])
    const bundles = entries.map(([name, entry]) => bundle(directory, name, entry))
    for (let run = 0; run < RUNS; run++) {
      for (const each of [floor, ...bundles]) each.times.push(measureImport(each.file))
    }
    return {
      title: 'Webhook and topic functions, cold',
      figures: bundles.flatMap((each) => toFigures(each, floor)),
      notes: [
        'floor: a handler that imports the SQS client and nothing else.',
        `median of ${RUNS} processes each, in turn.`,
      ],
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function toFigures({ name, kilobytes, times }: Bundle, floor: Bundle): Figure[] {
  const floorMs = median(floor.times)
  return [
    {
      what: `${name}: bundle, KB`,
      value: kilobytes.toFixed(0),
      budget: `≤ ${KILOBYTES_MAX}`,
      floor: floor.kilobytes.toFixed(0),
      isMissed: kilobytes > KILOBYTES_MAX,
    },
    {
      what: `${name}: import, ms`,
      value: median(times).toFixed(1),
      budget: `≤ ${(IMPORT_FACTOR_MAX * floorMs).toFixed(1)} (${IMPORT_FACTOR_MAX} × floor)`,
      floor: floorMs.toFixed(1),
      isMissed: median(times) > IMPORT_FACTOR_MAX * floorMs,
    },
  ]
}

function bundle(directory: string, name: string, entry: FunctionEntry): Bundle {
  const folder = mkdtempSync(join(directory, 'bundle-'))
  bundleFunction(entry, folder)
  const file = join(folder, 'index.mjs')
  return { name, file, kilobytes: statSync(file).size / 1000, times: [] }
}

function measureImport(file: string): number {
  const script = `const at = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - at)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}
