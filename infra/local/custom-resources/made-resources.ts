import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const MadeResource = z.strictObject({
  physicalId: z.string(),
  properties: z.record(z.string(), z.unknown()),
})
export type MadeResource = z.infer<typeof MadeResource>

const MadeFile = z.record(z.string(), MadeResource)

export type MadeResources = {
  find: (logicalId: string) => MadeResource | null
  keep: (logicalId: string, resource: MadeResource) => void
}

/** What CloudFormation remembers of a stack's custom resources, in a file of the data folder. */
export function openMadeResources(dataDir: string): MadeResources {
  const file = join(dataDir, 'custom-resources.json')
  const made = existsSync(file) ? MadeFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  return {
    find: (logicalId) => made[logicalId] ?? null,
    keep: (logicalId, resource) => {
      made[logicalId] = resource
      writeFileSync(`${file}.new`, JSON.stringify(made))
      renameSync(`${file}.new`, file)
    },
  }
}
