import * as z from 'zod'
import type { Weather } from '../../weather.ts'
import { errorAnswer, type Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import type { JsonObject } from '../json-body.ts'

const TYPE_PREFIX = 'com.amazonaws.dynamodb.v20120810#'
const SINGLE_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem'])
const TRANSACTIONS = new Set(['TransactWriteItems', 'TransactGetItems'])

const TransactItems = z.object({ TransactItems: z.array(z.unknown()).min(1) })

/**
 * The refusal of an operation that met another transaction, or null for an operation that cannot conflict.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export function conflictAnswer(request: AwsRequest, body: JsonObject, weather: Weather): Answer | null {
  if (SINGLE_WRITES.has(request.action)) {
    const message = 'Transaction is ongoing for the item'
    return errorAnswer(request, `${TYPE_PREFIX}TransactionConflictException`, message)
  }
  return cancelledAnswer(request, body, weather.random('dynamodb-transaction-conflict'), {
    Code: 'TransactionConflict',
    Message: 'Transaction is ongoing for the item',
  })
}

/**
 * The refusal of a throttled operation. Transactions are cancelled with a reason; batches are handled by their own rule.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function throttleAnswer(request: AwsRequest, body: JsonObject, weather: Weather): Answer {
  const cancelled = cancelledAnswer(request, body, weather.random('dynamodb-throttle'), {
    Code: 'ThrottlingError',
    Message:
      'Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is automatically scaling your index so please try again shortly.',
  })
  if (cancelled !== null) return cancelled
  const code = weather.pick('dynamodb-throttle', [
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
  ])
  return errorAnswer(
    request,
    `${TYPE_PREFIX}${code}`,
    'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
  )
}

/** One item, chosen by `random`, carries the reason; the others carry `None`. Null for what is not a transaction. */
function cancelledAnswer(
  request: AwsRequest,
  body: JsonObject,
  random: number,
  reason: { Code: string; Message: string },
): Answer | null {
  const transaction = TransactItems.safeParse(body)
  if (!TRANSACTIONS.has(request.action) || !transaction.success) return null
  const items = transaction.data.TransactItems
  const struck = Math.floor(random * items.length)
  const reasons = items.map((_, index) => (index === struck ? reason : { Code: 'None' }))
  const codes = reasons.map(({ Code }) => Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  return errorAnswer(request, `${TYPE_PREFIX}TransactionCanceledException`, message, {
    fields: { Message: message, CancellationReasons: reasons },
  })
}
