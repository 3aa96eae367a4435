import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { StackReader } from './stack-reader.ts'

const KeySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))

const TableProperties = z.strictObject({
  TableName: z.string().optional(),
  KeySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.string() })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema,
        Projection: z.strictObject({
          ProjectionType: z.string(),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .default([]),
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  /** A global table's settings per region live on its one replica. */
  Replicas: z.array(z.looseObject({})).length(1).optional(),
})

export type LocalTable = {
  name: string
  arn: string
  streamArn: string
  properties: z.infer<typeof TableProperties>
}

const QueueProperties = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: z.boolean().default(false),
  ContentBasedDeduplication: z.boolean().optional(),
  DeduplicationScope: z.string().optional(),
  FifoThroughputLimit: z.string().optional(),
  DelaySeconds: z.number().optional(),
  MaximumMessageSize: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  VisibilityTimeout: z.number().default(30),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
})

export type LocalQueue = {
  logicalId: string
  name: string
  arn: string
  url: string
  fifo: boolean
  /** As SQS takes them: everything a string. */
  attributes: Record<string, string>
}

const SecretProperties = z.strictObject({
  SecretString: z.string().optional(),
  GenerateSecretString: z.unknown().optional(),
  Tags: z.array(z.looseObject({ Key: z.string(), Value: z.string() })).default([]),
})

export type LocalSecret = {
  logicalId: string
  arn: string
  /** The channel whose local values it holds. */
  channel: string | null
  value: string | null
}

export function readTables(reader: StackReader): LocalTable[] {
  return ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    reader.ofType(type, TableProperties).map(({ logicalId, properties }) => {
      const arn = reader.arnOf(logicalId)
      return { name: reader.refOf(logicalId), arn, streamArn: `${arn}/stream/local`, properties }
    }),
  )
}

export function readQueues(reader: StackReader): LocalQueue[] {
  return reader.ofType('AWS::SQS::Queue', QueueProperties).map(({ logicalId, properties }) => {
    const arn = reader.arnOf(logicalId)
    const { QueueName: _name, FifoQueue, RedrivePolicy, ...rest } = properties
    const attributes: Record<string, string> = FifoQueue ? { FifoQueue: 'true' } : {}
    for (const [name, value] of Object.entries(rest)) {
      if (value !== undefined) attributes[name] = String(value)
    }
    if (RedrivePolicy !== undefined) attributes['RedrivePolicy'] = JSON.stringify(RedrivePolicy)
    const name = arn.slice(arn.lastIndexOf(':') + 1)
    return { logicalId, name, arn, url: reader.refOf(logicalId), fifo: FifoQueue, attributes }
  })
}

export function readBuckets(reader: StackReader): string[] {
  const schema = z.strictObject({ BucketName: z.string().optional() })
  return reader.ofType('AWS::S3::Bucket', schema).map(({ logicalId }) => reader.refOf(logicalId))
}

/** A secret says whose it is by a tag or by metadata `inlet:channel`; another one needs its value in the template. */
export function readSecrets(reader: StackReader): LocalSecret[] {
  return reader.ofType('AWS::SecretsManager::Secret', SecretProperties).map(({ logicalId, properties }) => {
    const metadata = reader.assembly.template.Resources[logicalId]?.Metadata?.['inlet:channel']
    const tag = properties.Tags.find(({ Key }) => Key === 'inlet:channel')?.Value
    const channel = tag ?? (typeof metadata === 'string' ? metadata : null)
    const value = properties.SecretString ?? null
    if (channel === null && value === null) {
      throw new StartError(
        `${logicalId} is a secret without a local value. Tag it inlet:channel with the channel's name, or give it a SecretString.`,
      )
    }
    return { logicalId, arn: reader.arnOf(logicalId), channel, value }
  })
}

const KeyProperties = z.strictObject({
  KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
  KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
  Enabled: z.literal(true).optional(),
})

/** ARNs of the keys. */
export function readKeys(reader: StackReader): string[] {
  return reader.ofType('AWS::KMS::Key', KeyProperties).map(({ logicalId }) => reader.arnOf(logicalId))
}
