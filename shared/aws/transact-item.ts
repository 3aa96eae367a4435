import type { Write } from '../app/ports.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { TransactItem } from './send-transaction.ts'
import {
  contactConversationKey,
  conversationKey,
  toAnswerItem,
  toClockDueItem,
  toClockRecordItem,
  toContactItem,
  toConversationItem,
  toEntryItem,
  toHandoffItem,
  toHandoffPassItem,
  toIdentityItem,
  toSeenItem,
  toThreadAccessItem,
  toUploadItem,
} from './table-items.ts'

const DAY_SECONDS = 86_400
/** Platforms redeliver for up to seven days; four times that. */
const EVENT_MEMORY_DAYS = 30

/** How long a client may repeat a request that it does not know the fate of. */
const ANSWER_MEMORY_DAYS = 7

/** What reports look back on: a year, and some weeks to compare it with the one before. */
const CLOCK_RECORD_DAYS = 400

/** Whoever comes with a code of an offer that has ended is told so for that long; then it is a word like any other. */
const LATE_ARRIVAL_DAYS = 30

/** As the records of clocks: for reports. */
const HANDOFF_DAYS = CLOCK_RECORD_DAYS

export type WriteContext = {
  tableName: string
  nowSeconds: number
  /** Days that a conversation and its entries are kept after they were last written; null keeps them for ever. */
  retentionDays: (conversationId: string) => number | null
  /** The same of those who came to a secure thread. */
  threadDays: number
}

/** One write as an item of a transaction, conditional on the state that it was decided on. */
export function toTransactItem(
  write: Write,
  { tableName, nowSeconds, retentionDays, threadDays }: WriteContext,
): TransactItem {
  const put = (item: object, condition: Condition, days: number | null = null): TransactItem => {
    const expiry = days === null ? {} : { expiresAt: nowSeconds + days * DAY_SECONDS }
    return { Put: { TableName: tableName, Item: { ...item, ...expiry }, ...condition } }
  }
  const unchanged = (attribute: 'version' | 'revision', expected: number | null): Condition =>
    expected === null ? absentCondition(nowSeconds) : equalsCondition(attribute, expected)
  switch (write.kind) {
    case 'conversation': {
      const days = retentionDays(write.conversation.id)
      return put(
        toConversationItem(withinRetention(write.conversation, nowSeconds, days)),
        unchanged('version', write.expectedVersion),
        days,
      )
    }
    case 'entry': {
      const days = retentionDays(write.entry.conversationId)
      return put(toEntryItem(write.entry), unchanged('revision', write.expectedRevision), days)
    }
    case 'seen': {
      const kept = write.seen.kind === 'entry' ? retentionDays(write.seen.conversationId) : EVENT_MEMORY_DAYS
      const days = kept && Math.max(kept, EVENT_MEMORY_DAYS)
      return put(toSeenItem(write.seen), toSeenCondition(write.expected, nowSeconds), days)
    }
    case 'identity':
      return put(toIdentityItem(write.record), unchanged('version', write.expectedVersion))
    case 'contact':
      return put(toContactItem(write.contact), unchanged('revision', write.expectedRevision))
    case 'contact_conversation':
      return put({ ...contactConversationKey(write.contactId, write.conversationId), at: write.at }, {})
    case 'answer':
      return put(toAnswerItem(write.answer), absentCondition(nowSeconds), ANSWER_MEMORY_DAYS)
    case 'handoff':
      return put(toHandoffItem(write.handoff), unchanged('version', write.expectedVersion), HANDOFF_DAYS)
    case 'handoff_pass': {
      const expiresAt = Math.ceil(Date.parse(write.pass.validUntil) / 1000) + LATE_ARRIVAL_DAYS * DAY_SECONDS
      return {
        Put: { TableName: tableName, Item: { ...toHandoffPassItem(write.pass), expiresAt } },
      }
    }
    case 'thread_access':
      return put(toThreadAccessItem(write.access), unchanged('version', write.expectedVersion), threadDays)
    case 'upload': {
      const expiresAt = Math.ceil(Date.parse(write.upload.validUntil) / 1000)
      return { Put: { TableName: tableName, Item: { ...toUploadItem(write.upload), expiresAt } } }
    }
    case 'clock_due': {
      const { conversationId, queueShard, dueAt } = write
      return put(toClockDueItem(conversationId, queueShard, dueAt), {}, retentionDays(conversationId))
    }
    case 'clock_record':
      return put(toClockRecordItem(write.record), {}, CLOCK_RECORD_DAYS)
    case 'conversation_expired':
      return {
        ConditionCheck: {
          TableName: tableName,
          Key: conversationKey(write.conversationId),
          ...absentCondition(nowSeconds),
        },
      }
  }
}

/** What is due after the conversation has expired would stand in the index, overdue, until it is swept away. */
function withinRetention(conversation: Conversation, nowSeconds: number, days: number | null): Conversation {
  if (days === null || conversation.dueAt === null) return conversation
  const expiresAt = nowSeconds + days * DAY_SECONDS
  return Date.parse(conversation.dueAt) / 1000 < expiresAt ? conversation : { ...conversation, dueAt: null }
}

type Condition = {
  ConditionExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, unknown>
}

/** Not there, or expired and not yet swept away. */
function absentCondition(nowSeconds: number): Condition & { ConditionExpression: string } {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
    ExpressionAttributeValues: { ':now': nowSeconds },
  }
}

function toSeenCondition(
  expected: Extract<Write, { kind: 'seen' }>['expected'],
  nowSeconds: number,
): Condition {
  if (expected === 'absent') return absentCondition(nowSeconds)
  if ('parkedVersion' in expected) return equalsCondition('version', expected.parkedVersion)
  return {
    ConditionExpression: 'conversationId = :conversationId AND seq = :seq',
    ExpressionAttributeValues: { ':conversationId': expected.conversationId, ':seq': expected.seq },
  }
}

function equalsCondition(attribute: string, expected: number): Condition {
  return {
    ConditionExpression: '#counted = :expected',
    ExpressionAttributeNames: { '#counted': attribute },
    ExpressionAttributeValues: { ':expected': expected },
  }
}
