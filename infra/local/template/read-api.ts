import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { StackReader } from './stack-reader.ts'
import type { LocalFunction } from './read-functions.ts'

const ApiProperties = z.strictObject({ ProtocolType: z.literal('HTTP') })

const StageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
})

const IntegrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().default(30_000),
})

const AuthorizerProperties = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()).min(1) }),
})

const RouteProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().regex(/^(\$default|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/\S*)$/),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
})

export type LocalAuthorizer = { issuer: string; audience: string[] }

export type LocalRoute = {
  key: string
  functionArn: string
  timeoutMs: number
  authorizer: LocalAuthorizer | null
  scopes: string[]
}

export type LocalApi = { id: string; routes: LocalRoute[]; authorizers: LocalAuthorizer[] }

/** The one HTTP API of the stack. A stack without one answers 404 to everything. */
export function readApi(reader: StackReader, functions: LocalFunction[]): LocalApi {
  const apis = reader.ofType('AWS::ApiGatewayV2::Api', ApiProperties)
  if (apis.length > 1) throw new StartError('The template has two HTTP APIs, the local runner serves one.')
  reader.ofType('AWS::ApiGatewayV2::Stage', StageProperties)
  const integrations = new Map(
    reader
      .ofType('AWS::ApiGatewayV2::Integration', IntegrationProperties)
      .map(({ logicalId, properties }) => [reader.refOf(logicalId), properties]),
  )
  const authorizers = new Map(
    reader
      .ofType('AWS::ApiGatewayV2::Authorizer', AuthorizerProperties)
      .map(({ logicalId, properties }) => [
        reader.refOf(logicalId),
        { issuer: properties.JwtConfiguration.Issuer, audience: properties.JwtConfiguration.Audience },
      ]),
  )
  const routes = reader
    .ofType('AWS::ApiGatewayV2::Route', RouteProperties)
    .map(({ logicalId, properties }) => {
      const integration = integrations.get(properties.Target.replace(/^integrations\//, ''))
      const target = functions.find(({ arn }) => integration?.IntegrationUri.includes(arn))
      if (integration === undefined || target === undefined) {
        throw new StartError(`${logicalId} (${properties.RouteKey}) leads to no function of the stack.`)
      }
      const authorizer = authorizers.get(properties.AuthorizerId ?? '') ?? null
      if (properties.AuthorizationType === 'JWT' && authorizer === null) {
        throw new StartError(
          `${logicalId} (${properties.RouteKey}) asks for an authorizer that the template does not have.`,
        )
      }
      return {
        key: properties.RouteKey,
        functionArn: target.arn,
        timeoutMs: integration.TimeoutInMillis,
        authorizer,
        scopes: properties.AuthorizationScopes,
      }
    })
  return { id: apis[0]?.logicalId ?? 'none', routes, authorizers: [...authorizers.values()] }
}
