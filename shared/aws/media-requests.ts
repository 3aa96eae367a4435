import type { MediaRequests, MessagePlace } from '../app/media/media-ports.ts'
import type { Clock } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { callOnce } from './call-once.ts'
import { type AwsCredentials, signRequest } from './sign-request.ts'

const TIMEOUT_MS = 5_000

export type MediaRequestsOptions = {
  functionName: string
  region: string
  credentials: () => Promise<AwsCredentials>
  /** Where Lambda answers, in the place of its own address. */
  lambdaUrl: string | null
  clock: Clock
}

/** Invokes the function that fetches, one message a time, and does not wait for it. */
export function createMediaRequests(options: MediaRequestsOptions): MediaRequests {
  return {
    request: async (messages) => {
      const taken = await Promise.all(messages.map((message) => invoke(message, options)))
      const refused = taken.filter((isTaken) => !isTaken).length
      if (refused === 0) return
      throw new AppError('function_unavailable', 'Lambda did not take all requests for files', {
        context: { requests: messages.length, refused },
      })
    },
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: 202 says that the event is in Lambda's own queue. */
async function invoke(message: MessagePlace, options: MediaRequestsOptions): Promise<boolean> {
  const { functionName, region, credentials, lambdaUrl, clock } = options
  const base = lambdaUrl ?? `https://lambda.${region}.amazonaws.com`
  const url = new URL(
    `${base.replace(/\/$/, '')}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
  )
  const body = JSON.stringify(message)
  const signed = await signRequest(
    {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body,
    },
    { service: 'lambda', region, credentials: await credentials(), now: clock.now() },
  )
  const result = await callOnce({
    url: url.href,
    method: 'POST',
    headers: signed,
    body,
    timeoutMs: TIMEOUT_MS,
  })
  return result.kind === 'answered' && result.answer.status === 202
}
