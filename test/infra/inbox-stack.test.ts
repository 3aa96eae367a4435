import { PUBLISHED_ITEMS } from '../../infra/constructs/outbox.ts'
import { PUBLISHED_SORT_KEYS } from '../../shared/aws/table-changes.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { at, entriesAt, listAt, resourcesOf, targetOf } from '../../infra/checks/template.ts'
import type { Template } from '../../infra/checks/template.ts'
import {
  ApiEnvironment,
  DeliverEnvironment,
  IngestEnvironment,
  OutboxEnvironment,
  SweepEnvironment,
  TimersEnvironment,
  TopicEnvironment,
  WebhookEnvironment,
  readEnvironment,
} from '../../functions/edge/environment.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { functionOf, permissionsOf, POLLS_QUEUE } from './permissions.ts'
import { synthesize } from './synthesize.ts'

const NAMES = CHANNELS.map(({ manifest }) => manifest.name)
const TOPICS = CHANNELS.flatMap(({ manifest }) => (manifest.topic === null ? [] : [manifest.name]))
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents']

describe('the stack', () => {
  let template: Template

  beforeAll(() => {
    template = synthesize().template
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
    expect(others).toEqual([['sqs:SendMessage', outbound]])
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
      ['sqs:SendMessage', targetOf(at(variables, 'INLET_TIMER_QUEUE_URL'))],
    ])
    const indexes = listAt(template.Resources[table]?.Properties, 'GlobalSecondaryIndexes')
    const due = indexes.find((index) => at(index, 'IndexName') === 'due')
    expect(at(due, 'Projection', 'ProjectionType')).toBe('KEYS_ONLY')
  })

  it('starts the sweep each minute: this guarantees that nothing due is forgotten when its own timer is lost', () => {
    const [schedule, ...others] = resourcesOf(template, 'AWS::Scheduler::Schedule')
    expect(others).toEqual([])
    expect(at(schedule?.properties, 'ScheduleExpression')).toBe('rate(1 minute)')
    expect(targetOf(at(schedule?.properties, 'Target', 'Arn'))).toBe(
      functionOf(template, 'functions/timers/sweep.ts'),
    )
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
    readEnvironment(TimersEnvironment, environmentOf(template, 'functions/timers/index.ts'))
    readEnvironment(SweepEnvironment, environmentOf(template, 'functions/timers/sweep.ts'))
    const api = readEnvironment(ApiEnvironment, environmentOf(template, 'functions/api/index.ts'))
    expect(Object.keys(api.INLET_GROUP_SCOPES)).toEqual(['inlet-agents', 'inlet-admins'])
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

  it('has one route per method and channel: this guarantees that a channel switched off cannot be called', () => {
    const paths = CHANNELS.map(({ manifest }) => `/webhooks/${manifest.ingress.path}`)
    expect(routesOf(template)).toEqual(
      ['ANY /v1', 'ANY /v1/{proxy+}', ...paths.flatMap((path) => [`GET ${path}`, `POST ${path}`])].sort(),
    )
    const without = synthesize({ channels: { sms: false } }, { checks: false }).template
    expect(routesOf(without).filter((route) => route.includes('sms'))).toEqual([])
    expect(resourcesOf(without, 'AWS::SecretsManager::Secret')).toHaveLength(CHANNELS.length - 1)
    expect(resourcesOf(without, 'AWS::SNS::Topic')).toHaveLength(TOPICS.length - 1)
  })

  it('names its outputs: this guarantees that a person finds URLs, bus and pool after a deploy', () => {
    expect(
      entriesAt(template, 'Outputs')
        .map(([name]) => name)
        .sort(),
    ).toEqual(
      [
        ...['ApiUrl', 'EventBusArn', 'TableName', 'UserPoolClientId', 'UserPoolId'],
        ...NAMES.flatMap((name) => [`SecretArn${capitalize(name)}`, `WebhookUrl${capitalize(name)}`]),
        ...TOPICS.map((name) => `TopicArn${capitalize(name)}`),
      ].sort(),
    )
  })

  it('uses the configured public URL everywhere: this guarantees that signatures are checked over the URL the platform calls', () => {
    const custom = synthesize({ publicUrl: 'https://inbox.example.com' }, { checks: false }).template
    expect(at(custom, 'Outputs', 'WebhookUrlSms', 'Value')).toBe('https://inbox.example.com/webhooks/sms')
    const environment = environmentOf(custom, 'functions/webhooks/sms.generated.ts')
    expect(environment['INLET_PUBLIC_URL']).toBe('https://inbox.example.com')
  })

  it('makes no pool beside another issuer: this guarantees that only its tokens open the API', () => {
    const auth = { issuer: 'https://id.example.com/', audience: ['inlet', 'desk'] }
    const external = synthesize({ auth }, { checks: false }).template
    const types = Object.values(external.Resources).map((resource) => resource.Type)
    expect(types.filter((type) => type.startsWith('AWS::Cognito'))).toEqual([])
    const [authorizer] = resourcesOf(external, 'AWS::ApiGatewayV2::Authorizer')
    expect(at(authorizer?.properties, 'JwtConfiguration')).toEqual({
      Issuer: auth.issuer,
      Audience: auth.audience,
    })
  })

  it('gives people’s tokens no inbox scope: this guarantees that only groups grant, not whatever a browser asks for', () => {
    const scopes = resourcesOf(template, 'AWS::Cognito::UserPoolClient').flatMap(({ properties }) =>
      listAt(properties, 'AllowedOAuthScopes'),
    )
    expect(scopes).toEqual(['openid', 'email', 'profile'])
  })

  it('differs from a second stage in its name alone: this guarantees that both fit into one account without an edit', () => {
    const second = synthesize({ stage: 'staging' }, { checks: false })
    expect(second.name).toBe('inlet-staging')
    expect(Object.keys(second.template.Resources)).toEqual(Object.keys(template.Resources))
  })

  it('has few alarms and secrets: this guarantees that an idle stage stays under $5 a month', () => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').length
    const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret').length
    const keys = resourcesOf(template, 'AWS::KMS::Key').length
    expect(alarms * 0.1 + secrets * 0.4 + keys * 1).toBeLessThan(1 + CHANNELS.length * 0.6)
  })

  it('tells somebody when an address is set: this guarantees that every alarm reaches a person', () => {
    const { template: watched } = synthesize({ alarmEmail: 'oncall@example.com' }, { checks: false })
    const mails = resourcesOf(watched, 'AWS::SNS::Subscription').filter(
      ({ properties }) => at(properties, 'Protocol') === 'email',
    )
    expect(mails.map(({ properties }) => at(properties, 'Endpoint'))).toEqual(['oncall@example.com'])
    const topic = targetOf(at(mails[0]?.properties, 'TopicArn'))
    const alarms = resourcesOf(watched, 'AWS::CloudWatch::Alarm')
    expect(alarms).toHaveLength(11 + TOPICS.length * 2)
    for (const { properties } of alarms) {
      expect(listAt(properties, 'AlarmActions').map(targetOf)).toEqual([topic])
    }
    expect(resourcesOf(template, 'AWS::SNS::Topic')).toHaveLength(TOPICS.length)
  })
})

/** Values that only AWS knows become a URL: it passes wherever a name or a URL is asked for. */
function environmentOf(template: Template, entry: string): Record<string, string> {
  const properties = template.Resources[functionOf(template, entry)]?.Properties
  const variables = entriesAt(properties, 'Environment', 'Variables')
  return Object.fromEntries(
    variables.map(([name, value]) => [name, typeof value === 'string' ? value : 'https://known.at.deploy']),
  )
}

function mappingOf(template: Template, functionId: string) {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').find(
    ({ properties }) => targetOf(at(properties, 'FunctionName')) === functionId,
  )
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function routesOf(template: Template): string[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .map(({ properties }) => String(at(properties, 'RouteKey')))
    .sort()
}

function byText(one: unknown, other: unknown): number {
  return String(one).localeCompare(String(other))
}
