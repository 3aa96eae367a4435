import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { LocalQueue } from './read-storage.ts'
import type { StackReader } from './stack-reader.ts'

const TopicProperties = z.strictObject({
  TopicName: z.string().optional(),
  Tags: z.array(z.looseObject({ Key: z.string(), Value: z.string() })).default([]),
})

const SubscriptionProperties = z.strictObject({
  Protocol: z.string(),
  TopicArn: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: z.boolean().default(false),
})
type SubscriptionProperties = z.infer<typeof SubscriptionProperties>

/** A standard topic and the queues of this stack that are subscribed to it. */
export type LocalTopic = {
  name: string
  arn: string
  /** The channel whose platform publishes to it. */
  channel: string | null
  subscriptions: { queueArn: string; raw: boolean }[]
}

/** Mails are not sent here. A topic of another stack has nobody here who publishes to it: its subscription waits for nothing. */
export function readTopics(reader: StackReader, queues: readonly LocalQueue[]): LocalTopic[] {
  const subscriptions = reader
    .ofType('AWS::SNS::Subscription', SubscriptionProperties)
    .filter(({ properties }) => properties.Protocol !== 'email')
  for (const { logicalId, properties } of subscriptions) refuseOthers(logicalId, properties, queues)
  return reader.ofType('AWS::SNS::Topic', TopicProperties).map(({ logicalId, properties }) => {
    const arn = reader.refOf(logicalId)
    return {
      name: arn.slice(arn.lastIndexOf(':') + 1),
      arn,
      channel: properties.Tags.find(({ Key }) => Key === 'inlet:channel')?.Value ?? null,
      subscriptions: subscriptions
        .filter((each) => each.properties.TopicArn === arn)
        .map((each) => ({
          queueArn: each.properties.Endpoint,
          raw: each.properties.RawMessageDelivery,
        })),
    }
  })
}

function refuseOthers(
  id: string,
  { Protocol, Endpoint }: SubscriptionProperties,
  queues: readonly LocalQueue[],
): void {
  const queue = queues.find(({ arn }) => arn === Endpoint)
  if (Protocol !== 'sqs' || queue === undefined) {
    throw new StartError(
      `${id} subscribes ${Protocol} ${Endpoint}: only a queue of the template can be here.`,
    )
  }
  // https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html
  if (queue.fifo) {
    throw new StartError(`${id} subscribes a FIFO queue to a standard topic, which AWS refuses.`)
  }
}
