import type { Stack } from 'aws-cdk-lib'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { at, listAt, resourcesOf } from '../../infra/checks/template.ts'
import type { Template } from '../../infra/checks/template.ts'
import { TEMPLATE_RULES } from '../../infra/checks/template-rules.ts'
import { synthesize, WITH_TOPICS } from './synthesize.ts'

type Change = (properties: Record<string, unknown>, template: Template) => void

/** For each rule, ways to break it: a resource's type, and what is done to the first of that type. */
const BREACHES: [rule: string, what: string, type: string, change: Change][] = [
  ['function-own-role', 'a shared role', 'AWS::Lambda::Function', shareRole],
  [
    'function-own-role',
    'a role from elsewhere',
    'AWS::Lambda::Function',
    set('Role', 'arn:aws:iam::1:role/x'),
  ],
  ['no-star', 'a star as resource', 'AWS::IAM::Policy', addStatement('sqs:SendMessage', '*')],
  [
    'no-star',
    'a star in an action',
    'AWS::IAM::Policy',
    addStatement('sqs:*', { 'Fn::GetAtt': ['Q', 'Arn'] }),
  ],
  [
    'no-star',
    'a star at the end of a join',
    'AWS::IAM::Policy',
    addStatement('sqs:SendMessage', { 'Fn::Join': ['', [{ Ref: 'Q' }, '*']] }),
  ],
  [
    'no-star',
    'an exception used by another action',
    'AWS::IAM::Policy',
    addStatement('s3:GetObject', { 'Fn::Join': ['', [{ Ref: 'B' }, '/aws/lambda/*']] }),
  ],
  [
    'no-star',
    'an inline policy',
    'AWS::IAM::Role',
    set('Policies', [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: 'x' } } }]),
  ],
  [
    'no-star',
    'a managed policy',
    'AWS::IAM::Role',
    set('ManagedPolicyArns', ['arn:aws:iam::aws:policy/Admin']),
  ],
  ['log-retention', 'no log group', 'AWS::Lambda::Function', unset('LoggingConfig')],
  ['log-retention', 'a log group for ever', 'AWS::Logs::LogGroup', unset('RetentionInDays')],
  ['function-limits', 'no timeout', 'AWS::Lambda::Function', unset('Timeout')],
  ['function-limits', 'no memory', 'AWS::Lambda::Function', unset('MemorySize')],
  ['function-environment', 'a secret by name', 'AWS::Lambda::Function', setVariable('APP_SECRET', 'x')],
  [
    'function-environment',
    'a resolved secret',
    'AWS::Lambda::Function',
    setVariable('APP', '{{resolve:secretsmanager:x}}'),
  ],
  ['queue-encrypted', 'no encryption', 'AWS::SQS::Queue', unset('SqsManagedSseEnabled')],
  [
    'queue-alarms',
    'an alarm on messages sent',
    'AWS::CloudWatch::Alarm',
    set('MetricName', 'NumberOfMessagesSent'),
  ],
  [
    'mapping-partial-failures',
    'whole batches',
    'AWS::Lambda::EventSourceMapping',
    unset('FunctionResponseTypes'),
  ],
  ['table-kept', 'no recovery', 'AWS::DynamoDB::Table', unset('PointInTimeRecoverySpecification')],
  ['table-kept', 'no expiry', 'AWS::DynamoDB::Table', unset('TimeToLiveSpecification')],
  ['table-kept', 'no protection', 'AWS::DynamoDB::Table', unset('DeletionProtectionEnabled')],
  ['no-physical-names', 'a table name', 'AWS::DynamoDB::Table', set('TableName', 'inbox')],
  ['no-physical-names', 'a bus name', 'AWS::Events::EventBus', set('Name', 'inlet')],
  ['api-logged', 'a path in the log', 'AWS::ApiGatewayV2::Stage', setLog('$context.routeKey $context.path')],
  [
    'api-logged',
    'an address in the log',
    'AWS::ApiGatewayV2::Stage',
    setLog('$context.routeKey $context.identity.sourceIp'),
  ],
  ['api-logged', 'no log', 'AWS::ApiGatewayV2::Stage', unset('AccessLogSettings')],
  ['api-throttled', 'no throttle', 'AWS::ApiGatewayV2::Stage', unset('DefaultRouteSettings')],
  ['api-closed', 'an open route', 'AWS::ApiGatewayV2::Route', openRoute],
  ['api-closed', 'every origin', 'AWS::ApiGatewayV2::Api', set('CorsConfiguration', { AllowOrigins: ['*'] })],
]

/** The same for resources that one must look for. */
const FLOW_BREACHES: [rule: string, what: string, breach: (template: Template) => void][] = [
  ['queue-alarms', 'no alarm on dead letters', removeAlarms('ApproximateNumberOfMessagesVisible')],
  ['queue-alarms', 'no alarm on age', removeAlarms('ApproximateAgeOfOldestMessage')],
  [
    'queue-alarms',
    'no dead-letter queue',
    (template) => eachQueue(template, (properties) => delete properties['RedrivePolicy']),
  ],
  [
    'queue-visibility',
    'a short visibility',
    (template) => eachQueue(template, (properties) => (properties['VisibilityTimeout'] = 359)),
  ],
  ['stream-mapping', 'a late start', changeStream('StartingPosition', 'LATEST')],
  ['stream-mapping', 'no bisecting', changeStream('BisectBatchOnFunctionError', false)],
  ['stream-mapping', 'endless tries', changeStream('MaximumRetryAttempts', -1)],
  ['stream-mapping', 'records dropped', changeStream('DestinationConfig', {})],
  ['stream-mapping', 'no alarm on age', removeAlarms('IteratorAge')],
  [
    'topic-subscriptions',
    'a subscription that drops',
    (template) => {
      for (const { id, properties } of resourcesOf(template, 'AWS::SNS::Subscription')) {
        if (at(properties, 'Protocol') === 'sqs') delete template.Resources[id]?.Properties['RedrivePolicy']
      }
    },
  ],
  ['named-senders', 'every topic', allowSender('AWS::SQS::QueuePolicy', { Service: 'sns.amazonaws.com' })],
  [
    'named-senders',
    'any topic of a region',
    allowSender(
      'AWS::SQS::QueuePolicy',
      { Service: 'sns.amazonaws.com' },
      { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:*' } },
    ),
  ],
  ['named-senders', 'anybody', allowSender('AWS::SQS::QueuePolicy', '*')],
  [
    'named-senders',
    'every account',
    allowSender('AWS::SNS::TopicPolicy', { Service: 'sms-voice.amazonaws.com' }),
  ],
  [
    'rule-targets',
    'a target without dead letters',
    (template) => {
      const Properties = { Targets: [{ Arn: 'x', RetryPolicy: { MaximumRetryAttempts: 3 } }] }
      template.Resources['Rule'] = { Type: 'AWS::Events::Rule', Properties }
    },
  ],
  [
    'rule-targets',
    'a schedule without a retry policy',
    (template) => {
      const Properties = { Target: { Arn: 'x', DeadLetterConfig: { Arn: 'y' } } }
      template.Resources['Schedule'] = { Type: 'AWS::Scheduler::Schedule', Properties }
    },
  ],
]

describe('template rules', () => {
  let template: Template

  beforeAll(() => {
    template = synthesize({ ...WITH_TOPICS, stage: 'prod', alarmEmail: 'oncall@example.com' }).template
  })

  it.each([
    ['defaults', {}],
    ['another issuer', { auth: { issuer: 'https://id.example.com/', audience: ['inlet'] } }],
    ['everything on', { stage: 'prod', alarmEmail: 'a@example.com', auth: { machineClient: true } }],
    ['one channel', { channels: { sms: false } }],
    ['topics that exist', { topics: { sms: ['arn:aws:sns:eu-west-1:123456789012:two-way'] } }],
  ])('hold with %s: this guarantees that no setting leads to a template that breaks them', (_, settings) => {
    const { template: synthesized } = synthesize(settings)
    const stage = { retainsData: 'stage' in settings && settings.stage === 'prod' }
    expect(TEMPLATE_RULES.flatMap((rule) => rule.check(synthesized, stage))).toEqual([])
  })

  it.each(BREACHES)('%s sees %s: this guarantees that the rule can fail', (id, _, type, change) => {
    const broken = structuredClone(template)
    const [first] = resourcesOf(broken, type)
    const resource = broken.Resources[first?.id ?? '']
    if (resource === undefined) throw new Error(`the template has no ${type}`)
    change(resource.Properties, broken)
    expect(rulesBroken(broken)).toEqual([id])
  })

  it.each(FLOW_BREACHES)('%s sees %s: this guarantees that the rule can fail', (id, _, breach) => {
    const broken = structuredClone(template)
    breach(broken)
    expect(rulesBroken(broken)).toEqual([id])
  })

  it.each([
    ['cdk-nag', (stack: Stack) => new Bucket(stack, 'Careless'), 'S10'],
    [
      'the rules of the house',
      (stack: Stack) => new LogGroup(stack, 'Careless', { retention: Infinity }),
      'log-retention',
    ],
  ])('and %s stop a careless synth: this guarantees that nothing unchecked is deployed', (_, add, told) => {
    const said = vi.spyOn(console, 'error').mockReturnValue()
    const wrote = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(() => synthesize({}, { add })).toThrow(told)
    said.mockRestore()
    wrote.mockRestore()
  })

  it('are all shown to fail above: this guarantees that a new rule comes with its proof', () => {
    const shown = new Set([...BREACHES, ...FLOW_BREACHES].map(([rule]) => rule))
    expect(TEMPLATE_RULES.map((rule) => rule.id).filter((id) => !shown.has(id))).toEqual([])
  })
})

function rulesBroken(template: Template): string[] {
  return TEMPLATE_RULES.filter((rule) => rule.check(template, { retainsData: true }).length > 0).map(
    ({ id }) => id,
  )
}

function set(name: string, value: unknown): Change {
  return (properties) => {
    properties[name] = value
  }
}

function unset(name: string): Change {
  return (properties) => {
    delete properties[name]
  }
}

function setVariable(name: string, value: string): Change {
  return (properties) => {
    Object.assign(Object(at(properties, 'Environment', 'Variables')), { [name]: value })
  }
}

function setLog(format: string): Change {
  return set('AccessLogSettings', { DestinationArn: 'x', Format: format })
}

function addStatement(Action: string, Resource: unknown): Change {
  return (properties) => {
    properties['PolicyDocument'] = { Statement: [{ Effect: 'Allow', Action, Resource }] }
  }
}

function shareRole(properties: Record<string, unknown>, template: Template): void {
  properties['Role'] = at(resourcesOf(template, 'AWS::Lambda::Function')[1]?.properties, 'Role')
}

function openRoute(properties: Record<string, unknown>): void {
  Object.assign(properties, { RouteKey: 'GET /v1/conversations', AuthorizationType: 'NONE' })
}

function removeAlarms(metric: string): (template: Template) => void {
  return (template) => {
    for (const { id, properties } of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
      if (at(properties, 'MetricName') === metric) delete template.Resources[id]
    }
  }
}

function eachQueue(template: Template, change: (properties: Record<string, unknown>) => void): void {
  for (const { id } of resourcesOf(template, 'AWS::SQS::Queue')) {
    const queue = template.Resources[id]
    if (queue?.Properties['RedrivePolicy'] !== undefined) change(queue.Properties)
  }
}

function allowSender(
  type: string,
  Principal: unknown,
  Condition: unknown = {},
): (template: Template) => void {
  return (template) => {
    const [policy] = resourcesOf(template, type)
    listAt(policy?.properties, 'PolicyDocument', 'Statement').push({ Effect: 'Allow', Principal, Condition })
  }
}

function changeStream(name: string, value: unknown): (template: Template) => void {
  return (template) => {
    for (const { id } of resourcesOf(template, 'AWS::Lambda::EventSourceMapping')) {
      const mapping = template.Resources[id]
      if (mapping?.Properties['StartingPosition'] !== undefined) mapping.Properties[name] = value
    }
  }
}
