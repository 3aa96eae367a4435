import { PUBLISHED_ITEMS } from '../../infra/constructs/outbox.ts'
import { PUBLISHED_SORT_KEYS } from '../../shared/aws/table-changes.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { at, listAt, resourcesOf, targetOf } from '../../infra/checks/template.ts'
import type { Template } from '../../infra/checks/template.ts'
import {
  ApiEnvironment,
  ArmEnvironment,
  ChecksEnvironment,
  DeliverEnvironment,
  MediaEnvironment,
  IngestEnvironment,
  OutboxEnvironment,
  RulesEnvironment,
  SweepEnvironment,
  ThreadEnvironment,
  TimersEnvironment,
  TopicEnvironment,
  WebhookEnvironment,
  readEnvironment,
} from '../../functions/edge/environment.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { DEFAULT_RULES } from '../../shared/domain/sla/default-rules.ts'
import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'
import { environmentOf } from './environment-of.ts'
import { functionOf, permissionsOf, POLLS_QUEUE } from './permissions.ts'
import { synthesize, TOPICS, WITH_TOPICS } from './synthesize.ts'

const NAMES = CHANNELS.map(({ manifest }) => manifest.name)
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents']

describe('the stack', () => {
  let template: Template

  beforeAll(() => {
    template = synthesize(WITH_TOPICS).template
  })

  it.each(NAMES)(
    'lets the %s webhook read its own secret and send to two queues: this guarantees that a broken webhook function reaches nothing else',
    (name) => {
      const id = functionOf(template, `functions/webhooks/${name}.generated.ts`)
      const variables = at(template.Resources[id]?.Properties, 'Environment', 'Variables')
      const secret = targetOf(at(variables, 'INLET_SECRET_ARN')) ?? ''
      const tags = listAt(template.Resources[secret]?.Properties, 'Tags')
      expect(tags).toEqual([{ Key: 'inlet:channel', Value: name }])

      expect(permissionsOf(template, id).sort(byText)).toEqual(
        [
          ...LOGS.map((action) => [
            action,
            targetOf(at(template.Resources[id]?.Properties, 'LoggingConfig', 'LogGroup')),
          ]),
          ['secretsmanager:GetSecretValue', secret],
          ['sqs:SendMessage', targetOf(at(variables, 'INLET_INBOUND_QUEUE_URL'))],
          ['sqs:SendMessage', targetOf(at(variables, 'INLET_QUARANTINE_QUEUE_URL'))],
        ].sort(byText),
      )
    },
  )

  it.each(TOPICS)(
    'lets the function behind the %s topic read its own queue and send to two: this guarantees that a broken one reaches nothing else',
    (name) => {
      const id = functionOf(template, `functions/topics/${name}.generated.ts`)
      const properties = template.Resources[id]?.Properties
      const variables = at(properties, 'Environment', 'Variables')
      const queue = targetOf(at(mappingOf(template, id)?.properties, 'EventSourceArn'))
      expect(permissionsOf(template, id).sort(byText)).toEqual(
        [
          ...LOGS.map((action) => [action, targetOf(at(properties, 'LoggingConfig', 'LogGroup'))]),
          ...POLLS_QUEUE.map((action) => [action, queue]),
          ['sqs:SendMessage', targetOf(at(variables, 'INLET_INBOUND_QUEUE_URL'))],
          ['sqs:SendMessage', targetOf(at(variables, 'INLET_QUARANTINE_QUEUE_URL'))],
        ].sort(byText),
      )
    },
  )

  it('subscribes the topic’s queue to exactly the topics of the settings: this guarantees that nobody else’s words come in', () => {
    const existing = ['arn:aws:sns:eu-west-1:123456789012:a', 'arn:aws:sns:eu-west-1:210987654321:b']
    const settings = { topics: Object.fromEntries(TOPICS.map((name) => [name, existing])) }
    const { template: wired } = synthesize(settings, { checks: false })
    for (const name of TOPICS) {
      const id = functionOf(wired, `functions/topics/${name}.generated.ts`)
      const queue = targetOf(at(mappingOf(wired, id)?.properties, 'EventSourceArn'))
      const own = resourcesOf(wired, 'AWS::SNS::Topic').find(({ properties }) =>
        listAt(properties, 'Tags').some((tag) => at(tag, 'Value') === name),
      )
      const expected = [{ Ref: own?.id }, ...existing]
      const subscriptions = resourcesOf(wired, 'AWS::SNS::Subscription').filter(
        ({ properties }) => targetOf(at(properties, 'Endpoint')) === queue,
      )
      expect(subscriptions.map(({ properties }) => at(properties, 'TopicArn'))).toEqual(expected)
      const [policy] = resourcesOf(wired, 'AWS::SQS::QueuePolicy').filter(({ properties }) =>
        listAt(properties, 'Queues').map(targetOf).includes(queue),
      )
      const senders = listAt(policy?.properties, 'PolicyDocument', 'Statement').filter(
        (statement) => at(statement, 'Effect') === 'Allow',
      )
      expect(senders.map((statement) => at(statement, 'Condition'))).toEqual([
        { ArnEquals: { 'aws:SourceArn': expected } },
      ])
    }
  })

  it('lets a topic’s service publish for this account alone: this guarantees that no other account can make it write here', () => {
    const published = resourcesOf(template, 'AWS::SNS::TopicPolicy').flatMap(({ properties }) =>
      listAt(properties, 'PolicyDocument', 'Statement').filter((one) => at(one, 'Effect') === 'Allow'),
    )
    expect(published.map((one) => [at(one, 'Principal'), at(one, 'Condition')])).toEqual(
      CHANNELS.flatMap(({ manifest: { topic } }) =>
        topic === null
          ? []
          : [
              [
                { Service: topic.publisher },
                { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
              ],
            ],
      ),
    )
  })

  it('lets the API reach the table, delete nothing in it, and ask for deliveries alone: this guarantees that a broken API function sends nothing that is not in the log, and loses nothing', () => {
    const id = functionOf(template, 'functions/api/index.ts')
    const permissions = permissionsOf(template, id)
    const actions = permissions.map(([action]) => action)
    const others = permissions.filter(([action]) => !LOGS.includes(action) && !action.startsWith('dynamodb:'))
    const variables = at(template.Resources[id]?.Properties, 'Environment', 'Variables')
    const outbound = targetOf(at(variables, 'INLET_OUTBOUND_QUEUE_URL'))
    const key = targetOf(at(variables, 'INLET_THREAD_KEY_ARN'))
    expect(others).toEqual([
      ['sqs:SendMessage', outbound],
      // Links to files, signed with it. Which bucket's files stands in the template's own rules.
      ['s3:GetObject', null],
      // What our side puts up by such a link, and its copy once it is sent.
      ['s3:PutObject', null],
      ['kms:Decrypt', key],
      ['kms:GenerateDataKey', key],
    ])
    expect(actions).toContain('dynamodb:Query')
    expect(actions).not.toContain('dynamodb:DeleteItem')
  })

  it('lets the sweep query keys alone: this guarantees that listing what is due never reads anybody’s words', () => {
    const id = functionOf(template, 'functions/timers/sweep.ts')
    const variables = at(template.Resources[id]?.Properties, 'Environment', 'Variables')
    const table = targetOf(at(variables, 'INLET_TABLE_NAME')) ?? ''
    expect(
      permissionsOf(template, id)
        .filter(([action]) => !LOGS.includes(action))
        .sort(byText),
    ).toEqual([
      ['dynamodb:GetItem', table],
      ['dynamodb:PutItem', table],
      // An index: its ARN is joined, below the table’s.
      ['dynamodb:Query', null],
      // Lambda itself, where a run fails: what it was started with, which is nothing.
      ['sqs:SendMessage', targetOf(at(template.Resources[id]?.Properties, 'DeadLetterConfig', 'TargetArn'))],
      ['sqs:SendMessage', targetOf(at(variables, 'INLET_TIMER_QUEUE_URL'))],
    ])
    const indexes = listAt(template.Resources[table]?.Properties, 'GlobalSecondaryIndexes')
    const due = indexes.find((index) => at(index, 'IndexName') === 'due')
    expect(at(due, 'Projection', 'ProjectionType')).toBe('KEYS_ONLY')
  })

  it('starts the sweep each minute: this guarantees that nothing due is forgotten when its own timer is lost', () => {
    expect(runsOf(template, 'functions/timers/sweep.ts')).toEqual(['rate(1 minute)'])
  })

  it('starts the checks once a day: this guarantees that a token that ends is told before a customer is unheard for long', () => {
    expect(runsOf(template, 'functions/checks/index.ts')).toEqual(['rate(1 day)'])
  })

  it('lets the checks look and nothing else: this guarantees that no check changes a number, a secret or a conversation', () => {
    const id = functionOf(template, 'functions/checks/index.ts')
    const variables = at(template.Resources[id]?.Properties, 'Environment', 'Variables')
    const table = targetOf(at(variables, 'INLET_TABLE_NAME'))
    const actions = permissionsOf(template, id).filter(([action]) => !action.startsWith('logs:'))
    expect([...new Set(actions.map(([action]) => action))].sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'secretsmanager:GetSecretValue',
      'sms-voice:DescribeConfigurationSets',
      'sms-voice:DescribePhoneNumbers',
    ])
    for (const [action, resource] of actions) {
      if (action.startsWith('dynamodb:')) expect(resource).toBe(table)
    }
  })

  it('has no other schedule: this guarantees that an idle deployment pays for two', () => {
    expect(resourcesOf(template, 'AWS::Scheduler::Schedule')).toHaveLength(2)
  })

  it('gives each function the environment that it reads: this guarantees that none starts with a variable missing', () => {
    for (const { manifest } of CHANNELS) {
      readEnvironment(
        WebhookEnvironment,
        environmentOf(template, `functions/webhooks/${manifest.name}.generated.ts`),
      )
    }
    for (const name of TOPICS) {
      readEnvironment(TopicEnvironment, environmentOf(template, `functions/topics/${name}.generated.ts`))
    }
    readEnvironment(IngestEnvironment, environmentOf(template, 'functions/ingest/index.ts'))
    readEnvironment(OutboxEnvironment, environmentOf(template, 'functions/outbox/index.ts'))
    const deliver = environmentOf(template, 'functions/deliver/index.ts')
    expect(Object.keys(deliver)).toContain('INLET_CHANNEL_SECRETS_ARN')
    readEnvironment(DeliverEnvironment, {
      ...deliver,
      // Known at deploy, as JSON.
      INLET_CHANNEL_SECRETS_ARN: '{}',
      AWS_REGION: 'us-east-1',
    })
    readEnvironment(ThreadEnvironment, {
      ...environmentOf(template, 'functions/thread/index.ts'),
      AWS_REGION: 'us-east-1',
    })
    readEnvironment(TimersEnvironment, {
      ...environmentOf(template, 'functions/timers/index.ts'),
      AWS_REGION: 'us-east-1',
    })
    readEnvironment(ChecksEnvironment, {
      ...environmentOf(template, 'functions/checks/index.ts'),
      // Known at deploy, as JSON.
      INLET_CHANNEL_SECRETS_ARN: '{}',
      INLET_CHANNEL_TOPICS_ARN: '{}',
      AWS_REGION: 'us-east-1',
    })
    readEnvironment(SweepEnvironment, environmentOf(template, 'functions/timers/sweep.ts'))
    readEnvironment(ArmEnvironment, environmentOf(template, 'functions/timers/arm.ts'))
    readEnvironment(RulesEnvironment, environmentOf(template, 'functions/rules/index.ts'))
    readEnvironment(MediaEnvironment, {
      ...environmentOf(template, 'functions/media/index.ts'),
      // Known at deploy, as JSON.
      INLET_CHANNEL_SECRETS_ARN: '{}',
      AWS_REGION: 'us-east-1',
    })
    const api = readEnvironment(ApiEnvironment, {
      ...environmentOf(template, 'functions/api/index.ts'),
      AWS_REGION: 'us-east-1',
    })
    expect(Object.keys(api.INLET_GROUP_SCOPES)).toEqual(['inlet-agents', 'inlet-admins'])
  })

  it('brings the rules of the settings: this guarantees that the clocks follow a deployment', () => {
    const [rules, ...others] = resourcesOf(template, 'Custom::SlaRules')
    expect(others).toEqual([])
    expect(targetOf(at(rules?.properties, 'ServiceToken'))).toBe(
      functionOf(template, 'functions/rules/index.ts'),
    )
    const read = (name: string): unknown => JSON.parse(String(at(rules?.properties, name)))
    expect(SlaRuleSet.parse({ policies: read('Policies'), calendars: read('Calendars') })).toEqual(
      DEFAULT_RULES,
    )
  })

  it('shows the publisher every item that publishes: this guarantees that its filter costs no event', () => {
    expect(PUBLISHED_ITEMS.dynamodb.NewImage.sk.S).toEqual([...PUBLISHED_SORT_KEYS])
  })

  it('makes secrets that hold none of a channel’s keys: this guarantees that a fresh deploy verifies nothing', () => {
    for (const { properties } of resourcesOf(template, 'AWS::SecretsManager::Secret')) {
      expect(at(properties, 'GenerateSecretString', 'SecretStringTemplate')).toBe('{}')
      expect(at(properties, 'SecretString')).toBeUndefined()
      const key = at(properties, 'GenerateSecretString', 'GenerateStringKey')
      expect(CHANNELS.flatMap(({ manifest }) => Object.keys(manifest.secret.keys))).not.toContain(key)
    }
  })

  it('holds no local secret: this guarantees that what is public in the repository opens no deployment', () => {
    const text = JSON.stringify(template)
    const values = CHANNELS.flatMap(({ manifest }) => Object.values(manifest.secret.local))
    expect(values.length).toBeGreaterThan(0)
    expect(values.filter((value) => text.includes(value))).toEqual([])
  })
})

function mappingOf(template: Template, functionId: string) {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').find(
    ({ properties }) => targetOf(at(properties, 'FunctionName')) === functionId,
  )
}

function byText(one: unknown, other: unknown): number {
  return String(one).localeCompare(String(other))
}

function runsOf(template: Template, entry: string): unknown[] {
  return resourcesOf(template, 'AWS::Scheduler::Schedule')
    .filter(({ properties }) => targetOf(at(properties, 'Target', 'Arn')) === functionOf(template, entry))
    .map(({ properties }) => at(properties, 'ScheduleExpression'))
}
