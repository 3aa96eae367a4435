import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { StackReader } from './stack-reader.ts'

const FunctionProperties = z.strictObject({
  Code: z.strictObject({ S3Bucket: z.unknown(), S3Key: z.string() }),
  Handler: z.string().regex(/^[\w/-]+\.\w+$/),
  Runtime: z.string().regex(/^nodejs/, 'only Node.js functions run here'),
  Environment: z
    .strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.number().optional(),
})

export type LocalFunction = {
  logicalId: string
  /** What logs and people call it: of `functions/ingest/index.ts` it is `ingest`. */
  title: string
  arn: string
  directory: string
  /** Absolute path of the module, and the name that it exports. */
  entry: { file: string; export: string }
  environment: Record<string, string>
  timeoutSeconds: number
  memoryMegabytes: number
  reservedConcurrency: number | null
}

const InvokeConfig = z.strictObject({ FunctionName: z.string(), MaximumRetryAttempts: z.literal(0) })

export function readFunctions(reader: StackReader): LocalFunction[] {
  // Only checked: nothing is tried again that was invoked without waiting for it, and nothing is told of failures.
  reader.ofType('AWS::Lambda::EventInvokeConfig', InvokeConfig)
  return reader.ofType('AWS::Lambda::Function', FunctionProperties).map(({ logicalId, properties }) => {
    const directory = reader.assembly.assets.get(properties.Code.S3Key)
    if (directory === undefined) {
      throw new StartError(`${logicalId}: the assembly has no asset ${properties.Code.S3Key}.`)
    }
    return {
      logicalId,
      title: toTitle(logicalId, reader.assembly.template.Resources[logicalId]?.Metadata?.['inlet:entry']),
      arn: reader.arnOf(logicalId),
      directory,
      entry: findEntry(logicalId, directory, properties.Handler),
      environment: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      reservedConcurrency: properties.ReservedConcurrentExecutions ?? null,
    }
  })
}

function toTitle(logicalId: string, source: unknown): string {
  if (typeof source !== 'string') return logicalId
  return source
    .replace(/^functions\//, '')
    .replace(/(\.generated|\/index)?\.ts$/, '')
    .replaceAll('/', '-')
}

function findEntry(logicalId: string, directory: string, handler: string): LocalFunction['entry'] {
  const dot = handler.lastIndexOf('.')
  const stem = handler.slice(0, dot)
  for (const extension of ['.mjs', '.js', '.cjs']) {
    const file = join(directory, stem + extension)
    if (existsSync(file)) return { file, export: handler.slice(dot + 1) }
  }
  throw new StartError(
    `${logicalId}: the code in ${directory} has no module ${stem} for the handler ${handler}.`,
  )
}
