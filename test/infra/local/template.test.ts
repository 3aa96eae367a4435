import { afterAll, describe, expect, it } from 'vitest'
import { readLocalStack } from '../../../infra/local/template/local-stack.ts'
import { INERT_TYPES, RUN_TYPES } from '../../../infra/local/template/resource-types.ts'
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

const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  },
}
const SOUND: Resources = {
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Work: functionResource('work'),
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Table: TABLE,
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
  ...apiResources({ 'GET /a': 'Work' }),
}

function read(resources: Resources) {
  return readLocalStack(
    createAssembly(scratch.directory, resources, { work: 'export const handler = async () => null' }),
    URLS,
  )
}

function mapping(properties: object): Resources[string] {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Work' }, ...properties },
  }
}

function rule(properties: object): Resources[string] {
  return {
    Type: 'AWS::Events::Rule',
    Properties: { EventBusName: { Ref: 'Bus' }, EventPattern: { source: ['inlet'] }, ...properties },
  }
}

describe('what the runner refuses', () => {
  it.each<{ name: string; resources: Resources; says: RegExp }>([
    {
      name: 'an unknown resource type',
      resources: { Cache: { Type: 'AWS::ElastiCache::CacheCluster', Properties: {} } },
      says: /Cache is an AWS::ElastiCache::CacheCluster.*resource-types\.ts/,
    },
    {
      name: 'a custom resource that names no function',
      resources: { Clean: { Type: 'Custom::S3AutoDeleteObjects', Properties: {} } },
      says: /Clean \(Custom::S3AutoDeleteObjects\) is not what/,
    },
    {
      name: 'a property that changes behaviour',
      resources: { Work: functionResource('work', { VpcConfig: {} }) },
      says: /Work \(AWS::Lambda::Function\) sets VpcConfig/,
    },
    {
      name: 'a condition',
      resources: { Queue: { Type: 'AWS::SQS::Queue', Condition: 'IsProd', Properties: {} } },
      says: /Queue has the condition IsProd/,
    },
    {
      name: 'an unknown intrinsic',
      resources: {
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { DelaySeconds: { 'Fn::FindInMap': ['a', 'b', 'c'] } },
        },
      },
      says: /Queue \(AWS::SQS::Queue\): the local runner does not know Fn::FindInMap/,
    },
    {
      name: 'an import from another stack',
      resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'other' } } },
      },
      says: /Queue.*Fn::ImportValue/,
    },
    {
      name: 'a reference to nothing',
      resources: { Work: functionResource('work', { Environment: { Variables: { A: { Ref: 'Gone' } } } }) },
      says: /Work.*nothing called Gone/,
    },
    {
      name: 'an attribute without local value',
      resources: {
        Work: functionResource('work', {
          Environment: { Variables: { A: { 'Fn::GetAtt': ['Queue', 'Age'] } } },
        }),
      },
      says: /Work.*attribute Age of Queue/,
    },
    {
      name: 'a value it cannot imitate',
      resources: { Table: { ...TABLE, Properties: { ...TABLE.Properties, BillingMode: 'PROVISIONED' } } },
      says: /Table \(AWS::DynamoDB::Table\)[^]*BillingMode/,
    },
    {
      name: 'a runtime that is not Node.js',
      resources: { Work: functionResource('work', { Runtime: 'python3.13' }) },
      says: /Work[^]*only Node\.js/,
    },
    {
      name: 'code that is not there',
      resources: { Work: functionResource('nowhere') },
      says: /Work: the assembly has no asset nowhere\.zip/,
    },
    {
      name: 'a handler module that is not there',
      resources: { Work: functionResource('work', { Handler: 'other.handler' }) },
      says: /Work: the code .* has no module other/,
    },
    {
      name: 'an event source that is nothing here',
      resources: { From: mapping({ EventSourceArn: 'arn:aws:kinesis:x' }) },
      says: /From maps arn:aws:kinesis:x/,
    },
    {
      name: 'a filter of a queue',
      resources: {
        From: mapping({
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FilterCriteria: { Filters: [{ Pattern: '{"body":["x"]}' }] },
        }),
      },
      says: /From: filters on a queue/,
    },
    {
      name: 'a filter of a stream with an unknown operator',
      resources: {
        From: mapping({
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          StartingPosition: 'TRIM_HORIZON',
          FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"sounds-like":"x"}]}' }] },
        }),
      },
      says: /The filter of From cannot be matched here.*sounds/,
    },
    {
      name: 'a stream that begins at its end',
      resources: {
        From: mapping({
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          StartingPosition: 'LATEST',
        }),
      },
      says: /From[^]*StartingPosition/,
    },
    {
      name: 'a rule on a schedule',
      resources: { Tick: rule({ ScheduleExpression: 'rate(1 minute)' }) },
      says: /Tick .*sets ScheduleExpression/,
    },
    {
      name: 'a rule with a target that does not run here',
      resources: { Rule: rule({ Targets: [{ Id: 'a', Arn: 'arn:aws:firehose:x' }] }) },
      says: /Rule has the target arn:aws:firehose:x/,
    },
    {
      name: 'an input transformer',
      resources: {
        Rule: rule({ Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] }, InputTransformer: {} }] }),
      },
      says: /Rule[^]*InputTransformer/,
    },
    {
      name: 'an unknown operator in a pattern',
      resources: { Rule: rule({ EventPattern: { source: [{ sounds: 'like' }] } }) },
      says: /The pattern of Rule cannot be matched here.*sounds/,
    },
    {
      name: 'a secret without value',
      resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
      },
      says: /Secret is a secret without a local value.*inlet:channel/,
    },
    {
      name: 'open CORS',
      resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', CorsConfiguration: {} } },
      },
      says: /Api .*sets CorsConfiguration/,
    },
    {
      name: 'a stage with a path',
      resources: {
        Stage: {
          Type: 'AWS::ApiGatewayV2::Stage',
          Properties: { ApiId: { Ref: 'Api' }, StageName: 'v2', AutoDeploy: true },
        },
      },
      says: /Stage[^]*StageName/,
    },
    {
      name: 'an authorizer that is a function',
      resources: {
        Auth: {
          Type: 'AWS::ApiGatewayV2::Authorizer',
          Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', AuthorizerUri: 'x' },
        },
      },
      says: /Auth .*sets AuthorizerUri/,
    },
  ])('$name: this guarantees that nothing is silently left out of the local run', ({ resources, says }) => {
    expect(() => read({ ...SOUND, ...resources })).toThrow(says)
  })

  it('names every problem at once: this guarantees that a person mends them in one go', () => {
    expect(() =>
      read({ A: { Type: 'AWS::X::A', Properties: {} }, B: { Type: 'AWS::X::B', Properties: {} } }),
    ).toThrow(/A is an AWS::X::A[^]*B is an AWS::X::B/)
  })

  it('keeps the lists apart: this guarantees that no type is both run and inert', () => {
    expect(Object.keys(RUN_TYPES).filter((type) => INERT_TYPES.has(type))).toEqual([])
  })
})

describe('what the runner reads', () => {
  it('reads a sound template: this guarantees that the cases above fail for their own reason', () => {
    const stack = read({
      ...SOUND,
      Dead: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      Fifo: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          FifoQueue: true,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        },
      },
      FromQueue: mapping({ EventSourceArn: { 'Fn::GetAtt': ['Fifo', 'Arn'] } }),
      Off: mapping({ EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Enabled: false }),
      Rule: rule({ Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] } }] }),
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { Tags: [{ Key: 'inlet:channel', Value: 'sms' }] },
      },
    })
    expect(stack.queues.find(({ logicalId }) => logicalId === 'Fifo')).toMatchObject({
      url: 'http://127.0.0.1:4000/000000000000/Fifo.fifo',
      arn: 'arn:aws:sqs:us-east-1:000000000000:Fifo.fifo',
      attributes: {
        FifoQueue: 'true',
        VisibilityTimeout: '30',
        RedrivePolicy:
          '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:Dead.fifo","maxReceiveCount":3}',
      },
    })
    expect(stack.sqsMappings.map(({ id, batchSize }) => ({ id, batchSize }))).toEqual([
      { id: 'FromQueue', batchSize: 10 },
    ])
    expect(stack.buses[0]?.rules[0]).toMatchObject({ name: 'Rule', pattern: { source: ['inlet'] } })
    expect(stack.secrets).toMatchObject([{ channel: 'sms', value: null }])
    expect(stack.functions[0]).toMatchObject({ title: 'Work', timeoutSeconds: 3, memoryMegabytes: 128 })
  })

  it('calls a function by its source: this guarantees that logs and overrides have names for people', () => {
    const titled = (entry: string) =>
      read({
        ...SOUND,
        Work: {
          ...functionResource('work'),
          Type: 'AWS::Lambda::Function',
          Metadata: { 'inlet:entry': entry },
        },
      }).functions[0]?.title
    expect(titled('functions/ingest/index.ts')).toBe('ingest')
    expect(titled('functions/webhooks/sms.generated.ts')).toBe('webhooks-sms')
  })
})
