import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { AppError } from '../domain/errors.ts'

/** Where the inbox lives: one table. */
export type Table = { client: DynamoDBDocumentClient; name: string }

export function createTable(name: string, client = new DynamoDBClient({})): Table {
  return {
    name,
    client: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    }),
  }
}

/** Expired items stay readable for days; whoever reads must look. */
export function isLive(
  item: Record<string, unknown> | undefined,
  now: Date,
): item is Record<string, unknown> {
  if (item === undefined) return false
  const expiresAt = item['expiresAt']
  return typeof expiresAt !== 'number' || expiresAt > now.getTime() / 1000
}

/** A failed call to the table, as one of our errors: everything but a request that can never succeed is retried. */
export function toTableError(cause: unknown, doing: string): AppError {
  if (cause instanceof AppError) return cause
  const name = cause instanceof Error ? cause.name : 'unknown'
  return new AppError(
    name === 'ValidationException' ? 'item_too_large' : 'table_unavailable',
    `DynamoDB answered ${name} to ${doing}`,
    { cause, context: { aws: name } },
  )
}
