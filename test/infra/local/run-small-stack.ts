import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { Template } from '../../../infra/local/template/assembly.ts'
import { runUntilStopped } from '../../../infra/local/run-until-stopped.ts'

/** A process that runs a small stack as `npm start` runs the real one. Arguments: the stack's file, data folder, port. */
const [file = '', dataDir = '', port = '0'] = process.argv.slice(2)
const Definition = z.object({ resources: z.unknown(), assets: z.array(z.tuple([z.string(), z.string()])) })
const { resources, assets } = Definition.parse(JSON.parse(readFileSync(file, 'utf8')))

try {
  process.exitCode = await runUntilStopped({
    assembly: { template: Template.parse({ Resources: resources }), assets: new Map(assets) },
    channelSecrets: new Map(),
    dataDir,
    port: Number(port),
    weather: 'calm',
    seed: 1,
    log: (line) => process.stdout.write(`${line}\n`),
    next: 'Go on.',
  })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
