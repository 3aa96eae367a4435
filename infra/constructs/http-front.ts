import { Aws } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpNoneAuthorizer, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import type { HttpMethod, HttpRoute, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import { removalPolicyOf } from './removal-policy.ts'

/** A flood from one stranger must not use up the account; a platform's burst after an outage must still fit. */
const THROTTLE = { rateLimit: 1000, burstLimit: 2000 }

/** Path and query are left out on purpose: they can hold tokens and phone numbers. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
}

/** The HTTP API that webhooks and `/v1` share. */
export class HttpFront extends Construct {
  readonly api: HttpApi
  /** What platforms and clients call: the custom domain of the settings, else the API's own endpoint. */
  readonly publicUrl: string

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', { apiName: Aws.STACK_NAME, createDefaultStage: false })
    this.publicUrl = settings.publicUrl ?? this.api.apiEndpoint
    const log = new LogGroup(this, 'AccessLog', {
      retention: settings.retention.logsDays,
      removalPolicy: removalPolicyOf(settings),
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    })
  }

  /** Without an authorizer whoever calls gets through to the function: say so at the route. */
  addRoutes(
    id: string,
    target: Function,
    routes: readonly { path: string; methods: readonly HttpMethod[] }[],
    authorizer: IHttpRouteAuthorizer | null,
  ): HttpRoute[] {
    const integration = new HttpLambdaIntegration(id, target)
    return routes.flatMap(({ path, methods }) =>
      this.api.addRoutes({
        path,
        methods: [...methods],
        integration,
        authorizer: authorizer ?? new HttpNoneAuthorizer(),
      }),
    )
  }
}
