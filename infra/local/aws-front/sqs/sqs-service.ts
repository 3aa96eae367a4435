import type { Weather } from '../../weather.ts'
import { DROPPED, errorAnswer, jsonAnswer, type Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import type { Forward } from '../forward.ts'
import { mapJsonAnswer, parseJsonObject, withBody, type JsonObject } from '../json-body.ts'
import { batchRefusal, messageRefusal, type Refusal } from './sqs-limits.ts'

type FailedEntry = { Id: unknown; SenderFault: boolean; Code: string; Message: string }

const BATCH_ACTIONS = new Set(['SendMessageBatch', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'])

/**
 * SQS as AWS limits it, in front of an emulator that is kinder. `frontUrl` replaces the emulator's address in queue URLs,
 * because the SDK sends to the host of the queue URL.
 *
 * The emulator refuses bodies with characters above U+FFFF, which AWS takes; that cannot be mended here.
 */
export function createSqsService(options: {
  forward: Forward
  weather: Weather
  frontUrl: () => string
}): (request: AwsRequest) => Promise<Answer> {
  const { forward, weather } = options
  return async (request) => {
    const body = parseJsonObject(request.body.toString('utf8'))
    if (body === null) return refuse(request, { code: 'InvalidRequest', message: 'The body is not JSON.' })
    if (weather.chance('sqs-throttle')) {
      return refuse(request, {
        code: 'RequestThrottled',
        message: 'The request was denied due to throttling.',
      })
    }
    const answer = await perform(request, body)
    return weather.chance('sqs-answer-lost') ? DROPPED : answer
  }

  async function perform(request: AwsRequest, body: JsonObject): Promise<Answer> {
    if (BATCH_ACTIONS.has(request.action)) return performBatch(request, body)
    if (request.action === 'SendMessage') {
      const refusal = messageRefusal(body)
      if (refusal !== null) return refuse(request, refusal)
    }
    return mapJsonAnswer(await forward(request), (found) => withFrontUrls(found, options.frontUrl()))
  }

  /** Entries are judged one by one: those refused are reported inside a 200, the others go on. */
  async function performBatch(request: AwsRequest, body: JsonObject): Promise<Answer> {
    const entries = (Array.isArray(body['Entries']) ? body['Entries'] : []) as JsonObject[]
    const refusal = batchRefusal(entries)
    if (refusal !== null) return refuse(request, refusal)

    const failed: FailedEntry[] = []
    const accepted = entries.filter((entry) => {
      const failure = entryFailure(request.action, entry)
      if (failure !== null) failed.push(failure)
      return failure === null
    })
    if (failed.length === 0) return forward(request)
    if (accepted.length === 0) return jsonAnswer({ Successful: [], Failed: failed }, request)
    const answer = await forward(withBody(request, { ...body, Entries: accepted }))
    return mapJsonAnswer(answer, (found) => ({
      ...found,
      Failed: [...((found['Failed'] ?? []) as FailedEntry[]), ...failed],
    }))
  }

  function entryFailure(action: string, entry: JsonObject): FailedEntry | null {
    const refusal = action === 'SendMessageBatch' ? messageRefusal(entry) : null
    if (refusal !== null) {
      return { Id: entry['Id'], SenderFault: true, Code: refusal.code, Message: refusal.message }
    }
    if (!weather.chance('sqs-batch-entry-failed')) return null
    return {
      Id: entry['Id'],
      SenderFault: false,
      Code: 'InternalError',
      Message: 'We encountered an internal error. Please try again.',
    }
  }
}

function withFrontUrls(body: JsonObject, frontUrl: string): JsonObject {
  const moved = (url: unknown): unknown =>
    typeof url === 'string' && URL.canParse(url) ? frontUrl + new URL(url).pathname : url
  const changed = { ...body }
  if ('QueueUrl' in body) changed['QueueUrl'] = moved(body['QueueUrl'])
  if (Array.isArray(body['QueueUrls'])) changed['QueueUrls'] = body['QueueUrls'].map(moved)
  return changed
}

/** SQS kept the error codes of its former query protocol in a header beside the JSON type. */
function refuse(request: AwsRequest, refusal: Refusal): Answer {
  const isGeneral = refusal.code === 'InvalidParameterValue' || refusal.code === 'MissingParameter'
  const type = isGeneral
    ? `com.amazon.coral.service#${refusal.code}Exception`
    : `com.amazonaws.sqs#${refusal.code}`
  const queryCode = refusal.code.includes('Batch') ? `AWS.SimpleQueueService.${refusal.code}` : refusal.code
  return errorAnswer(request, type, refusal.message, {
    headers: { 'x-amzn-query-error': `${queryCode};Sender` },
    status: refusal.code === 'RequestThrottled' ? 403 : 400,
  })
}
