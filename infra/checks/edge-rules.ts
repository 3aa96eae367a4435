import { at, listAt, resourcesOf, stringsIn } from './template.ts'
import type { Template, TemplateResource, TemplateRule, Violation } from './template.ts'

/** Path and query can hold tokens and phone numbers; the source address is a person's. */
const UNLOGGED = ['path', 'queryString', 'querystring', 'rawQueryString', 'resourcePath', 'sourceIp']
/** Routes that answer without a token: each has its own proof of who calls. */
const OPEN_ROUTE = /^(GET|POST) \/(webhooks\/[a-z]+|t\/\{proxy\+\})$/

/** The property that fixes a name, by type. A name that is only a label or is scoped to its parent is not here. */
const PHYSICAL_NAMES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
}

export const EDGE_RULES: readonly TemplateRule[] = [
  {
    id: 'table-kept',
    says: 'a table has point-in-time recovery and expiry, and stays when data is to be retained',
    check: (template, { retainsData }) =>
      resourcesOf(template, 'AWS::DynamoDB::Table').flatMap((table) => checkTable(table, retainsData)),
  },
  {
    id: 'no-physical-names',
    says: 'no fixed physical names: a second stage must fit beside the first',
    check: (template) =>
      Object.entries(PHYSICAL_NAMES).flatMap(([type, property]) =>
        resourcesOf(template, type)
          .filter(({ properties }) => typeof at(properties, property) === 'string')
          .map(({ id }) => ({ resource: id, tells: `${property} is fixed` })),
      ),
  },
  {
    id: 'api-logged',
    says: 'an API stage logs the route key, never path, query or address',
    check: (template) => stagesOf(template).flatMap(checkAccessLog),
  },
  {
    id: 'api-throttled',
    says: 'an API stage is throttled',
    check: (template) =>
      stagesOf(template)
        .filter(({ properties }) =>
          ['ThrottlingRateLimit', 'ThrottlingBurstLimit'].some(
            (limit) => typeof at(properties, 'DefaultRouteSettings', limit) !== 'number',
          ),
        )
        .map(({ id }) => ({ resource: id, tells: 'it is not throttled' })),
  },
  {
    id: 'api-closed',
    says: 'every route but the webhooks and the customers’ page asks for a token, and no origin is allowed in general',
    check: (template) => [...checkRoutes(template), ...checkCors(template)],
  },
]

function stagesOf(template: Template): TemplateResource[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Stage')
}

function checkTable({ id, properties, deletionPolicy }: TemplateResource, retainsData: boolean): Violation[] {
  const recovery = at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')
  const kept = deletionPolicy === 'Retain' && at(properties, 'DeletionProtectionEnabled') === true
  const faults: [boolean, string][] = [
    [recovery !== true, 'it has no point-in-time recovery'],
    [at(properties, 'TimeToLiveSpecification', 'Enabled') !== true, 'nothing in it expires'],
    [retainsData && !kept, 'it would be deleted with the stack'],
  ]
  return faults.filter(([broken]) => broken).map(([, tells]) => ({ resource: id, tells }))
}

function checkAccessLog({ id, properties }: TemplateResource): Violation[] {
  const format = stringsIn(at(properties, 'AccessLogSettings', 'Format')).join('')
  const variables = [...format.matchAll(/\$context\.([A-Za-z.]+)/g)].map((match) => match[1] ?? '')
  const violations = variables
    .filter((name) => UNLOGGED.includes(name.split('.').at(-1) ?? ''))
    .map((name) => ({ resource: id, tells: `it logs $context.${name}` }))
  if (variables.includes('routeKey')) return violations
  return [...violations, { resource: id, tells: 'it does not log the route key' }]
}

function checkRoutes(template: Template): Violation[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => at(properties, 'AuthorizationType') !== 'JWT')
    .filter(({ properties }) => !OPEN_ROUTE.test(String(at(properties, 'RouteKey'))))
    .map(({ id }) => ({ resource: id, tells: 'it asks for no token' }))
}

function checkCors(template: Template): Violation[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => listAt(properties, 'CorsConfiguration', 'AllowOrigins').includes('*'))
    .map(({ id }) => ({ resource: id, tells: 'it allows every origin' }))
}
