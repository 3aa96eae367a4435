import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { RedriveBoxes, RedriveDeps } from '../shared/app/redrive/redrive-ports.ts'
import { createEventBus } from '../shared/aws/event-bus.ts'
import { createInboundQueue } from '../shared/aws/inbound-queue.ts'
import { joinPieces } from '../shared/aws/join-pieces.ts'
import { createLetterBox } from '../shared/aws/letter-box.ts'
import { createQuarantine } from '../shared/aws/quarantine.ts'
import { createTimerQueue } from '../shared/aws/timer-queue.ts'
import { findChannel } from '../shared/channels/registry.ts'
import { BUILT_IN_REDACTION } from '../shared/domain/redaction/redaction.ts'
import { type Deployment, requireOutput, type StackOutputs } from './deployment.ts'

const TOPIC_LETTERS = 'TopicDeadLettersUrl'

/** Every queue that nothing reads but people, by what the stack's outputs call them. */
export function openBoxes(sqs: SQSClient, outputs: StackOutputs, holdSeconds: number): RedriveBoxes {
  const open = (url: string) => createLetterBox(sqs, url, holdSeconds)
  return {
    ordered: open(requireOutput(outputs, 'DeadLettersUrl')),
    unordered: open(requireOutput(outputs, 'UndeliveredUrl')),
    quarantine: open(requireOutput(outputs, 'QuarantineUrl')),
    topics: new Map(
      Object.entries(outputs)
        .filter(([name]) => name.startsWith(TOPIC_LETTERS))
        .map(([name, url]) => [name.slice(TOPIC_LETTERS.length).toLowerCase(), open(url)]),
    ),
  }
}

/** What a run needs to send back what the boxes hold. */
export function composeRedrive(
  sqs: SQSClient,
  { outputs, aws }: Deployment,
  boxes: RedriveBoxes,
): Omit<RedriveDeps, 'onProgress'> {
  return {
    boxes,
    joinPieces,
    findChannel,
    inbound: createInboundQueue(sqs, requireOutput(outputs, 'InboundQueueUrl')),
    outbound: createInboundQueue(sqs, requireOutput(outputs, 'OutboundQueueUrl')),
    timers: createTimerQueue(sqs, requireOutput(outputs, 'TimerQueueUrl')),
    bus: createEventBus(new EventBridgeClient(aws), requireOutput(outputs, 'EventBusArn')),
    quarantine: createQuarantine(sqs, requireOutput(outputs, 'QuarantineUrl'), BUILT_IN_REDACTION),
    // Pieces were masked by the deployment's patterns before they were set aside.
    redaction: BUILT_IN_REDACTION,
    clock: { now: () => new Date() },
  }
}
