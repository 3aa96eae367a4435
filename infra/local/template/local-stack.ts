import type { LocalAssembly } from './assembly.ts'
import { readApi, type LocalApi } from './read-api.ts'
import { readBuses, type LocalBus } from './read-buses.ts'
import { readCustomResources, type LocalCustomResource } from './read-custom-resources.ts'
import { readFunctions, type LocalFunction } from './read-functions.ts'
import { readMappings, type SqsMapping, type StreamMapping } from './read-mappings.ts'
import { readBuckets, readKeys, readQueues, readSecrets, readTables } from './read-storage.ts'
import type { LocalQueue, LocalSecret, LocalTable } from './read-storage.ts'
import { readSchedules, type LocalSchedule } from './read-schedules.ts'
import { readTopics, type LocalTopic } from './read-topics.ts'
import { createReferences, type LocalUrls } from './references.ts'
import { refuseUnknownResources } from './resource-types.ts'
import { resolveValue } from './resolve.ts'
import { createStackReader } from './stack-reader.ts'

export type LocalStack = {
  tables: LocalTable[]
  queues: LocalQueue[]
  topics: LocalTopic[]
  buckets: string[]
  secrets: LocalSecret[]
  /** ARNs of keys. */
  keys: string[]
  functions: LocalFunction[]
  sqsMappings: SqsMapping[]
  streamMappings: StreamMapping[]
  buses: LocalBus[]
  schedules: LocalSchedule[]
  customResources: LocalCustomResource[]
  api: LocalApi
  outputs: Record<string, string>
}

/**
 * The template as the runner's own words. Pure: it is called once to check a template and to know what to create, and again
 * when the addresses are known.
 */
export function readLocalStack(assembly: LocalAssembly, urls: LocalUrls): LocalStack {
  refuseUnknownResources(assembly.template)
  const reader = createStackReader(assembly, urls)
  const references = createReferences(assembly.template, urls)
  const functions = readFunctions(reader)
  const tables = readTables(reader)
  const queues = readQueues(reader)
  const buckets = readBuckets(reader)
  const topics = readTopics(reader, queues)
  const targets = new Set([...functions, ...queues].map(({ arn }) => arn))
  return {
    tables,
    queues,
    topics,
    buckets,
    functions,
    secrets: readSecrets(reader),
    keys: readKeys(reader),
    ...readMappings(reader, { functions, queues, tables, buckets }),
    buses: readBuses(reader, new Set([...targets, ...topics.map(({ arn }) => arn)])),
    schedules: readSchedules(reader, targets),
    customResources: readCustomResources(reader, functions),
    api: readApi(reader, functions),
    outputs: Object.fromEntries(
      Object.entries(assembly.template.Outputs).map(([name, { Value }]) => [
        name,
        String(resolveValue(Value, references, `the output ${name}`)),
      ]),
    ),
  }
}
