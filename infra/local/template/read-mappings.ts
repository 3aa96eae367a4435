import * as z from 'zod'
import { compileEventPattern } from '../aws-front/bus/event-pattern.ts'
import { StartError } from '../start-error.ts'
import type { StackReader } from './stack-reader.ts'
import type { LocalFunction } from './read-functions.ts'
import type { LocalQueue, LocalTable } from './read-storage.ts'

const MappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().optional(),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
  StartingPosition: z.literal('TRIM_HORIZON').optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  ParallelizationFactor: z.literal(1).optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).min(1) })
    .optional(),
  Enabled: z.boolean().default(true),
})
type MappingProperties = z.infer<typeof MappingProperties>

const PatternObject = z.record(z.string(), z.unknown())

type Mapping = {
  id: string
  functionArn: string
  batchSize: number
  windowSeconds: number
  reportsItemFailures: boolean
}

export type SqsMapping = Mapping & { queue: LocalQueue; concurrencyMax: number | null }

export type StreamMapping = Mapping & {
  table: LocalTable
  bisects: boolean
  /** null: without end. */
  retriesMax: number | null
  recordAgeSecondsMax: number | null
  failureBucket: string | null
  /** Records that no filter lets through are passed over. */
  isWanted: (record: unknown) => boolean
}

type Sources = { functions: LocalFunction[]; queues: LocalQueue[]; tables: LocalTable[]; buckets: string[] }

export function readMappings(
  reader: StackReader,
  sources: Sources,
): { sqsMappings: SqsMapping[]; streamMappings: StreamMapping[] } {
  const sqsMappings: SqsMapping[] = []
  const streamMappings: StreamMapping[] = []
  for (const { logicalId, properties } of reader.ofType(
    'AWS::Lambda::EventSourceMapping',
    MappingProperties,
  )) {
    if (!properties.Enabled) continue
    const queue = sources.queues.find(({ arn }) => arn === properties.EventSourceArn)
    const table = sources.tables.find(({ streamArn }) => streamArn === properties.EventSourceArn)
    const mapping = toMapping(logicalId, properties, sources.functions)
    if (queue !== undefined) {
      if (properties.FilterCriteria !== undefined) {
        throw new StartError(
          `${logicalId}: filters on a queue are not imitated here: AWS deletes what they leave out.`,
        )
      }
      sqsMappings.push({
        ...mapping,
        queue,
        concurrencyMax: properties.ScalingConfig?.MaximumConcurrency ?? null,
      })
    } else if (table !== undefined) {
      streamMappings.push(toStreamMapping(mapping, table, properties, sources.buckets))
    } else {
      throw new StartError(
        `${logicalId} maps ${properties.EventSourceArn}, which is neither a queue nor a stream here.`,
      )
    }
  }
  return { sqsMappings, streamMappings }
}

function toMapping(id: string, properties: MappingProperties, functions: LocalFunction[]): Mapping {
  const target = functions.find(
    ({ logicalId, arn }) => properties.FunctionName === logicalId || properties.FunctionName === arn,
  )
  if (target === undefined)
    throw new StartError(`${id} maps to ${properties.FunctionName}, which is no function here.`)
  return {
    id,
    functionArn: target.arn,
    batchSize: properties.BatchSize ?? 10,
    windowSeconds: properties.MaximumBatchingWindowInSeconds,
    reportsItemFailures: properties.FunctionResponseTypes.length > 0,
  }
}

function toStreamMapping(
  mapping: Mapping,
  table: LocalTable,
  properties: MappingProperties,
  buckets: string[],
): StreamMapping {
  if (table.properties.StreamSpecification === undefined) {
    throw new StartError(`${mapping.id} reads the stream of ${table.name}, which has none.`)
  }
  if (properties.StartingPosition === undefined) {
    throw new StartError(`${mapping.id}: a stream mapping needs StartingPosition TRIM_HORIZON here.`)
  }
  const destination = properties.DestinationConfig?.OnFailure.Destination
  const failureBucket = buckets.find((bucket) => destination === `arn:aws:s3:::${bucket}`) ?? null
  if (destination !== undefined && failureBucket === null) {
    throw new StartError(`${mapping.id}: a failed batch can only go to a bucket here, not to ${destination}.`)
  }
  return {
    ...mapping,
    table,
    batchSize: properties.BatchSize ?? 100,
    bisects: properties.BisectBatchOnFunctionError,
    retriesMax: properties.MaximumRetryAttempts < 0 ? null : properties.MaximumRetryAttempts,
    recordAgeSecondsMax:
      properties.MaximumRecordAgeInSeconds < 0 ? null : properties.MaximumRecordAgeInSeconds,
    failureBucket,
    isWanted: compileFilters(mapping.id, properties.FilterCriteria?.Filters ?? []),
  }
}

/** Any of the filters lets a record through: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
function compileFilters(id: string, filters: readonly { Pattern: string }[]): (record: unknown) => boolean {
  if (filters.length === 0) return () => true
  try {
    const tests = filters.map(({ Pattern }) =>
      compileEventPattern(PatternObject.parse(JSON.parse(Pattern)), id),
    )
    return (record) => tests.some((test) => test(record))
  } catch (error) {
    throw new StartError(
      `The filter of ${id} cannot be matched here. ${error instanceof Error ? error.message : ''}`,
    )
  }
}
