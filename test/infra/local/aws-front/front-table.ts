import { CreateTableCommand, DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb'
import { beforeAll } from 'vitest'
import { clientOptions, useFronts, type FrontSetting } from './running-front.ts'

export const TABLE = 'front'

export type ItemKey = { pk: AttributeValue; sk: AttributeValue }

/** A table with an index for one test file, and keys that no other test of it uses. */
export function useFrontTable(): {
  /** A client of a front with this weather, and one that sees the emulator as it is. */
  start: (setting?: FrontSetting) => Promise<{ dynamodb: DynamoDBClient; plain: DynamoDBClient }>
  newKey: () => ItemKey
} {
  const fronts = useFronts()
  let itemNumber = 0
  beforeAll(async () => {
    const plain = new DynamoDBClient(clientOptions({ url: fronts.emulators().dynamodbUrl }))
    await createTable(plain)
  })
  return {
    start: async (setting = {}) => ({
      dynamodb: new DynamoDBClient(clientOptions(await fronts.start(setting))),
      plain: new DynamoDBClient(clientOptions({ url: fronts.emulators().dynamodbUrl })),
    }),
    newKey: () => {
      itemNumber += 1
      return { pk: { S: `item-${itemNumber}` }, sk: { S: 'sk' } }
    },
  }
}

async function createTable(plain: DynamoDBClient): Promise<void> {
  await plain.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'queuePk', 'queueSk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'queue',
          KeySchema: [
            { AttributeName: 'queuePk', KeyType: 'HASH' },
            { AttributeName: 'queueSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
}
