import { xmlErrorAnswer, type Answer } from './answer.ts'
import type { AwsRequest } from './aws-request.ts'
import type { Forward } from './forward.ts'

/** SNS passes to the emulator, but for the one subscription that AWS refuses and the emulator takes. */
export function createSnsService(forward: Forward): (request: AwsRequest) => Promise<Answer> {
  return async (request) => {
    const input = new URLSearchParams(request.body.toString('utf8'))
    const isFifoQueue = input.get('Protocol') === 'sqs' && (input.get('Endpoint') ?? '').endsWith('.fifo')
    const isFifoTopic = (input.get('TopicArn') ?? '').endsWith('.fifo')
    // https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html
    if (request.action === 'Subscribe' && isFifoQueue && !isFifoTopic) {
      return xmlErrorAnswer(
        'InvalidParameter',
        'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
      )
    }
    return forward(request)
  }
}
