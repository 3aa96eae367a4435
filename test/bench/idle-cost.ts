import { at, listAt, targetOf } from '../../infra/checks/template.ts'
import type { Template } from '../../infra/checks/template.ts'
import { FIGURES } from '../../shared/domain/figures.ts'
import { ASSUMPTIONS, LIST_PRICES } from './list-prices.ts'
import type { CostLine } from './message-cost.ts'

/** Types of the template that cost nothing while nobody writes. A type that is in neither list is a miss of the report. */
const FREE_AT_REST: readonly RegExp[] = [
  /^AWS::ApiGatewayV2::/,
  /^AWS::CDK::Metadata$/,
  // The first three of an account.
  /^AWS::CloudWatch::Dashboard$/,
  /^AWS::Cognito::(UserPool|UserPoolClient|UserPoolDomain|UserPoolGroup|UserPoolResourceServer)$/,
  /^AWS::DynamoDB::Table$/,
  /^AWS::Events::(EventBus|Rule)$/,
  /^AWS::IAM::(Role|Policy|ManagedPolicy)$/,
  /^AWS::Lambda::(Function|Permission)$/,
  /^AWS::Logs::LogGroup$/,
  /^AWS::S3::(Bucket|BucketPolicy)$/,
  /^AWS::SNS::(Topic|TopicPolicy|Subscription)$/,
  /^AWS::SQS::(Queue|QueuePolicy)$/,
  /^Custom::SlaRules$/,
]

type Resource = Template['Resources'][string]

const PRICED: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Scheduler::Schedule',
]

/** What the stack costs in a month in which nothing happens, by resource type; `unknown` are types without a price here. */
export function toIdleCost(template: Template): { lines: CostLine[]; unknown: string[] } {
  const resources = Object.values(template.Resources)
  const count = (type: string): number => resources.filter(({ Type }) => Type === type).length
  const secrets = count('AWS::SecretsManager::Secret')
  const keys = count('AWS::KMS::Key')
  const unknown = resources
    .map(({ Type }) => Type)
    .filter((type) => !PRICED.includes(type) && !FREE_AT_REST.some((free) => free.test(type)))
  return {
    lines: [
      { line: 'Secrets', dollars: secrets * LIST_PRICES.secretMonth, how: `${secrets}, one a channel` },
      ...toAlarmLines(template),
      ...toPollingLines(resources, template),
      ...toSweepLines(template),
      ...toCheckLines(template),
      { line: 'KMS keys', dollars: keys * LIST_PRICES.keyMonth, how: `${keys}` },
    ].filter(({ dollars }) => dollars > 0),
    unknown: [...new Set(unknown)],
  }
}

/** What the functions measure themselves is billed only for hours in which it happens: at rest, never. */
export function toMetricCost(): CostLine {
  const names = Object.keys(FIGURES)
  return {
    line: 'on top, where all of them happen every hour: custom metrics',
    dollars: names.length * LIST_PRICES.customMetricMonth,
    how: names.join(', '),
  }
}

function toAlarmLines({ Resources }: Template): CostLine[] {
  const alarms = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
  const toLine = (line: string, some: typeof alarms): CostLine => {
    const metrics = some.reduce((sum, [, alarm]) => sum + countMetrics(alarm), 0)
    const how = `${some.length}, on ${metrics} metrics`
    return { line, dollars: metrics * LIST_PRICES.alarmMonth, how }
  }
  const [ofTopics, others] = partition(alarms, ([, alarm]) => isOfTopic(alarm, Resources))
  return [toLine('Alarms', others), toLine('Alarms of topics', ofTopics)]
}

/** An alarm on an expression is billed for each metric in it. https://aws.amazon.com/cloudwatch/pricing/ */
function countMetrics({ Properties }: Resource): number {
  const metrics = listAt(Properties, 'Metrics').filter((query) => at(query, 'MetricStat') !== undefined)
  return Math.max(1, metrics.length)
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

/** It watches a queue that topics feed, or where those leave what they could not bring. */
function isOfTopic(alarm: Resource, resources: Template['Resources']): boolean {
  const watched = Object.keys(resources).filter(
    (id) => resources[id]?.Type === 'AWS::SQS::Queue' && mentions(alarm.Properties?.['Dimensions'], id),
  )
  const subscriptions = Object.values(resources).filter(
    ({ Type, Properties }) => Type === 'AWS::SNS::Subscription' && Properties?.['Protocol'] === 'sqs',
  )
  return watched.some((id) => subscriptions.some(({ Properties }) => mentions(Properties, id)))
}

function toPollingLines(resources: readonly Resource[], { Resources }: Template): CostLine[] {
  const { queuePollers, hoursOfMonth, queuePollSeconds } = ASSUMPTIONS
  const polls = queuePollers * ((hoursOfMonth * 3600) / queuePollSeconds)
  return resources.filter(isQueueMapping).map(({ Properties }) => {
    const queue = Object.entries(Resources).find(
      ([id, { Type }]) => Type === 'AWS::SQS::Queue' && mentions(Properties?.['EventSourceArn'], id),
    )
    const isFifo = queue?.[1].Properties?.['FifoQueue'] === true
    return {
      line: `SQS polling, ${queue?.[0].replace(/(Queue)?[0-9A-F]{8}$/, '')} (${isFifo ? 'FIFO' : 'standard'})`,
      dollars: polls * (isFifo ? LIST_PRICES.sqsFifoRequest : LIST_PRICES.sqsRequest),
      how: `${Math.round(polls).toLocaleString('en')} empty receives of Lambda's pollers`,
    }
  })
}

function mentions(value: unknown, logicalId: string): boolean {
  return JSON.stringify(value ?? null).includes(`"${logicalId}"`)
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

function isEachMinute(properties: Resource['Properties']): boolean {
  return at(properties, 'ScheduleExpression') === 'rate(1 minute)'
}

/** Once a day, with no account connected: the schedule, the function, and a read of each channel's secret. */
function toCheckLines(template: Template): CostLine[] {
  const resources = Object.values(template.Resources)
  const secrets = resources.filter(({ Type }) => Type === 'AWS::SecretsManager::Secret').length
  return resources
    .filter(({ Type, Properties }) => Type === 'AWS::Scheduler::Schedule' && !isEachMinute(Properties))
    .map(({ Properties }) => {
      const target = template.Resources[targetOf(at(Properties, 'Target', 'Arn')) ?? '']?.Properties
      const gigabytes = Number(at(target, 'MemorySize')) / 1024
      const { schedulerRun, lambdaRequest, lambdaGigabyteSecond, secretCall } = LIST_PRICES
      const seconds = ASSUMPTIONS.checksMs / 1000
      const run =
        schedulerRun + lambdaRequest + seconds * gigabytes * lambdaGigabyteSecond + secrets * secretCall
      const runs = ASSUMPTIONS.hoursOfMonth / 24
      return { line: 'Daily checks', dollars: runs * run, how: `${runs.toFixed(0)}, ${secrets} secrets read` }
    })
}

/** Each minute: the schedule, the function, and what it reads and writes while nothing is due. */
function toSweepLines(template: Template): CostLine[] {
  return Object.values(template.Resources)
    .filter(({ Type, Properties }) => Type === 'AWS::Scheduler::Schedule' && isEachMinute(Properties))
    .map(({ Properties }) => {
      const target = targetOf(at(Properties, 'Target', 'Arn')) ?? ''
      const sweep = template.Resources[target]?.Properties
      const shards = Number(at(sweep, 'Environment', 'Variables', 'INLET_QUEUE_SHARDS'))
      const gigabytes = Number(at(sweep, 'MemorySize')) / 1024
      const { lambdaRequest, lambdaGigabyteSecond, dynamodbReadUnit, dynamodbWriteUnit } = LIST_PRICES
      const run =
        LIST_PRICES.schedulerRun +
        lambdaRequest +
        (ASSUMPTIONS.sweepMs / 1000) * gigabytes * lambdaGigabyteSecond +
        (shards + 1) * dynamodbReadUnit +
        dynamodbWriteUnit
      const runs = ASSUMPTIONS.hoursOfMonth * 60
      return { line: 'Sweeps', dollars: runs * run, how: `${runs.toLocaleString('en')}, ${shards} shards` }
    })
}
