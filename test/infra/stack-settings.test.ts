import { beforeAll, describe, expect, it } from 'vitest'
import {
  at,
  entriesAt,
  listAt,
  resourcesOf,
  stringsIn,
  targetOf,
  type Template,
} from '../../infra/checks/template.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { environmentOf } from './environment-of.ts'
import { toIdleCost } from '../bench/idle-cost.ts'
import { LIST_PRICES } from '../bench/list-prices.ts'
import { functionOf } from './permissions.ts'
import { synthesize, TOPICS, WITH_TOPICS } from './synthesize.ts'

const NAMES = CHANNELS.map(({ manifest }) => manifest.name)

describe('the stack of the given settings', () => {
  let template: Template

  beforeAll(() => {
    template = synthesize(WITH_TOPICS).template
  })

  it('has one route per method and channel: this guarantees that each is reached, and nothing else', () => {
    const paths = CHANNELS.map(({ manifest }) => `/webhooks/${manifest.ingress.path}`)
    expect(routesOf(template)).toEqual(
      [
        'ANY /v1',
        'ANY /v1/{proxy+}',
        ...[...paths, '/t/{proxy+}'].flatMap((path) => [`GET ${path}`, `POST ${path}`]),
      ].sort(),
    )
  })

  it.each(NAMES)(
    'without %s has nothing of it: this guarantees that a channel switched off cannot be called',
    (name) => {
      const topics = TOPICS.filter((topic) => topic !== name)
      const without = synthesize(
        { channels: { [name]: false }, topics: Object.fromEntries(topics.map((topic) => [topic, []])) },
        { checks: false },
      ).template
      const paths = CHANNELS.flatMap(({ manifest }) =>
        manifest.name === name ? [] : [`/webhooks/${manifest.ingress.path}`],
      )
      expect(routesOf(without).filter((route) => route.startsWith('POST /webhooks'))).toEqual(
        paths.map((path) => `POST ${path}`).sort(),
      )
      expect(resourcesOf(without, 'AWS::SecretsManager::Secret')).toHaveLength(CHANNELS.length - 1)
      expect(channelTopicsOf(without)).toEqual(topics)
    },
  )

  it('names its outputs: this guarantees that a person finds URLs, bus and pool after a deploy', () => {
    expect(
      entriesAt(template, 'Outputs')
        .map(([name]) => name)
        .sort(),
    ).toEqual(
      [
        ...['ApiUrl', 'EventBusArn', 'SlaNoticeTopicArn', 'TableName', 'UserPoolClientId', 'UserPoolId'],
        ...['DeadLettersUrl', 'UndeliveredUrl', 'QuarantineUrl'],
        ...['InboundQueueUrl', 'OutboundQueueUrl', 'TimerQueueUrl'],
        ...NAMES.flatMap((name) => [`SecretArn${capitalize(name)}`, `WebhookUrl${capitalize(name)}`]),
        ...TOPICS.flatMap((name) => [
          `TopicArn${capitalize(name)}`,
          `TopicDeadLettersUrl${capitalize(name)}`,
        ]),
      ].sort(),
    )
  })

  it('updates ingest before what feeds it: this guarantees that no envelope meets a reader that is older than it', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function')
    const ingest = functions.find(({ id }) => id.startsWith('Ingest'))?.id
    const feeding = [
      ...NAMES.map((name) => `${capitalize(name)}Webhook`),
      ...TOPICS.map((name) => `${capitalize(name)}TopicCut`),
    ]
    for (const prefix of feeding) {
      const id = functions.find((each) => each.id.startsWith(prefix))?.id ?? prefix
      expect(listAt(template.Resources, id, 'DependsOn')).toContain(ingest)
    }
  })

  it('uses the configured public URL everywhere: this guarantees that signatures are checked over the URL the platform calls', () => {
    const custom = synthesize({ publicUrl: 'https://inbox.example.com' }, { checks: false }).template
    expect(at(custom, 'Outputs', 'WebhookUrlSms', 'Value')).toBe('https://inbox.example.com/webhooks/sms')
    const environment = environmentOf(custom, 'functions/webhooks/sms.generated.ts')
    expect(environment['INLET_PUBLIC_URL']).toBe('https://inbox.example.com')
  })

  it.each([
    'functions/webhooks/sms.generated.ts',
    'functions/topics/sms.generated.ts',
    'functions/api/index.ts',
    'functions/deliver/index.ts',
  ])('hands what is to be masked to %s: this guarantees that no way in or out forgets it', (file) => {
    const patterns = [{ name: 'customer', pattern: 'K-[0-9]{8}', keepLast: 2 }]
    const given = synthesize({ ...WITH_TOPICS, redaction: { patterns } }, { checks: false }).template
    const environment = environmentOf(given, file)
    expect(JSON.parse(String(environment['INLET_REDACTION']))).toEqual({ patterns, onFailure: 'closed' })
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
    const second = synthesize({ ...WITH_TOPICS, stage: 'staging' }, { checks: false })
    expect(second.name).toBe('inlet-staging')
    expect(Object.keys(second.template.Resources)).toEqual(Object.keys(template.Resources))
  })

  it('costs at most $5 in a month in which nothing happens, with secure threads and every alarm: this guarantees that a stage may stand idle', () => {
    const { template: plain } = synthesize({}, { checks: false })
    const { lines, unknown } = toIdleCost(plain)
    expect(unknown).toEqual([])
    // The budget is that of four channels. A further one brings its own secret, and little else.
    const further = (CHANNELS.length - 4) * (LIST_PRICES.secretMonth + 0.01)
    const dollars = lines.reduce((sum, line) => sum + line.dollars, 0)
    expect(dollars).toBeLessThanOrEqual(5 + further)
    expect(resourcesOf(plain, 'AWS::KMS::Key')).toHaveLength(1)
  })

  it('makes a topic where a setting says so, and lets replies go out by it: this guarantees that nobody pays for a way that nobody uses', () => {
    const { template: plain } = synthesize({}, { checks: false })
    expect(channelTopicsOf(plain)).toEqual([])
    expect(JSON.stringify(plain)).not.toMatch(/functions\/topics\/|sms-voice:/)
    expect(channelTopicsOf(template)).toEqual(TOPICS)
    expect(JSON.stringify(template)).toContain('sms-voice:SendTextMessage')
  })

  it('lets only the pages that are named reach the bucket: this guarantees that a browser uses no link elsewhere', () => {
    expect(at(filesBucketOf(template), 'CorsConfiguration')).toBeUndefined()
    const origins = ['https://desk.example.com']
    const open = synthesize({ files: { origins } }, { checks: false }).template
    expect(listAt(filesBucketOf(open), 'CorsConfiguration', 'CorsRules')).toEqual([
      { AllowedHeaders: ['*'], AllowedMethods: ['PUT', 'GET'], AllowedOrigins: origins },
    ])
  })

  it('leaves out secure threads where a setting says so: this guarantees that nobody pays for, or answers on, what they do not want', () => {
    const { template: without } = synthesize({ secureThread: { on: false } }, { checks: false })
    const routes = resourcesOf(without, 'AWS::ApiGatewayV2::Route').map(({ properties }) =>
      String(at(properties, 'RouteKey')),
    )
    expect(routes.filter((key) => key.includes('/t/'))).toEqual([])
    expect(JSON.stringify(without)).not.toMatch(/kms:|INLET_THREAD_KEY_ARN/)
  })

  it('hands settings of secure threads on: this guarantees that they are kept, and shown, as the deployment says', () => {
    const secureThread = { retentionDays: 7, allowedAddresses: ['203.0.113.0/24'] }
    const { template: strict } = synthesize({ secureThread }, { checks: false })
    const api = environmentOf(strict, 'functions/api/index.ts')
    expect(api).toMatchObject({
      INLET_THREAD_RETENTION_DAYS: '7',
      INLET_THREAD_ADDRESSES: '["203.0.113.0/24"]',
    })
    for (const entry of ['functions/thread/index.ts', 'functions/timers/index.ts']) {
      expect(environmentOf(strict, entry)).toMatchObject({ INLET_THREAD_RETENTION_DAYS: '7' })
    }
  })

  it('lets files go as the settings say, those of secure threads by their own: this guarantees that nothing outlives its message', () => {
    // What was put up and not sent.
    const UNSENT = ['uploads/', 1]
    const rulesWith = (settings: Record<string, unknown>): unknown[] => {
      const { template: made } = synthesize(settings, { checks: false })
      const [files] = resourcesOf(made, 'AWS::S3::Bucket').filter(({ id }) => id.startsWith('MediaFiles'))
      return listAt(files?.properties, 'LifecycleConfiguration', 'Rules')
        .filter((rule) => at(rule, 'ExpirationInDays') !== undefined)
        .map((rule) => [at(rule, 'Prefix'), at(rule, 'ExpirationInDays')])
    }
    expect(rulesWith({ secureThread: { retentionDays: 7 } })).toEqual([['threads/', 7], UNSENT])
    // Otherwise the shorter of two would count.
    expect(rulesWith({ retention: { messagesDays: 3 } })).toEqual([['cnv_', 3], ['threads/', 30], UNSENT])
    // Files that are there already go all the same.
    expect(rulesWith({ secureThread: { on: false } })).toEqual([['threads/', 30], UNSENT])
  })

  it('lets the page of secure threads keep their files, and see no other: this guarantees that whoever breaks into it finds what customers sent there, sealed', () => {
    const id = functionOf(template, 'functions/thread/index.ts')
    const role = targetOf(at(template.Resources[id]?.Properties, 'Role'))
    const statements = resourcesOf(template, 'AWS::IAM::Policy')
      .filter(({ properties }) => listAt(properties, 'Roles').some((each) => targetOf(each) === role))
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => listAt(statement, 'Action').some((action) => String(action).startsWith('s3:')))
    expect(statements.map((statement) => listAt(statement, 'Action'))).toEqual([
      ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    ])
    expect(statements.flatMap((statement) => stringsIn(at(statement, 'Resource'))).at(-1)).toBe('/threads/*')
  })

  it('tells somebody when an address is set: this guarantees that every alarm reaches a person', () => {
    const settings = { ...WITH_TOPICS, alarmEmail: 'oncall@example.com' }
    const { template: watched } = synthesize(settings, { checks: false })
    const mails = resourcesOf(watched, 'AWS::SNS::Subscription').filter(
      ({ properties }) => at(properties, 'Protocol') === 'email',
    )
    expect(mails.map(({ properties }) => at(properties, 'Endpoint'))).toEqual(['oncall@example.com'])
    const topic = targetOf(at(mails[0]?.properties, 'TopicArn'))
    const alarms = resourcesOf(watched, 'AWS::CloudWatch::Alarm')
    expect(alarms.length).toBeGreaterThan(TOPICS.length * 2)
    for (const { properties } of alarms) {
      expect(listAt(properties, 'AlarmActions').map(targetOf)).toEqual([topic])
    }
    const [policy] = resourcesOf(watched, 'AWS::SNS::TopicPolicy').filter(({ properties }) =>
      listAt(properties, 'Topics').map(targetOf).includes(topic),
    )
    const publishers = listAt(policy?.properties, 'PolicyDocument', 'Statement')
      .filter((statement) => at(statement, 'Effect') === 'Allow')
      .map((statement) => at(statement, 'Principal', 'Service'))
    expect(publishers).toEqual(['cloudwatch.amazonaws.com'])
  })

  it('tells a policy’s notices to the topic, and to an address when one is set: this guarantees that `notify` reaches a person', () => {
    const { template: told } = synthesize({ slaNoticeEmail: 'lead@example.com' }, { checks: false })
    const topic = targetOf(at(told, 'Outputs', 'SlaNoticeTopicArn', 'Value'))
    const [mail] = resourcesOf(told, 'AWS::SNS::Subscription').filter(
      ({ properties }) => at(properties, 'Protocol') === 'email',
    )
    expect(at(mail?.properties, 'Endpoint')).toBe('lead@example.com')
    expect(targetOf(at(mail?.properties, 'TopicArn'))).toBe(topic)
    const notify = resourcesOf(told, 'AWS::Events::Rule').filter(({ properties }) =>
      listAt(properties, 'Targets').some((target) => targetOf(at(target, 'Arn')) === topic),
    )
    expect(notify.map(({ properties }) => at(properties, 'EventPattern'))).toEqual([
      {
        source: ['inlet'],
        'detail-type': ['conversation.action_taken'],
        detail: { data: { action: ['notify'] } },
      },
    ])
    expect(
      resourcesOf(template, 'AWS::SNS::Subscription').map(({ properties }) => at(properties, 'Protocol')),
    ).toEqual(TOPICS.map(() => 'sqs'))
  })
})

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function routesOf(template: Template): string[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .map(({ properties }) => String(at(properties, 'RouteKey')))
    .sort()
}

function channelTopicsOf(template: Template): string[] {
  return resourcesOf(template, 'AWS::SNS::Topic').flatMap(({ properties }) =>
    listAt(properties, 'Tags').map((tag) => String(at(tag, 'Value'))),
  )
}

function filesBucketOf(template: Template): unknown {
  const media = template.Resources[functionOf(template, 'functions/media/index.ts')]?.Properties
  const name = targetOf(at(media, 'Environment', 'Variables', 'INLET_FILES_BUCKET')) ?? ''
  return template.Resources[name]?.Properties
}
