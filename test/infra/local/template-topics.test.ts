import { afterAll, describe, expect, it } from 'vitest'
import { readLocalStack } from '../../../infra/local/template/local-stack.ts'
import {
  apiResources,
  createAssembly,
  createScratch,
  functionResource,
  type Resources,
} from './small-stack.ts'

const URLS = { publicUrl: 'http://127.0.0.1:3000', sqsUrl: 'http://127.0.0.1:4000' }
const scratch = createScratch()
afterAll(() => scratch.clean())

function read(resources: Resources) {
  const sound: Resources = {
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Work: functionResource('work'),
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { Tags: [{ Key: 'inlet:channel', Value: 'sms' }] } },
    ...apiResources({ 'GET /a': 'Work' }),
  }
  return readLocalStack(
    createAssembly(
      scratch.directory,
      { ...sound, ...resources },
      { work: 'export const handler = async () => null' },
    ),
    URLS,
  )
}

function subscription(properties: object): Resources[string] {
  return {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      ...properties,
    },
  }
}

describe('topics of a template', () => {
  it('are read with the queues behind them: this guarantees that mails and topics of others do not stop a start', () => {
    const { topics } = read({
      Words: subscription({ RawMessageDelivery: true }),
      Elsewhere: subscription({ TopicArn: 'arn:aws:sns:us-east-1:1:elsewhere' }),
      Mail: subscription({ Protocol: 'email', Endpoint: 'a@example.com' }),
    })
    expect(topics).toEqual([
      {
        name: 'Topic',
        arn: 'arn:aws:sns:us-east-1:000000000000:Topic',
        channel: 'sms',
        subscriptions: [{ queueArn: 'arn:aws:sqs:us-east-1:000000000000:Queue', raw: true }],
      },
    ])
  })

  it.each<{ name: string; resources: Resources; says: RegExp }>([
    {
      name: 'a FIFO queue behind a standard topic',
      resources: {
        Fifo: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
        Sub: subscription({ Endpoint: { 'Fn::GetAtt': ['Fifo', 'Arn'] } }),
      },
      says: /Sub subscribes a FIFO queue to a standard topic, which AWS refuses/,
    },
    {
      name: 'a page in the web',
      resources: { Sub: subscription({ Protocol: 'https', Endpoint: 'https://example.com/' }) },
      says: /Sub subscribes https https:\/\/example\.com\/: only a queue/,
    },
    {
      name: 'a queue that is not here',
      resources: { Sub: subscription({ Endpoint: 'arn:aws:sqs:us-east-1:1:other' }) },
      says: /Sub subscribes sqs arn:aws:sqs:us-east-1:1:other: only a queue/,
    },
    {
      name: 'a filter',
      resources: { Sub: subscription({ FilterPolicy: {} }) },
      says: /Sub \(AWS::SNS::Subscription\) sets FilterPolicy/,
    },
    {
      name: 'a FIFO topic',
      resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } } },
      says: /Topic \(AWS::SNS::Topic\) sets FifoTopic/,
    },
  ])('with $name are refused: this guarantees that nothing is silently left out', ({ resources, says }) => {
    expect(() => read(resources)).toThrow(says)
  })
})
