import { AwsCallError, callAws } from '../aws-json.ts'
import { LOCAL_ACCOUNT } from '../local-account.ts'
import type { LocalStack } from '../template/local-stack.ts'
import type { LocalQueue, LocalTable } from '../template/read-storage.ts'
import type { LocalTopic } from '../template/read-topics.ts'
import { callSns } from './call-sns.ts'

type Urls = { dynamodbUrl: string; fauxqsUrl: string }

/** Creates what the template has and the emulators do not have yet: a second start finds the data of the first. */
export async function createResources(stack: LocalStack, urls: Urls): Promise<void> {
  for (const table of stack.tables) await createTable(table, urls.dynamodbUrl)
  // Dead-letter queues first: a redrive policy names one that exists.
  const targets = stack.queues.map((queue) => queue.attributes['RedrivePolicy'] ?? '').join()
  const ordered = stack.queues.toSorted(
    (left, right) => Number(targets.includes(right.arn)) - Number(targets.includes(left.arn)),
  )
  for (const queue of ordered) await createQueue(queue, urls.fauxqsUrl)
  for (const topic of stack.topics) await createTopic(topic, urls.fauxqsUrl)
  for (const bucket of stack.buckets) await createBucket(bucket, urls.fauxqsUrl)
}

async function createTable(table: LocalTable, url: string): Promise<void> {
  const { StreamSpecification, TimeToLiveSpecification, GlobalSecondaryIndexes, ...rest } = table.properties
  const { Replicas: _replicas, TableName: _name, ...keys } = rest
  try {
    await callAws(url, 'DynamoDB_20120810', 'CreateTable', {
      ...keys,
      TableName: table.name,
      ...(GlobalSecondaryIndexes.length === 0 ? {} : { GlobalSecondaryIndexes }),
      ...(StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { ...StreamSpecification, StreamEnabled: true } }),
    })
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'ResourceInUseException') return
    throw error
  }
  if (TimeToLiveSpecification === undefined) return
  await callAws(url, 'DynamoDB_20120810', 'UpdateTimeToLive', {
    TableName: table.name,
    TimeToLiveSpecification,
  })
}

async function createQueue(queue: LocalQueue, url: string): Promise<void> {
  try {
    await callAws(url, 'AmazonSQS', 'CreateQueue', { QueueName: queue.name, Attributes: queue.attributes })
  } catch (error) {
    if (!(error instanceof AwsCallError) || !/QueueNameExists|QueueAlreadyExists/.test(error.code))
      throw error
    // The template changed since the data folder was made: a deployment would update the queue in place.
    const {
      FifoQueue: _fifo,
      DeduplicationScope: _scope,
      FifoThroughputLimit: _limit,
      ...changes
    } = queue.attributes
    await callAws(url, 'AmazonSQS', 'SetQueueAttributes', {
      QueueUrl: `${url}/${LOCAL_ACCOUNT}/${queue.name}`,
      Attributes: changes,
    })
  }
}

/** Both calls find what is there already. */
async function createTopic({ name, arn, subscriptions }: LocalTopic, url: string): Promise<void> {
  await callSns(url, 'CreateTopic', { Name: name }, 'TopicArn')
  for (const { queueArn, raw } of subscriptions) {
    const delivery = {
      'Attributes.entry.1.key': 'RawMessageDelivery',
      'Attributes.entry.1.value': String(raw),
    }
    await callSns(
      url,
      'Subscribe',
      { TopicArn: arn, Protocol: 'sqs', Endpoint: queueArn, ...delivery },
      'SubscriptionArn',
    )
  }
}

async function createBucket(bucket: string, url: string): Promise<void> {
  const response = await fetch(`${url}/${bucket}`, { method: 'PUT' })
  if (!response.ok && response.status !== 409) {
    throw new Error(`The bucket ${bucket} could not be made: ${await response.text()}`)
  }
}
