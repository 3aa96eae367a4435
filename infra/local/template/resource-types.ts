import { StartError } from '../start-error.ts'
import type { Resource, Template } from './assembly.ts'

type RunType = { used: readonly string[]; inert: readonly string[] }

/**
 * The first of the three lists: what the runner runs. `used` are the properties that it acts on, `inert` those that change
 * nothing here (names, tags, encryption, logs). Any other property is refused.
 */
export const RUN_TYPES: Readonly<Record<string, RunType>> = {
  'AWS::ApiGatewayV2::Api': {
    used: ['ProtocolType'],
    inert: ['Name', 'Description', 'Tags', 'IpAddressType'],
  },
  'AWS::ApiGatewayV2::Authorizer': {
    used: ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration'],
    inert: ['Name'],
  },
  'AWS::ApiGatewayV2::Integration': {
    used: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    inert: ['IntegrationMethod', 'Description'],
  },
  'AWS::ApiGatewayV2::Route': {
    used: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes'],
    inert: ['OperationName'],
  },
  'AWS::ApiGatewayV2::Stage': {
    used: ['ApiId', 'StageName', 'AutoDeploy'],
    inert: ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'Description', 'Tags'],
  },
  'AWS::DynamoDB::Table': {
    used: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'BillingMode',
      'GlobalSecondaryIndexes',
      'StreamSpecification',
      'TimeToLiveSpecification',
    ],
    inert: [
      'PointInTimeRecoverySpecification',
      'DeletionProtectionEnabled',
      'SSESpecification',
      'ContributorInsightsSpecification',
      'Tags',
    ],
  },
  'AWS::DynamoDB::GlobalTable': {
    used: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'BillingMode',
      'GlobalSecondaryIndexes',
      'StreamSpecification',
      'TimeToLiveSpecification',
      'Replicas',
    ],
    inert: ['SSESpecification'],
  },
  'AWS::Events::EventBus': {
    used: ['Name'],
    inert: ['Description', 'KmsKeyIdentifier', 'LogConfig', 'Policy', 'Tags'],
  },
  'AWS::Events::Rule': {
    used: ['EventBusName', 'EventPattern', 'State', 'Targets'],
    inert: ['Name', 'Description', 'Tags'],
  },
  'AWS::KMS::Key': {
    used: ['KeySpec', 'KeyUsage', 'Enabled'],
    inert: [
      'Description',
      'EnableKeyRotation',
      'KeyPolicy',
      'PendingWindowInDays',
      'RotationPeriodInDays',
      'Tags',
    ],
  },
  // Here an event is tried once, which is what a configuration without retries asks for.
  'AWS::Lambda::EventInvokeConfig': {
    used: ['FunctionName', 'MaximumRetryAttempts', 'DestinationConfig'],
    inert: ['Qualifier', 'MaximumEventAgeInSeconds'],
  },
  'AWS::Lambda::EventSourceMapping': {
    used: [
      'EventSourceArn',
      'FunctionName',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'FunctionResponseTypes',
      'ScalingConfig',
      'StartingPosition',
      'BisectBatchOnFunctionError',
      'MaximumRetryAttempts',
      'MaximumRecordAgeInSeconds',
      'ParallelizationFactor',
      'DestinationConfig',
      'FilterCriteria',
      'Enabled',
    ],
    inert: ['KmsKeyArn', 'MetricsConfig', 'Tags'],
  },
  'AWS::Lambda::Function': {
    used: [
      'Code',
      'Handler',
      'Runtime',
      'Environment',
      'Timeout',
      'MemorySize',
      'ReservedConcurrentExecutions',
    ],
    // `DeadLetterConfig`: what the schedule cannot run is a line of the runner's log, and its next run is a minute away.
    inert: [
      'Architectures',
      'DeadLetterConfig',
      'Description',
      'EphemeralStorage',
      'KmsKeyArn',
      'LoggingConfig',
      'RecursiveLoop',
      'Role',
      'RuntimeManagementConfig',
      'Tags',
      'TracingConfig',
    ],
  },
  'AWS::S3::Bucket': {
    used: ['BucketName'],
    inert: [
      'BucketEncryption',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
      'VersioningConfiguration',
    ],
  },
  'AWS::Scheduler::Schedule': {
    used: ['ScheduleExpression', 'FlexibleTimeWindow', 'State', 'Target'],
    inert: ['Name', 'Description', 'GroupName', 'KmsKeyArn'],
  },
  'AWS::SecretsManager::Secret': {
    used: ['SecretString', 'GenerateSecretString', 'Tags'],
    inert: ['Name', 'Description', 'KmsKeyId'],
  },
  'AWS::SNS::Subscription': {
    used: ['Protocol', 'TopicArn', 'Endpoint', 'RawMessageDelivery'],
    // The emulator always reaches its own queues: nothing is left for a dead-letter queue.
    inert: ['RedrivePolicy'],
  },
  'AWS::SNS::Topic': {
    used: ['TopicName', 'Tags'],
    inert: ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'],
  },
  'AWS::SQS::Queue': {
    used: [
      'QueueName',
      'FifoQueue',
      'ContentBasedDeduplication',
      'DeduplicationScope',
      'FifoThroughputLimit',
      'DelaySeconds',
      'MaximumMessageSize',
      'MessageRetentionPeriod',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy',
      'VisibilityTimeout',
    ],
    inert: [
      'KmsDataKeyReusePeriodSeconds',
      'KmsMasterKeyId',
      'RedriveAllowPolicy',
      'SqsManagedSseEnabled',
      'Tags',
    ],
  },
}

export function isCustomType(type: string): boolean {
  return type.startsWith('Custom::')
}

/** A resource's place in the first list. A custom one runs too: all of its properties are handed to its function. */
export function runTypeOf({ Type, Properties }: Resource): RunType | undefined {
  return isCustomType(Type) ? { used: Object.keys(Properties), inert: [] } : RUN_TYPES[Type]
}

/** The second list: accepted, and nothing happens here. Permissions, alarms, logs, keys, and the pool whose part the runner plays. */
export const INERT_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::Account',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
])

/** The third list is everything else: refused at start, by the resource's name. */
export function refuseUnknownResources(template: Template): void {
  const problems: string[] = []
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (INERT_TYPES.has(resource.Type)) continue
    const type = runTypeOf(resource)
    if (type === undefined) {
      problems.push(
        `${logicalId} is an ${resource.Type}, which the local runner does not know. Teach it the type, or name it inert, in infra/local/template/resource-types.ts.`,
      )
      continue
    }
    if (resource.Condition !== undefined) {
      problems.push(
        `${logicalId} has the condition ${resource.Condition}. The local runner has no conditions.`,
      )
    }
    for (const property of Object.keys(resource.Properties)) {
      if (type.used.includes(property) || type.inert.includes(property)) continue
      problems.push(
        `${logicalId} (${resource.Type}) sets ${property}, which the local runner does not imitate. Imitate it, or name it inert, in infra/local/template/resource-types.ts.`,
      )
    }
  }
  if (problems.length > 0) throw new StartError(problems.join('\n'))
}
