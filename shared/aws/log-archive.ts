import { paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { LogArchive } from '../app/republish.ts'
import type { Clock } from '../app/ports.ts'
import { isLive, type Table } from './dynamo.ts'
import {
  ACCOUNT_PREFIX,
  contactKey,
  conversationKey,
  parseAccountItem,
  parseContactItem,
  parseConversationItem,
  parseEntryItem,
} from './table-items.ts'

const CONVERSATION = conversationKey('').sk
const CONTACT = contactKey('').sk

/** Reads the log for commands that an operator runs. */
export function createLogArchive({ client, name }: Table, clock: Clock): LogArchive {
  const toScan = (since: string) => ({
    TableName: name,
    // The table itself: an index moves a conversation at every message, and a scan of it may miss what moves.
    FilterExpression:
      '(sk IN (:conversation, :contact) OR begins_with(sk, :account)) AND updatedAt >= :since',
    ExpressionAttributeValues: {
      ':conversation': CONVERSATION,
      ':contact': CONTACT,
      ':account': ACCOUNT_PREFIX,
      ':since': since,
    },
    ConsistentRead: true,
  })
  return {
    countChanged: async (since) => {
      let count = 0
      const scan = { ...toScan(since), Select: 'COUNT' as const }
      for await (const page of paginateScan({ client }, scan)) count += page.Count ?? 0
      return count
    },
    async *changed(since) {
      for await (const { Items = [] } of paginateScan({ client }, toScan(since))) {
        for (const item of Items.filter((each) => isLive(each, clock.now()))) {
          const { sk } = item
          if (sk !== CONVERSATION && sk !== CONTACT)
            yield { kind: 'account', account: parseAccountItem(item) }
          else if (sk === CONTACT) yield { kind: 'contact', contact: parseContactItem(item) }
          else yield { kind: 'conversation', conversation: parseConversationItem(item) }
        }
      }
    },
    async *entries(conversationId) {
      const query = {
        TableName: name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :log)',
        ExpressionAttributeValues: { ':pk': conversationKey(conversationId).pk, ':log': 'LOG#' },
        ConsistentRead: true,
      }
      for await (const { Items = [] } of paginateQuery({ client }, query)) {
        yield* Items.filter((item) => isLive(item, clock.now())).map(parseEntryItem)
      }
    },
  }
}
