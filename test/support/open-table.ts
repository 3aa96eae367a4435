import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { RunningStack } from '../../infra/local/start-stack.ts'
import type { Table } from '../../shared/aws/dynamo.ts'

/** The table of a running stack itself, without weather. */
export function openTable({ stack, emulators }: RunningStack): Table {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint: emulators.dynamodbUrl, region: 'us-east-1', credentials })
  const marshallOptions = { removeUndefinedValues: true }
  return {
    name: stack.tables[0]?.name ?? '',
    client: DynamoDBDocumentClient.from(client, { marshallOptions }),
  }
}
