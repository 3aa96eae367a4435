import type { Pacer } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { callOnce } from './call-once.ts'

const TIMEOUT_MS = 5_000
const TRIES_MAX = 4
const PAUSE_MS = 500

/** What CloudFormation wants to hear: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export type ResourceAnswer = {
  Status: 'SUCCESS' | 'FAILED'
  Reason: string
  PhysicalResourceId: string
  StackId: string
  RequestId: string
  LogicalResourceId: string
  Data: Readonly<Record<string, string>>
}

/** Answers a custom resource's request at its URL, which is signed: it belongs into no log. Throws `answer_unsent`. */
export async function sendResourceAnswer(url: string, answer: ResourceAnswer, pacer: Pacer): Promise<void> {
  let title = ''
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    // The signature covers an empty content type.
    const call = { url, method: 'PUT', headers: { 'content-type': '' }, body: JSON.stringify(answer) }
    const result = await callOnce({ ...call, timeoutMs: TIMEOUT_MS })
    if (result.kind === 'answered' && result.answer.status < 300) return
    title = result.kind === 'answered' ? `status ${result.answer.status}` : result.title
    if (tries < TRIES_MAX) await pacer.sleep(PAUSE_MS * tries)
  }
  throw new AppError('answer_unsent', `CloudFormation took no answer: ${title}`)
}
