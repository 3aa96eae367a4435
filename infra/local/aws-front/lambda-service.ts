import { type Answer, errorAnswer } from './answer.ts'
import type { Handle } from './aws-server.ts'

const INVOKE = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/
/** Of an event that nobody waits for: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const EVENT_BYTES_MAX = 1024 * 1024

export type InvokeLater = (functionName: string, event: unknown) => boolean

/** Invoke, and of it only the kind that nobody waits for. */
export function createLambdaService(invokeLater: InvokeLater): Handle {
  return async (request): Promise<Answer> => {
    const name = INVOKE.exec(request.path)?.[1]
    if (
      request.method !== 'POST' ||
      name === undefined ||
      request.headers['x-amz-invocation-type'] !== 'Event'
    ) {
      return errorAnswer(request, 'UnknownOperationException', 'Only invocations of type Event run here.')
    }
    if (request.body.byteLength > EVENT_BYTES_MAX) {
      return errorAnswer(request, 'RequestTooLargeException', 'The event is over 1 MB.', { status: 413 })
    }
    const isTaken = invokeLater(decodeURIComponent(name), JSON.parse(request.body.toString('utf8')))
    return isTaken
      ? { kind: 'answer', status: 202, headers: {}, body: '' }
      : errorAnswer(request, 'ResourceNotFoundException', `There is no function ${name}.`, { status: 404 })
  }
}
