import { describe, expect, it } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../../shared/domain/errors.ts'
import {
  Problem,
  type ProblemCode,
  PROBLEMS,
  toFailureResponse,
  toProblemResponse,
} from '../../../shared/http/problems.ts'

const CONTEXT = { requestId: 'req-1', path: '/v1/conversations' }

describe('problems', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])(
    '%s: this guarantees that every problem has one shape and says so in its type',
    (code) => {
      const { status, headers, body } = toProblemResponse(code, 'because', CONTEXT)
      const problem = Problem.parse(JSON.parse(body))
      expect(problem).toMatchObject({
        type: `urn:inlet:problem:${code}`,
        code,
        status,
        detail: 'because',
        instance: '/v1/conversations',
        requestId: 'req-1',
      })
      expect(headers['content-type']).toBe('application/problem+json')
      expect(problem.retryable).toBe(headers['retry-after'] !== undefined)
    },
  )

  it.each(Object.entries(ERROR_CODES).map(([code, { retry }]) => [code as ErrorCode, retry] as const))(
    '%s: this guarantees that only what passes is worth another try (%s)',
    (code, retry) => {
      const response = toFailureResponse(code, CONTEXT)
      const isTemporary = response.status === 503
      expect(response.status === 500 || isTemporary).toBe(true)
      expect(JSON.parse(response.body).retryable).toBe(isTemporary)
      if (retry === 'no') expect(isTemporary).toBe(false)
    },
  )

  it('this guarantees that what nobody foresaw is a 500 and running out of time a 503', () => {
    expect(toFailureResponse(null, CONTEXT).status).toBe(500)
    expect(toFailureResponse('timeout', CONTEXT).status).toBe(503)
  })
})
