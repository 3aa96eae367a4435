import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { LocalAssembly, Resource } from './assembly.ts'
import { readApi, type LocalApi } from './read-api.ts'
import { readBuses, type LocalBus } from './read-buses.ts'
import { readFunctions, type LocalFunction } from './read-functions.ts'
import { readMappings, type SqsMapping, type StreamMapping } from './read-mappings.ts'
import { readBuckets, readQueues, readSecrets, readTables } from './read-storage.ts'
import type { LocalQueue, LocalSecret, LocalTable } from './read-storage.ts'
import { createReferences, type LocalUrls } from './references.ts'
import { refuseUnknownResources, RUN_TYPES } from './resource-types.ts'
import { resolveValue } from './resolve.ts'

export type LocalStack = {
  tables: LocalTable[]
  queues: LocalQueue[]
  buckets: string[]
  secrets: LocalSecret[]
  functions: LocalFunction[]
  sqsMappings: SqsMapping[]
  streamMappings: StreamMapping[]
  buses: LocalBus[]
  api: LocalApi
  outputs: Record<string, string>
}

/** What the readers of the single kinds look things up in: resolved, checked resources. */
export type StackReader = {
  /** Resources of a type, with properties resolved and checked against the schema. */
  ofType: <T>(type: string, schema: z.ZodType<T>) => { logicalId: string; properties: T }[]
  arnOf: (logicalId: string) => string
  refOf: (logicalId: string) => string
  assembly: LocalAssembly
}

/**
 * The template as the runner's own words. Pure: it is called once to check a template and to know what to create, and again
 * when the addresses are known.
 */
export function readLocalStack(assembly: LocalAssembly, urls: LocalUrls): LocalStack {
  refuseUnknownResources(assembly.template)
  const reader = createReader(assembly, urls)
  const references = createReferences(assembly.template, urls)
  const functions = readFunctions(reader)
  const tables = readTables(reader)
  const queues = readQueues(reader)
  const buckets = readBuckets(reader)
  const targets = new Set([...functions.map(({ arn }) => arn), ...queues.map(({ arn }) => arn)])
  return {
    tables,
    queues,
    buckets,
    functions,
    secrets: readSecrets(reader),
    ...readMappings(reader, { functions, queues, tables, buckets }),
    buses: readBuses(reader, targets),
    api: readApi(reader, functions),
    outputs: Object.fromEntries(
      Object.entries(assembly.template.Outputs).map(([name, { Value }]) => [
        name,
        String(resolveValue(Value, references, `the output ${name}`)),
      ]),
    ),
  }
}

function createReader(assembly: LocalAssembly, urls: LocalUrls): StackReader {
  const references = createReferences(assembly.template, urls)
  const need = (value: string | undefined, logicalId: string): string => {
    if (value === undefined)
      throw new StartError(`The template has no resource ${logicalId} with an address.`)
    return value
  }
  return {
    assembly,
    arnOf: (logicalId) => need(references.attribute(logicalId, 'Arn'), logicalId),
    refOf: (logicalId) => need(references.ref(logicalId), logicalId),
    ofType: (type, schema) =>
      Object.entries(assembly.template.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => {
          const resolved = resolveValue(usedProperties(resource), references, `${logicalId} (${type})`)
          const parsed = schema.safeParse(resolved)
          if (parsed.success) return { logicalId, properties: parsed.data }
          throw new StartError(
            `${logicalId} (${type}) is not what the local runner can imitate:\n${z.prettifyError(parsed.error)}`,
          )
        }),
  }
}

/** Inert properties are not even resolved: they may refer to what has no local value. */
function usedProperties(resource: Resource): Record<string, unknown> {
  const used = RUN_TYPES[resource.Type]?.used ?? []
  return Object.fromEntries(Object.entries(resource.Properties).filter(([name]) => used.includes(name)))
}
