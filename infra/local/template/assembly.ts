import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { StartError } from '../start-error.ts'

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).optional(),
  Condition: z.string().optional(),
})
export type Resource = z.infer<typeof Resource>

export const Template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z
    .record(
      z.string(),
      z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() }),
    )
    .default({}),
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
  /** The CDK's check of its bootstrap version; nothing to bootstrap here. */
  Rules: z.unknown().optional(),
  /** Read only by AWS::CDK::Metadata, which is inert. A condition on anything else is refused. */
  Conditions: z.unknown().optional(),
  Mappings: z.unknown().optional(),
})
export type Template = z.infer<typeof Template>

const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
})

export type LocalAssembly = {
  template: Template
  /** Folder of a function's code, by the S3 key that the template gives. */
  assets: ReadonlyMap<string, string>
}

/** Reads the one stack of a synthesized cloud assembly (`cdk.out`). */
export function readAssembly(directory: string): LocalAssembly {
  const templates = readdirSync(directory).filter((file) => file.endsWith('.template.json'))
  const [file, ...others] = templates
  if (file === undefined || others.length > 0) {
    throw new StartError(
      `${directory} holds ${templates.length} stack templates, the runner runs exactly one. Synthesize one stage.`,
    )
  }
  const template = Template.parse(readJson(join(directory, file)))
  const manifest = AssetManifest.parse(
    readJson(join(directory, file.replace('.template.json', '.assets.json'))),
  )
  const assets = new Map<string, string>()
  for (const asset of Object.values(manifest.files)) {
    for (const { objectKey } of Object.values(asset.destinations)) {
      assets.set(objectKey, join(directory, asset.source.path))
    }
  }
  return { template, assets }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
