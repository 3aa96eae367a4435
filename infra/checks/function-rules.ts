import { at, entriesAt, listAt, resourcesOf, stringsIn, targetOf } from './template.ts'
import type { Template, TemplateResource, TemplateRule, Violation } from './template.ts'

/** Wildcards that AWS leaves no way around. Everything else names its resource. */
const STAR_EXCEPTIONS: readonly { action: string; ending: string; reason: string }[] = [
  {
    action: 'dynamodb:ListStreams',
    ending: '/stream/*',
    reason: 'authorized on the list of one table’s streams, which has no ARN of its own',
  },
  {
    action: 's3:PutObject',
    ending: '/aws/lambda/*',
    reason: 'Lambda itself chooses the keys of failed batches, below this prefix',
  },
  ...['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject'].map((action) => ({
    action,
    ending: '/*',
    reason: 'the files of one bucket: a key names message and file',
  })),
  ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action) => ({
    action,
    ending: '/threads/*',
    reason: 'the files of secure threads: a key names thread and line',
  })),
  ...['sms-voice:SendTextMessage', 'sms-voice:SendMediaMessage'].map((action) => ({
    action,
    ending: ':phone-number/*',
    reason: 'which numbers the company has is known to AWS alone',
  })),
  {
    action: 'sms-voice:DescribePhoneNumbers',
    ending: ':phone-number/*',
    reason: 'the list of all numbers has no ARN of its own',
  },
  {
    action: 'sms-voice:DescribeConfigurationSets',
    ending: ':configuration-set/*',
    reason: 'which sets the company has is known to AWS alone',
  },
]
/** A name that promises a secret must hold where it is, not what it is. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|CREDENTIAL|API_?KEY|PRIVATE_?KEY/i

export const FUNCTION_RULES: readonly TemplateRule[] = [
  {
    id: 'function-own-role',
    says: 'each function has a role that no other function has',
    check: (template) => {
      const functions = functionsOf(template)
      const roles = functions.map((each) => targetOf(at(each.properties, 'Role')))
      return functions.flatMap((each, index) => {
        const role = roles[index] ?? null
        if (role === null) return [{ resource: each.id, tells: 'its role is not one of this template' }]
        return roles.indexOf(role) === roles.lastIndexOf(role)
          ? []
          : [{ resource: each.id, tells: `it shares ${role}` }]
      })
    },
  },
  {
    id: 'no-star',
    says: 'no `*` in allowed actions or resources, no managed policies',
    check: (template) => [...checkStatements(template), ...checkManagedPolicies(template)],
  },
  {
    id: 'log-retention',
    says: 'each function writes to a log group of this template, and every log group forgets',
    check: (template) => [
      ...checkLogGroups(template),
      ...functionsOf(template).flatMap((each) => checkLog(template, each)),
    ],
  },
  {
    id: 'function-limits',
    says: 'each function says its timeout and memory',
    check: (template) =>
      functionsOf(template).flatMap((each) =>
        ['Timeout', 'MemorySize']
          .filter((name) => typeof at(each.properties, name) !== 'number')
          .map((name) => ({ resource: each.id, tells: `it has no ${name}` })),
      ),
  },
  {
    id: 'function-environment',
    says: 'no secret values in an environment, only where they are',
    check: (template) =>
      functionsOf(template).flatMap((each) =>
        entriesAt(each.properties, 'Environment', 'Variables').flatMap(([name, value]) =>
          describeSecret(name, value).map((tells) => ({ resource: each.id, tells })),
        ),
      ),
  },
]

function functionsOf(template: Template): TemplateResource[] {
  return resourcesOf(template, 'AWS::Lambda::Function')
}

function checkLogGroups(template: Template): Violation[] {
  return resourcesOf(template, 'AWS::Logs::LogGroup')
    .filter(({ properties }) => typeof at(properties, 'RetentionInDays') !== 'number')
    .map(({ id }) => ({ resource: id, tells: 'it has no retention' }))
}

function checkLog(template: Template, { id, properties }: TemplateResource): Violation[] {
  const group = targetOf(at(properties, 'LoggingConfig', 'LogGroup'))
  return resourcesOf(template, 'AWS::Logs::LogGroup').some((candidate) => candidate.id === group)
    ? []
    : [{ resource: id, tells: 'it has no log group of this template' }]
}

function checkStatements(template: Template): Violation[] {
  const holders = resourcesOf(
    template,
    'AWS::IAM::Policy',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Role',
    'AWS::IAM::RolePolicy',
  )
  return holders.flatMap((holder) => {
    const documents = [at(holder.properties, 'PolicyDocument')].concat(
      listAt(holder.properties, 'Policies').map((policy) => at(policy, 'PolicyDocument')),
    )
    return documents
      .flatMap((document) => listAt(document, 'Statement'))
      .filter((statement) => at(statement, 'Effect') === 'Allow')
      .flatMap(starsOf)
      .map((tells) => ({ resource: holder.id, tells }))
  })
}

function starsOf(statement: unknown): string[] {
  const actions = listAt(statement, 'Action').map(String)
  const stars = [
    ...actions.filter((action) => action.includes('*')),
    ...listAt(statement, 'Resource')
      .flatMap(stringsIn)
      .filter((part) => part.includes('*') && !isExcepted(actions, part)),
  ]
  return stars.map((star) => `${star} for ${actions.join(', ')}`)
}

function isExcepted(actions: readonly string[], part: string): boolean {
  return actions.every((action) =>
    STAR_EXCEPTIONS.some((exception) => exception.action === action && part === exception.ending),
  )
}

function checkManagedPolicies(template: Template): Violation[] {
  return resourcesOf(template, 'AWS::IAM::Role')
    .filter((role) => listAt(role.properties, 'ManagedPolicyArns').length > 0)
    .map((role) => ({ resource: role.id, tells: 'it uses a managed policy' }))
}

function describeSecret(name: string, value: unknown): string[] {
  if (stringsIn(value).some((part) => part.includes('{{resolve:'))) return [`${name} resolves a secret`]
  return SECRET_NAME.test(name) && !name.endsWith('_ARN') ? [`${name} looks like a secret`] : []
}
