import type { IncomingMessage } from 'node:http'

export type AwsService =
  'dynamodb' | 'sqs' | 'sns' | 's3' | 'eventbridge' | 'secretsmanager' | 'kms' | 'lambda' | 'unknown'

export type AwsRequest = {
  method: string
  /** Path and query, as they came. */
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
  service: AwsService
  /** The operation's name; empty where the protocol has none (S3). */
  action: string
}

const SERVICE_OF_TARGET: Readonly<Record<string, AwsService>> = {
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'eventbridge',
  secretsmanager: 'secretsmanager',
  TrentService: 'kms',
}

/** The JSON protocols name service and operation in X-Amz-Target; of the others only the signature's scope tells which they are. */
export function identify(
  headers: IncomingMessage['headers'],
  body: Buffer,
  path = '',
): { service: AwsService; action: string } {
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const [prefix = '', action = ''] = target.split('.')
    return { service: SERVICE_OF_TARGET[prefix] ?? 'unknown', action: action || target }
  }
  // A presigned request carries its signature in the query.
  const scope =
    /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ??
    /X-Amz-Credential=[^&]+%2F([a-z0-9-]+)%2Faws4_request/i.exec(path)?.[1]
  if (scope === 's3' || scope === 'lambda') return { service: scope, action: '' }
  if (scope === 'sns') {
    return { service: 'sns', action: new URLSearchParams(body.toString('utf8')).get('Action') ?? '' }
  }
  return { service: 'unknown', action: scope ?? '' }
}

export async function readAwsRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    body,
    ...identify(incoming.headers, body, incoming.url),
  }
}
