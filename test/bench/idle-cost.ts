import type { Template } from '../../infra/checks/template.ts'
import { ASSUMPTIONS, LIST_PRICES } from './list-prices.ts'
import type { CostLine } from './message-cost.ts'

/** Types of the template that cost nothing while nobody writes. A type that is in neither list is a miss of the report. */
const FREE_AT_REST: readonly RegExp[] = [
  /^AWS::ApiGatewayV2::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::Cognito::(UserPool|UserPoolClient|UserPoolDomain|UserPoolGroup|UserPoolResourceServer)$/,
  /^AWS::DynamoDB::Table$/,
  /^AWS::Events::(EventBus|Rule)$/,
  /^AWS::IAM::(Role|Policy|ManagedPolicy)$/,
  /^AWS::Lambda::(Function|Permission)$/,
  /^AWS::Logs::LogGroup$/,
  /^AWS::S3::(Bucket|BucketPolicy)$/,
  /^AWS::SNS::(Topic|TopicPolicy|Subscription)$/,
  /^AWS::SQS::(Queue|QueuePolicy)$/,
]

type Resource = Template['Resources'][string]

/** What the stack costs in a month in which nothing happens, by resource type; `unknown` are types without a price here. */
export function toIdleCost(template: Template): { lines: CostLine[]; unknown: string[] } {
  const resources = Object.values(template.Resources)
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length
  const alarms = count('AWS::CloudWatch::Alarm')
  const secrets = count('AWS::SecretsManager::Secret')
  const keys = count('AWS::KMS::Key')
  const queueMappings = resources.filter(isQueueMapping).length
  const polls =
    queueMappings *
    ASSUMPTIONS.queuePollers *
    ((ASSUMPTIONS.hoursOfMonth * 3600) / ASSUMPTIONS.queuePollSeconds)
  const priced = [
    'AWS::CloudWatch::Alarm',
    'AWS::SecretsManager::Secret',
    'AWS::KMS::Key',
    'AWS::Lambda::EventSourceMapping',
  ]
  const unknown = resources
    .map(({ Type }) => Type)
    .filter((type) => !priced.includes(type) && !FREE_AT_REST.some((free) => free.test(type)))
  return {
    lines: [
      { line: 'Secrets', dollars: secrets * LIST_PRICES.secretMonth, how: `${secrets}, one a channel` },
      { line: 'Alarms', dollars: alarms * LIST_PRICES.alarmMonth, how: `${alarms}` },
      {
        line: 'SQS polling',
        dollars: polls * LIST_PRICES.sqsFifoRequest,
        how: `${Math.round(polls).toLocaleString('en')} empty receives of Lambda's pollers`,
      },
      { line: 'KMS keys', dollars: keys * LIST_PRICES.keyMonth, how: `${keys}` },
    ].filter(({ dollars }) => dollars > 0),
    unknown: [...new Set(unknown)],
  }
}

/** A stream mapping names the stream's ARN, a queue mapping the queue's. Polling a stream for Lambda is free. */
function isQueueMapping({ Type, Properties }: Resource): boolean {
  return Type === 'AWS::Lambda::EventSourceMapping' && Properties?.['StartingPosition'] === undefined
}

export function isStreamFiltered(template: Template): boolean {
  return Object.values(template.Resources).some(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::EventSourceMapping' &&
      Properties?.['StartingPosition'] !== undefined &&
      Properties['FilterCriteria'] !== undefined,
  )
}
