import type { Logger } from '@aws-lambda-powertools/logger'
import type { MiddlewareObj } from '@middy/core'
import type { Clock } from '../../shared/app/ports.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { withCommonHeaders } from '../../shared/http/handle-request.ts'
import type { HttpResponse } from '../../shared/http/http-message.ts'
import { toFailureResponse } from '../../shared/http/problems.ts'
import { ApiEvent } from './api-event.ts'
import { toLoggableError } from './logger.ts'

type ApiMiddleware = MiddlewareObj<unknown, HttpResponse>

/** Turns whatever was thrown into a problem that says nothing of the inside. */
export function apiFailure(): ApiMiddleware {
  return {
    onError: (request) => {
      const event = ApiEvent.safeParse(request.event).data
      const requestId = event?.requestContext.requestId ?? 'unknown'
      const failure = toFailureResponse(toFailureCode(request.error), {
        requestId,
        path: event?.rawPath ?? '',
      })
      request.response = withCommonHeaders(failure, requestId)
    },
  }
}

/** One line a request: route, status and ids. Never query, body, token or a customer's words. */
export function apiLog(logger: () => Logger, clock: Clock): ApiMiddleware {
  const started = new WeakMap<object, number>()
  const write: NonNullable<ApiMiddleware['after']> = (request) => {
    const event = ApiEvent.safeParse(request.event).data
    const { response, error } = request
    const level = (response?.status ?? 500) < 500 ? 'info' : 'error'
    logger()[level]('api', {
      requestId: event?.requestContext.requestId,
      method: event?.requestContext.http.method,
      route: response?.trace.route,
      status: response?.status,
      problem: response?.trace.code,
      callerId: event?.requestContext.authorizer?.jwt?.claims?.['sub'],
      conversationId: /\/(cnv_[a-z2-7]{26})(?:\/|$)/.exec(event?.rawPath ?? '')?.[1],
      contactId: /\/(ctc_[a-z2-7]{26})(?:\/|$)/.exec(event?.rawPath ?? '')?.[1],
      durationMs: clock.now().getTime() - (started.get(request) ?? Number.NaN),
      ...(error === undefined || error === null ? {} : { error: toLoggableError(error) }),
    })
  }
  return {
    before: (request) => {
      started.set(request, clock.now().getTime())
    },
    after: write,
    onError: write,
  }
}

function toFailureCode(error: unknown): Parameters<typeof toFailureResponse>[0] {
  if (error instanceof AppError) return error.code
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : null
}
