import {
  BatchEntryIdsNotDistinct,
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs'
import { SNSClient, SubscribeCommand, CreateTopicCommand } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import { clientOptions, useFronts, type FrontSetting, type RunningFront } from './running-front.ts'

const BYTES_MAX = 1_048_576
const fronts = useFronts()
let queueNumber = 0

async function start(
  setting: FrontSetting = {},
): Promise<{ sqs: SQSClient; plain: SQSClient; queueUrl: string; front: RunningFront }> {
  const front = await fronts.start(setting)
  const options = clientOptions(front)
  const plain = new SQSClient({ ...options, endpoint: fronts.emulators().fauxqsUrl })
  queueNumber += 1
  const QueueName = `front-${queueNumber}.fifo`
  await plain.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: 'true' } }))
  return { sqs: new SQSClient(options), plain, front, queueUrl: `${front.url}/000000000000/${QueueName}` }
}

function entry(id: string, change: Partial<SendMessageBatchRequestEntry> = {}): SendMessageBatchRequestEntry {
  return { Id: id, MessageBody: `{"id":"${id}"}`, MessageGroupId: 'g', MessageDeduplicationId: id, ...change }
}

async function bodies(plain: SQSClient, queueUrl: string): Promise<(string | undefined)[]> {
  const path = new URL(queueUrl).pathname
  const QueueUrl = `${fronts.emulators().fauxqsUrl}${path}`
  const found = await plain.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
  return (found.Messages ?? []).map(({ Body }) => Body)
}

const BAD_MESSAGES: { name: string; change: Partial<SendMessageBatchRequestEntry>; code: string }[] = [
  {
    name: 'a group id of 129 characters',
    change: { MessageGroupId: 'g'.repeat(129) },
    code: 'InvalidParameterValue',
  },
  { name: 'a group id with a space', change: { MessageGroupId: 'a b' }, code: 'InvalidParameterValue' },
  { name: 'a group id beyond ASCII', change: { MessageGroupId: 'gé' }, code: 'InvalidParameterValue' },
  {
    name: 'a deduplication id of 129 characters',
    change: { MessageDeduplicationId: 'd'.repeat(129) },
    code: 'InvalidParameterValue',
  },
  {
    name: 'a deduplication id with a control character',
    change: { MessageDeduplicationId: 'a\u0001' },
    code: 'InvalidParameterValue',
  },
  { name: 'U+FFFF in the body', change: { MessageBody: 'a\uffff' }, code: 'InvalidMessageContents' },
  { name: 'U+0000 in the body', change: { MessageBody: 'a\u0000' }, code: 'InvalidMessageContents' },
  {
    name: 'half a surrogate pair in the body',
    change: { MessageBody: 'a\ud83d' },
    code: 'InvalidMessageContents',
  },
]

describe('SQS limits, in calm weather: this guarantees that', () => {
  it.each(BAD_MESSAGES)(
    'a bad entry of a batch is refused as the fault of the sender and the others arrive: $name',
    async ({ change, code }) => {
      const { sqs, plain, queueUrl } = await start()
      const answer = await sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: [entry('one'), entry('bad', change), entry('two')],
        }),
      )
      expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['one', 'two'])
      expect(answer.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: code }])
      expect(await bodies(plain, queueUrl)).toEqual(['{"id":"one"}', '{"id":"two"}'])
    },
  )

  it.each(BAD_MESSAGES)('a bad message alone is an error: $name', async ({ change, code }) => {
    const { sqs, queueUrl } = await start()
    const { Id: _, ...message } = entry('bad', change)
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, ...message }))).rejects.toMatchObject({
      name: expect.stringContaining(code) as string,
    })
  })

  it('ids of 128 punctuation characters and a body of exactly the limit are taken', async () => {
    const { sqs, queueUrl } = await start()
    const id = '!~'.repeat(64)
    const change = { MessageGroupId: id, MessageDeduplicationId: id, MessageBody: 'x'.repeat(BYTES_MAX) }
    const answer = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [entry('full', change)] }),
    )
    expect(answer.Successful).toHaveLength(1)
  })

  it('a message over the limit is refused, counted in bytes', async () => {
    const { sqs, queueUrl } = await start()
    const MessageBody = 'é'.repeat(BYTES_MAX / 2) + 'x'
    await expect(
      sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody,
          MessageGroupId: 'g',
          MessageDeduplicationId: 'd',
        }),
      ),
    ).rejects.toThrow(/must be shorter than 1048576 bytes/)
  })

  it.each([
    { name: 'none', entries: [], error: 'EmptyBatchRequest' },
    {
      name: 'eleven',
      entries: Array.from({ length: 11 }, (_, index) => entry(`e${index}`)),
      error: 'TooManyEntriesInBatchRequest',
    },
    { name: 'two of one id', entries: [entry('a'), entry('a')], error: 'BatchEntryIdsNotDistinct' },
    { name: 'an id with a dot', entries: [entry('a.b')], error: 'InvalidBatchEntryId' },
    { name: 'an id of 81 characters', entries: [entry('a'.repeat(81))], error: 'InvalidBatchEntryId' },
    {
      name: 'together over the limit',
      entries: [entry('a', { MessageBody: 'x'.repeat(BYTES_MAX) }), entry('b')],
      error: 'BatchRequestTooLong',
    },
  ])('a batch that SQS refuses as a whole is refused: $name', async ({ entries, error }) => {
    const { sqs, plain, queueUrl } = await start()
    await expect(
      sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries })),
    ).rejects.toMatchObject({ name: error })
    expect(await bodies(plain, queueUrl)).toEqual([])
  })

  it('the SDK knows the errors by their classes', async () => {
    const { sqs, queueUrl } = await start()
    const Entries = [entry('a'), entry('a')]
    await expect(
      sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries })),
    ).rejects.toBeInstanceOf(BatchEntryIdsNotDistinct)
  })

  it('queue URLs in answers lead back to the front', async () => {
    const { sqs, queueUrl } = await start()
    const QueueName = queueUrl.split('/').at(-1)
    const answer = await sqs.send(new GetQueueUrlCommand({ QueueName }))
    expect(answer.QueueUrl).toBe(queueUrl)
  })

  it('a FIFO queue cannot subscribe to a standard topic, and to a FIFO topic it can', async () => {
    const { front, queueUrl } = await start()
    const sns = new SNSClient(clientOptions(front))
    const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1)}`
    const subscribe = async (Name: string, Attributes: Record<string, string>): Promise<unknown> => {
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name, Attributes }))
      return sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }))
    }
    await expect(subscribe('standard', {})).rejects.toMatchObject({
      name: expect.stringContaining('InvalidParameter') as string,
      message: expect.stringContaining(
        'FIFO SQS Queues can not be subscribed to standard SNS topics',
      ) as string,
    })
    await expect(subscribe('ordered.fifo', { FifoTopic: 'true' })).resolves.toBeDefined()
  })
})

describe('SQS faults, each forced: this guarantees that', () => {
  it('entries fail inside a 200, not by the fault of the sender, and are not queued', async () => {
    const { sqs, plain, queueUrl } = await start({ always: ['sqs-batch-entry-failed'] })
    const answer = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [entry('one'), entry('two')] }),
    )
    expect(answer.Successful ?? []).toEqual([])
    expect(answer.Failed).toMatchObject([
      { Id: 'one', SenderFault: false },
      { Id: 'two', SenderFault: false },
    ])
    expect(await bodies(plain, queueUrl)).toEqual([])
  })

  it('throttling is an error that the SDK takes for throttling', async () => {
    const { sqs, queueUrl } = await start({ always: ['sqs-throttle'] })
    const { Id: _, ...message } = entry('one')
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, ...message }))).rejects.toMatchObject({
      name: 'RequestThrottled',
    })
  })

  it('a call whose answer is lost was carried out, and its repetition is one message', async () => {
    const { sqs, plain, queueUrl, front } = await start({ always: ['sqs-answer-lost'] })
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [entry('one')] })
    await expect(sqs.send(command)).rejects.toThrow(/socket hang up|ECONNRESET/)
    front.weather.setRule('sqs-answer-lost', { on: false })
    await sqs.send(command)
    expect(await bodies(plain, queueUrl)).toEqual(['{"id":"one"}'])
  })
})
