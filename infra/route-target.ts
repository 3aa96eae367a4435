import * as z from 'zod'

/** What EventBridge does to each kind of target that a setting may name. FIFO queues and topics are none: they need a group. */
const TARGETS: readonly { arn: RegExp; action: string }[] = [
  { arn: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/, action: 'sqs:SendMessage' },
  { arn: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, action: 'sns:Publish' },
  {
    arn: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9_-]{1,128})?$/,
    action: 'lambda:InvokeFunction',
  },
  {
    arn: /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[A-Za-z0-9._/-]{1,256}$/,
    action: 'events:PutEvents',
  },
]

export const RouteTarget = z.string().refine((arn) => TARGETS.some((kind) => kind.arn.test(arn)), {
  error: 'expected the ARN of a standard SQS queue, a standard SNS topic, a Lambda function or an event bus',
})

/** What EventBridge must be allowed to do with a target. */
export function actionOf(target: string): string {
  const kind = TARGETS.find(({ arn }) => arn.test(target))
  if (kind === undefined) throw new TypeError(`${target} is no target that a setting may name`)
  return kind.action
}
