import { callAws, toAsciiJson } from '../../aws-json.ts'
import type { BusEvent } from './bus-event.ts'

export type DeadLetterReason = {
  rule: string
  target: string
  error: string
  condition: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'
  retries: number
}

export type SendDeadLetter = (queueArn: string, event: BusEvent, reason: DeadLetterReason) => Promise<void>

/** The event goes to the queue as it is, the reason in attributes. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function createDeadLetterSender(fauxqsUrl: string): SendDeadLetter {
  return async (queueArn, event, reason) => {
    const attributes = {
      RULE_ARN: reason.rule,
      TARGET_ARN: reason.target,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: reason.error || 'none',
      EXHAUSTED_RETRY_CONDITION: reason.condition,
      RETRY_ATTEMPTS: String(reason.retries),
    }
    const [, , , , account = '', name = ''] = queueArn.split(':')
    await callAws(fauxqsUrl, 'AmazonSQS', 'SendMessage', {
      QueueUrl: new URL(`/${account}/${name}`, fauxqsUrl).href,
      MessageBody: toAsciiJson(event),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]),
      ),
    })
  }
}
