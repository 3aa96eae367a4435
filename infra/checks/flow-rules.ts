import { at, listAt, resourcesOf, stringsIn, targetOf } from './template.ts'
import type { Template, TemplateResource, TemplateRule, Violation } from './template.ts'

const VISIBILITY_FACTOR = 6

export const FLOW_RULES: readonly TemplateRule[] = [
  {
    id: 'queue-encrypted',
    says: 'each queue is encrypted',
    check: (template) =>
      queuesOf(template)
        .filter(
          ({ properties }) => !at(properties, 'SqsManagedSseEnabled') && !at(properties, 'KmsMasterKeyId'),
        )
        .map(({ id }) => ({ resource: id, tells: 'it is not encrypted' })),
  },
  {
    id: 'queue-alarms',
    says: 'a consumed queue has a dead-letter queue and an age alarm; one that nothing consumes an alarm on visible messages; none on messages sent',
    check: (template) => [
      ...queuesOf(template).flatMap((queue) => checkQueue(template, queue)),
      ...checkSent(template),
    ],
  },
  {
    id: 'mapping-partial-failures',
    says: 'each event source mapping reports failures by item',
    check: (template) =>
      mappingsOf(template)
        .filter(
          ({ properties }) =>
            !listAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
        )
        .map(({ id }) => ({ resource: id, tells: 'it does not report failures by item' })),
  },
  {
    id: 'queue-visibility',
    says: `a consumed queue hides a message for ${VISIBILITY_FACTOR} times its function’s timeout or longer`,
    check: (template) => mappingsOf(template).flatMap((mapping) => checkVisibility(template, mapping)),
  },
  {
    id: 'stream-mapping',
    says: 'a stream is read from its beginning, bisected, given up after bounded tries into S3, and watched for age',
    check: (template) => mappingsOf(template).flatMap((mapping) => checkStream(template, mapping)),
  },
  {
    id: 'topic-subscriptions',
    says: 'a queue that is subscribed to a topic has a dead-letter queue for what does not reach it',
    check: (template) =>
      resourcesOf(template, 'AWS::SNS::Subscription')
        .filter(({ properties }) => at(properties, 'Protocol') === 'sqs')
        .filter(({ properties }) => !at(properties, 'RedrivePolicy', 'deadLetterTargetArn'))
        .map(({ id }) => ({ resource: id, tells: 'what does not reach its queue is lost' })),
  },
  {
    id: 'named-senders',
    says: 'a queue lets a service send only from named sources, a topic lets a service publish only for this account, and neither lets anybody',
    check: (template) =>
      resourcesOf(template, 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy').flatMap(checkSenders),
  },
  {
    id: 'rule-targets',
    says: 'each target of an event rule or a schedule has a dead-letter queue and a retry policy',
    check: (template) =>
      resourcesOf(template, 'AWS::Events::Rule', 'AWS::Scheduler::Schedule').flatMap(({ id, properties }) =>
        [...listAt(properties, 'Targets'), ...[at(properties, 'Target') ?? []].flat()]
          .filter((target) => !at(target, 'DeadLetterConfig', 'Arn') || !at(target, 'RetryPolicy'))
          .map(() => ({ resource: id, tells: 'a target has no dead-letter queue or no retry policy' })),
      ),
  },
]

function checkSenders({ id, type, properties }: TemplateResource): Violation[] {
  const source = type === 'AWS::SNS::TopicPolicy' ? 'aws:SourceAccount' : 'aws:SourceArn'
  return listAt(properties, 'PolicyDocument', 'Statement')
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .flatMap((statement) => {
      if (at(statement, 'Principal', 'Service') === undefined) return ['it lets in who is no service']
      const sources = ['StringEquals', 'ArnEquals'].flatMap((operator) =>
        listAt(statement, 'Condition', operator, source),
      )
      if (sources.length === 0) return [`it does not say which ${source}`]
      return sources.flatMap(stringsIn).some((part) => part.includes('*')) ? [`any ${source} will do`] : []
    })
    .map((tells) => ({ resource: id, tells }))
}

function queuesOf(template: Template): TemplateResource[] {
  return resourcesOf(template, 'AWS::SQS::Queue')
}

function mappingsOf(template: Template): TemplateResource[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
}

function sourceOf(mapping: TemplateResource): string | null {
  return targetOf(at(mapping.properties, 'EventSourceArn'))
}

function checkQueue(template: Template, { id, properties }: TemplateResource): Violation[] {
  const isConsumed = mappingsOf(template).some((mapping) => sourceOf(mapping) === id)
  if (!isConsumed) {
    return hasAlarm(template, 'ApproximateNumberOfMessagesVisible', id)
      ? []
      : [{ resource: id, tells: 'nothing consumes it and no alarm watches its visible messages' }]
  }
  const violations: Violation[] = []
  const deadLetters = targetOf(at(properties, 'RedrivePolicy', 'deadLetterTargetArn'))
  if (!queuesOf(template).some((queue) => queue.id === deadLetters)) {
    violations.push({ resource: id, tells: 'it has no dead-letter queue' })
  }
  if (!hasAlarm(template, 'ApproximateAgeOfOldestMessage', id)) {
    violations.push({ resource: id, tells: 'no alarm watches the age of its oldest message' })
  }
  return violations
}

/** Redriving does not move this metric, and it says nothing about what waits. */
function checkSent(template: Template): Violation[] {
  return resourcesOf(template, 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) => at(properties, 'MetricName') === 'NumberOfMessagesSent')
    .map(({ id }) => ({ resource: id, tells: 'it watches messages sent' }))
}

function checkVisibility(template: Template, mapping: TemplateResource): Violation[] {
  const queue = queuesOf(template).find(({ id }) => id === sourceOf(mapping))
  if (queue === undefined) return []
  const needed = VISIBILITY_FACTOR * Number(at(functionOf(template, mapping)?.properties, 'Timeout') ?? 3)
  const visibility = Number(at(queue.properties, 'VisibilityTimeout') ?? 30)
  return visibility >= needed
    ? []
    : [{ resource: queue.id, tells: `it hides messages for ${visibility} s, needed are ${needed} s` }]
}

function checkStream(template: Template, mapping: TemplateResource): Violation[] {
  const isStream = resourcesOf(template, 'AWS::DynamoDB::Table').some(({ id }) => id === sourceOf(mapping))
  if (!isStream) return []
  const { properties } = mapping
  const attempts = Number(at(properties, 'MaximumRetryAttempts') ?? -1)
  const destination = targetOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'))
  const reader = functionOf(template, mapping)?.id ?? ''
  const kept = resourcesOf(template, 'AWS::S3::Bucket').some(({ id }) => id === destination)
  const faults: [boolean, string][] = [
    [at(properties, 'StartingPosition') !== 'TRIM_HORIZON', 'it does not start at the stream’s beginning'],
    [at(properties, 'BisectBatchOnFunctionError') !== true, 'it does not bisect'],
    [attempts < 0, 'its tries are not bounded'],
    [!kept, 'what it gives up is not kept in S3'],
    [!hasAlarm(template, 'IteratorAge', reader), 'no alarm watches its age'],
  ]
  return faults.filter(([broken]) => broken).map(([, tells]) => ({ resource: mapping.id, tells }))
}

function functionOf(template: Template, mapping: TemplateResource): TemplateResource | undefined {
  const id = targetOf(at(mapping.properties, 'FunctionName'))
  return resourcesOf(template, 'AWS::Lambda::Function').find((candidate) => candidate.id === id)
}

function hasAlarm(template: Template, metric: string, about: string): boolean {
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').some(
    ({ properties }) =>
      at(properties, 'MetricName') === metric &&
      listAt(properties, 'Dimensions').some((dimension) => targetOf(at(dimension, 'Value')) === about),
  )
}
