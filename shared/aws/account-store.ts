import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { AccountStore, Clock } from '../app/ports.ts'
import { isConflict } from './dynamo-errors.ts'
import { type Table, toTableError } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { accountKey, parseAccountItem, toAccountItem } from './table-items.ts'

/** Accounts, each an item of its own, written alone. */
export function createAccountStore(table: Table, clock: Clock): AccountStore {
  return {
    account: async (channel, id) => {
      const item = await readItem({ table, clock }, accountKey(channel, id), 'consistent')
      return item === null ? null : parseAccountItem(item)
    },
    save: async (account, expectedVersion) => {
      const condition =
        expectedVersion === null
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'version = :expected',
              ExpressionAttributeValues: { ':expected': expectedVersion },
            }
      const put = new PutCommand({ TableName: table.name, Item: toAccountItem(account), ...condition })
      try {
        await table.client.send(put)
        return 'saved'
      } catch (error) {
        if (isConflict(error)) return 'conflict'
        throw toTableError(error, 'save an account')
      }
    },
  }
}
