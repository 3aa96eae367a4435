import { GetCommand, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { LogArchive } from '../app/republish.ts'
import type { Table } from './dynamo.ts'
import {
  contactKey,
  conversationKey,
  parseContactItem,
  parseConversationItem,
  parseEntryItem,
} from './table-items.ts'

/** Reads the log for commands that an operator runs. The `queue` index holds every conversation and nothing else. */
export function createLogArchive({ client, name }: Table): LogArchive {
  return {
    async *conversations(since) {
      const scan = {
        TableName: name,
        IndexName: 'queue',
        FilterExpression: 'updatedAt >= :since',
        ExpressionAttributeValues: { ':since': since },
      }
      for await (const { Items } of paginateScan({ client }, scan))
        yield* (Items ?? []).map(parseConversationItem)
    },
    async *entries(conversationId) {
      const query = {
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :log)',
        ExpressionAttributeValues: { ':pk': conversationKey(conversationId).pk, ':log': 'LOG#' },
        ConsistentRead: true,
      }
      for await (const { Items } of paginateQuery({ client }, query)) yield* (Items ?? []).map(parseEntryItem)
    },
    contact: async (id) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: contactKey(id), ConsistentRead: true }),
      )
      return Item === undefined ? null : parseContactItem(Item)
    },
  }
}
