import { callAws } from '../../aws-json.ts'
import type { Weather } from '../../weather.ts'
import { DROPPED, errorAnswer, type Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import type { Forward } from '../forward.ts'
import { mapJsonAnswer, parseJsonObject, withBody, type JsonObject } from '../json-body.ts'
import { conflictAnswer, throttleAnswer } from './dynamodb-faults.ts'
import { indexKeyRefusal } from './index-key-limits.ts'
import { itemWrites } from './item-writes.ts'
import { createLaggingCopies } from './lagging-copies.ts'
import { splitBatch } from './partial-batch.ts'
import { staleAnswer } from './stale-reads.ts'
import { transactionSizeRefusal } from './transaction-size.ts'
import { createTableSchemas, type CallDynamodb } from './table-schemas.ts'

// Long enough that a read right after the write finds the old state.
const LAG_MS_MIN = 50
const LAG_MS_MAX = 400
const DATA_ACTIONS = new Set(
  'GetItem PutItem UpdateItem DeleteItem Query Scan BatchGetItem BatchWriteItem TransactGetItems TransactWriteItems'.split(
    ' ',
  ),
)

export type DynamodbService = { handle: (request: AwsRequest) => Promise<Answer>; stop: () => Promise<void> }

/** DynamoDB's documented refusals and delays in front of an emulator that has none of them. Table operations pass untouched. */
export function createDynamodbService(options: {
  url: string
  forward: Forward
  weather: Weather
  log: (line: string) => void
}): DynamodbService {
  const { forward, weather } = options
  const callDynamodb: CallDynamodb = (action, body) => callAws(options.url, 'DynamoDB_20120810', action, body)
  const schemas = createTableSchemas(callDynamodb)
  const lagMs = (): number => LAG_MS_MIN + weather.random('dynamodb-stale-read') * (LAG_MS_MAX - LAG_MS_MIN)
  const copies = createLaggingCopies({ callDynamodb, schemas, lagMs, log: options.log })

  return {
    stop: copies.stop,
    handle: async (request) => {
      const body = parseJsonObject(request.body.toString('utf8'))
      if (body === null || !DATA_ACTIONS.has(request.action)) return forward(request)
      if (weather.chance('dynamodb-call-dropped')) return DROPPED
      const answer = (await refusal(request, body)) ?? (await carryOut(request, body))
      return weather.chance('dynamodb-answer-lost') ? DROPPED : answer
    },
  }

  async function refusal(request: AwsRequest, body: JsonObject): Promise<Answer | null> {
    const writes = itemWrites(request.action, body)
    const tooLarge =
      (await indexKeyRefusal(writes, schemas)) ??
      (request.action === 'TransactWriteItems' ? await transactionSizeRefusal(writes, callDynamodb) : null)
    if (tooLarge !== null) {
      return errorAnswer(request, 'com.amazon.coral.validate#ValidationException', tooLarge)
    }
    return weather.chance('dynamodb-transaction-conflict') ? conflictAnswer(request, body, weather) : null
  }

  async function carryOut(request: AwsRequest, body: JsonObject): Promise<Answer> {
    if (!weather.chance('dynamodb-throttle')) {
      const stale = await staleAnswer(request, body, { copies, forward, weather })
      return stale ?? forwardAndNote(request, body)
    }
    const parts = splitBatch(request.action, body)
    if (parts === null) return throttleAnswer(request, body, weather)
    const answer = await forwardAndNote(withBody(request, parts.done), parts.done)
    return mapJsonAnswer(answer, (found) => ({ ...found, ...parts.rest }))
  }

  async function forwardAndNote(request: AwsRequest, body: JsonObject): Promise<Answer> {
    try {
      return await forward(request)
    } finally {
      copies.noteWrites(itemWrites(request.action, body))
    }
  }
}
