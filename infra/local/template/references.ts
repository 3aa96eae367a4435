import { LOCAL_ACCOUNT, LOCAL_REGION, LOCAL_STACK_ID } from '../local-account.ts'
import type { Resource, Template } from './assembly.ts'
import type { References } from './resolve.ts'
import { isCustomType } from './resource-types.ts'

/** Addresses that exist only once the parts listen. */
export type LocalUrls = {
  /** Where the HTTP API is. */
  publicUrl: string
  /** Where the functions' SQS calls go; a queue URL starts with it. */
  sqsUrl: string
}

type Attributes = { ref: string; Arn?: string } & Record<string, string>

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': LOCAL_ACCOUNT,
  'AWS::Region': LOCAL_REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'InletLocal',
  'AWS::StackId': LOCAL_STACK_ID,
}

/** Same template, same names: a second start finds the data of the first. */
export function createReferences(template: Template, urls: LocalUrls): References {
  const known = new Map<string, Attributes>()
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    // What a custom resource is called and has, its function says: nobody knows before it ran.
    if (isCustomType(resource.Type)) continue
    known.set(logicalId, toAttributes(logicalId, resource, urls))
  }
  return {
    ref: (name) => {
      const parameter = template.Parameters[name]
      if (parameter?.Default !== undefined && !parameter.Type.startsWith('AWS::SSM')) {
        return String(parameter.Default)
      }
      return PSEUDO_PARAMETERS[name] ?? known.get(name)?.ref
    },
    attribute: (logicalId, attribute) =>
      attribute === 'ref' ? undefined : known.get(logicalId)?.[attribute],
  }
}

function toAttributes(logicalId: string, resource: Resource, urls: LocalUrls): Attributes {
  const properties = resource.Properties
  switch (resource.Type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable': {
      const name = toName(properties['TableName'], logicalId)
      const arn = toArn('dynamodb', `table/${name}`)
      return { ref: name, Arn: arn, StreamArn: `${arn}/stream/local` }
    }
    case 'AWS::SQS::Queue': {
      const suffix = properties['FifoQueue'] === true ? '.fifo' : ''
      const name = toName(properties['QueueName'], logicalId + suffix)
      const url = `${urls.sqsUrl}/${LOCAL_ACCOUNT}/${name}`
      return { ref: url, QueueUrl: url, QueueName: name, Arn: toArn('sqs', name) }
    }
    case 'AWS::S3::Bucket': {
      const name = toName(properties['BucketName'], `inlet-${logicalId.toLowerCase()}`)
      return { ref: name, Arn: `arn:aws:s3:::${name}` }
    }
    case 'AWS::ApiGatewayV2::Api':
      return { ref: logicalId, ApiId: logicalId, ApiEndpoint: urls.publicUrl }
    case 'AWS::Events::EventBus': {
      const name = toName(properties['Name'], logicalId)
      return { ref: name, Name: name, Arn: toArn('events', `event-bus/${name}`) }
    }
    case 'AWS::SecretsManager::Secret': {
      const arn = toArn('secretsmanager', `secret:${logicalId}`)
      return { ref: arn, Id: arn, Arn: arn }
    }
    case 'AWS::KMS::Key':
      return { ref: logicalId, KeyId: logicalId, Arn: toArn('kms', `key/${logicalId}`) }
    case 'AWS::Lambda::Function':
      return { ref: logicalId, Arn: toArn('lambda', `function:${logicalId}`) }
    case 'AWS::Cognito::UserPool': {
      const id = `${LOCAL_REGION}_${logicalId}`
      const provider = `cognito-idp.${LOCAL_REGION}.amazonaws.com/${id}`
      return {
        ref: id,
        UserPoolId: id,
        Arn: toArn('cognito-idp', `userpool/${id}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      }
    }
    case 'AWS::Cognito::UserPoolClient':
      return { ref: logicalId, ClientId: logicalId }
    case 'AWS::SNS::Topic': {
      const name = toName(properties['TopicName'], logicalId)
      const arn = toArn('sns', name)
      return { ref: arn, TopicArn: arn, TopicName: name }
    }
    default: {
      const service = resource.Type.split('::')[1]?.toLowerCase() ?? 'aws'
      return { ref: logicalId, Arn: toArn(service, logicalId) }
    }
  }
}

function toName(explicit: unknown, fallback: string): string {
  return typeof explicit === 'string' ? explicit : fallback
}

function toArn(service: string, resource: string): string {
  return `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${resource}`
}
