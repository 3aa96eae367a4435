import * as z from 'zod'

/** One call to the emulator, outside all weather; throws when the answer is not a 200. */
export type CallDynamodb = (action: string, body: object) => Promise<Record<string, unknown>>

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))

const Index = z.object({ IndexName: z.string(), KeySchema, Projection: z.looseObject({}) })

const TableDescription = z.object({
  Table: z.object({
    TableStatus: z.string(),
    KeySchema,
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
    GlobalSecondaryIndexes: z.array(Index).optional(),
  }),
})

export type TableSchema = z.infer<typeof TableDescription>['Table']

export type TableSchemas = {
  /** Null when there is no such table. */
  describe: (tableName: string) => Promise<TableSchema | null>
}

/** Remembers each table's keys and indexes; the runner makes the tables before a function runs and never changes them. */
export function createTableSchemas(callDynamodb: CallDynamodb): TableSchemas {
  const known = new Map<string, TableSchema>()
  return {
    describe: async (tableName) => {
      const found = known.get(tableName)
      if (found !== undefined) return found
      try {
        const answer = await callDynamodb('DescribeTable', { TableName: tableName })
        const schema = TableDescription.parse(answer).Table
        known.set(tableName, schema)
        return schema
      } catch {
        return null
      }
    },
  }
}
